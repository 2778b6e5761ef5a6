#include "grader/system/strict_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "grader/model/error.hpp"
#include "grader/system/suggestion.hpp"

namespace grader {
namespace {

std::string_view type_name(const toml::node& node) {
  switch (node.type()) {
    case toml::node_type::table:
      return "a table";
    case toml::node_type::array:
      return "an array";
    case toml::node_type::string:
      return "a string";
    case toml::node_type::integer:
      return "a whole number";
    case toml::node_type::floating_point:
      return "a number with a fraction";
    case toml::node_type::boolean:
      return "a boolean";
    default:
      return "a date or time";
  }
}

}  // namespace

StrictTable::StrictTable(std::shared_ptr<const Document> document, const toml::table& table,
                         const Keys& known)
    : document_(std::move(document)), table_(&table) {
  if (!known.empty()) reject_unknown_keys(known);
}

StrictTable StrictTable::parse(std::string_view text, const std::string& name, const Keys& known) {
  try {
    auto document = std::make_shared<const Document>(Document{toml::parse(text), name});
    const toml::table& root = document->root;
    return {std::move(document), root, known};
  } catch (const toml::parse_error& error) {
    throw Error(fmt::format("{}:{}: {}", name, error.source().begin.line, error.description()));
  }
}

std::vector<std::string> StrictTable::keys() const {
  std::vector<std::pair<toml::source_position, std::string>> found;
  for (const auto& [key, node] : *table_) {
    found.emplace_back(key.source().begin, std::string(key.str()));
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<std::string> names;
  for (auto& [position, key] : found)
    names.push_back(std::move(key));
  return names;
}

std::string StrictTable::place(const toml::source_region& region) const {
  const auto line = region.begin.line;
  return line == 0 ? document_->name : fmt::format("{}:{}", document_->name, line);
}

void StrictTable::fail(std::string_view key, const std::string& what) const {
  const toml::node* node = key.empty() ? nullptr : table_->get(key);
  throw Error(fmt::format("{}: {}", place(node ? node->source() : table_->source()), what));
}

void StrictTable::reject_unknown_keys(const Keys& known) const {
  for (const auto& [key, node] : *table_) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    std::string remedy = did_you_mean(key.str(), known);
    if (remedy.empty()) remedy = fmt::format("; known here: {}", fmt::join(known, ", "));
    throw Error(fmt::format("{}: unknown key '{}'{}", place(key.source()), key.str(), remedy));
  }
}

const toml::node& StrictTable::value(std::string_view key) const {
  const toml::node* node = table_->get(key);
  if (node == nullptr) fail("", fmt::format("missing key '{}'; add it to this table", key));
  return *node;
}

std::string StrictTable::text(std::string_view key) const {
  const toml::node& node = value(key);
  if (!node.is_string()) {
    fail(key, fmt::format("'{}' is {}; write a string", key, type_name(node)));
  }
  std::string text = node.as_string()->get();
  if (text.empty()) fail(key, fmt::format("'{}' is empty; write a text", key));
  return text;
}

std::int64_t StrictTable::number(std::string_view key, std::int64_t least,
                                 std::int64_t most) const {
  const toml::node& node = value(key);
  if (!node.is_integer()) {
    fail(key, fmt::format("'{}' is {}; write a whole number", key, type_name(node)));
  }
  const std::int64_t number = node.as_integer()->get();
  if (number < least || number > most) {
    fail(key, fmt::format("'{}' is {}; write a number from {} to {}", key, number, least, most));
  }
  return number;
}

std::vector<std::string> StrictTable::texts(std::string_view key) const {
  const toml::node& node = value(key);
  const auto wrong = [&] {
    fail(key, fmt::format("'{}' is not a list of strings; write [\"…\"]", key));
  };
  if (!node.is_array()) wrong();
  std::vector<std::string> texts;
  for (const toml::node& item : *node.as_array()) {
    if (!item.is_string() || item.as_string()->get().empty()) wrong();
    texts.push_back(item.as_string()->get());
  }
  return texts;
}

StrictTable StrictTable::table(std::string_view key, const Keys& known) const {
  const toml::node& node = value(key);
  if (!node.is_table()) fail(key, fmt::format("'{}' is {}; write a table", key, type_name(node)));
  return {document_, *node.as_table(), known};
}

std::vector<StrictTable> StrictTable::tables(std::string_view key, const Keys& known) const {
  const toml::node& node = value(key);
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    fail(key, fmt::format("'{}' is {}; write a list of tables", key, type_name(node)));
  }
  std::vector<StrictTable> tables;
  for (const toml::node& item : *array) {
    if (!item.is_table()) {
      fail(key, fmt::format("'{}' holds {}; write tables only", key, type_name(item)));
    }
    tables.push_back({document_, *item.as_table(), known});
  }
  return tables;
}

}  // namespace grader
