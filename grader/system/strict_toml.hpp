#pragma once

#include <toml++/toml.h>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

// A table of a TOML file, read strictly: a key that is not among the known ones, a missing key or
// a value of the wrong type is an Error with file, line and culprit. Cheap to copy: shares the
// document. Not thread-safe.
class StrictTable {
 public:
  using Keys = std::vector<std::string_view>;

  // Parses `text`; `name` is what messages call the file. `known` are the top table's keys; empty
  // means that any key may stand there.
  [[nodiscard]] static StrictTable parse(std::string_view text, const std::string& name,
                                         const Keys& known);

  [[nodiscard]] bool has(std::string_view key) const { return table_->contains(key); }
  [[nodiscard]] std::vector<std::string> keys() const;  // in the file's order

  [[nodiscard]] std::string text(std::string_view key) const;  // not empty
  [[nodiscard]] std::int64_t number(std::string_view key, std::int64_t least,
                                    std::int64_t most) const;
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;  // may be empty
  [[nodiscard]] StrictTable table(std::string_view key, const Keys& known) const;
  [[nodiscard]] std::vector<StrictTable> tables(std::string_view key, const Keys& known) const;

  // Throws an Error: "labs.toml:14: <what>", the line being that of the key's value, or of the
  // table where the key is empty or missing.
  [[noreturn]] void fail(std::string_view key, const std::string& what) const;

 private:
  struct Document {
    toml::table root;
    std::string name;
  };

  StrictTable(std::shared_ptr<const Document> document, const toml::table& table,
              const Keys& known);

  [[nodiscard]] const toml::node& value(std::string_view key) const;
  [[nodiscard]] std::string place(const toml::source_region& region) const;
  void reject_unknown_keys(const Keys& known) const;

  std::shared_ptr<const Document> document_;
  const toml::table* table_;  // in document_
};

}  // namespace grader
