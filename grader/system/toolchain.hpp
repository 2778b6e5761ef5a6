#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace grader {

// What a binary is linked against: ThreadSanitizer's runtime, the explorer in its place, or
// neither, but Google Benchmark.
enum class Runtime : std::uint8_t { sanitizer, explorer, benchmark };

// What an object is compiled for: to be judged by either runtime, or to be fast.
enum class Purpose : std::uint8_t { judging, speed };

// Whether the source is a stranger's: then templates, constant expressions and complaints are
// bounded.
enum class Strangers : std::uint8_t { none, bounded };

// How far a compilation goes: to an object, or only to the text that the compiler proper reads.
enum class Until : std::uint8_t { object, preprocessed };

enum class Undefined : std::uint8_t { error, ignored };

// The compiler that was found, and how it is told what. Objects are the same for both judging
// runtimes.
// Immutable; safe from any thread.
class Toolchain {
 public:
  // `wanted` is a path or a name; empty: the first of g++, clang++, c++. Throws Error with the
  // remedy where there is none.
  [[nodiscard]] static Toolchain find(const std::string& wanted);

  [[nodiscard]] const std::string& name() const { return name_; }          // "g++ 12.2.0"
  [[nodiscard]] const std::string& identity() const { return identity_; }  // for digests

  // Compiles `source` to `object`. Quoted includes are looked up in
  // `include_folders`, in that order; debug information calls folders by `names`. None of those
  // may lie in another: compilers differ in which name wins then.
  struct Compilation {
    std::filesystem::path source{};
    std::filesystem::path object{};
    std::vector<std::filesystem::path> include_folders{};
    std::vector<std::pair<std::filesystem::path, std::string>> names{};
    std::vector<std::string> options{};
    Purpose purpose = Purpose::judging;
    Strangers strangers = Strangers::none;
    Until until = Until::object;
    std::optional<std::filesystem::path> prelude{};  // included first, as if it stood in the source
  };
  [[nodiscard]] std::vector<std::string> compile_command(const Compilation& what) const;

  // Compiles a header ahead, for use as a prelude: `source` is the header, `object` must be
  // prelude_file(source). Only g++ finds such a file again once its folder was renamed.
  [[nodiscard]] bool compiles_preludes() const { return family_ == Family::gnu; }
  [[nodiscard]] std::vector<std::string> prelude_command(const Compilation& what) const;
  [[nodiscard]] static std::filesystem::path prelude_file(const std::filesystem::path& header);

  [[nodiscard]] std::vector<std::string> link_command(
      const std::vector<std::filesystem::path>& inputs, const std::filesystem::path& output,
      Runtime runtime, Undefined undefined = Undefined::error) const;

 private:
  enum class Family : std::uint8_t { gnu, clang };

  Toolchain() = default;

  std::filesystem::path compiler_;
  Family family_ = Family::gnu;
  std::string name_;
  std::string identity_;
  std::vector<std::string> linker_;  // options that choose a fast linker, where there is one
};

}  // namespace grader
