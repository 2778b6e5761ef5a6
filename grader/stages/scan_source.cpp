#include "grader/stages/scan_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace grader {
namespace {

using Tokens = std::vector<Token>;
using At = Tokens::const_iterator;

constexpr std::array<std::string_view, 3> kAssembly = {"asm", "__asm", "__asm__"};
constexpr std::array<std::string_view, 8> kRuntimes = {"__tsan_",        "__sanitizer_", "__asan_",
                                                       "__interceptor_", "__lsan_",      "__msan_",
                                                       "__ubsan_",       "__explorer_"};
constexpr std::array<std::string_view, 8> kSystem = {
    "syscall", "dlsym", "dlvsym", "dlopen", "dlmopen", "dladdr", "dlinfo", "dl_iterate_phdr"};

// Attributes, without the underscores that may stand round each.
constexpr std::array<std::string_view, 18> kAttributes = {"no_sanitize",
                                                          "no_sanitize_thread",
                                                          "no_sanitize_address",
                                                          "no_sanitize_undefined",
                                                          "no_sanitize_memory",
                                                          "disable_sanitizer_instrumentation",
                                                          "no_instrument_function",
                                                          "naked",
                                                          "optimize",
                                                          "target_clones",
                                                          "section",
                                                          "alias",
                                                          "weakref",
                                                          "ifunc",
                                                          "symver",
                                                          "constructor",
                                                          "destructor",
                                                          "init_priority"};

// The beginnings of the pragmas that are allowed.
constexpr std::array<std::string_view, 14> kPragmas = {
    "once",    "GCC diagnostic", "clang diagnostic", "GCC warning", "GCC error",
    "message", "GCC unroll",     "GCC ivdep",        "clang loop",  "STDC",
    "pack",    "region",         "endregion",        "mark"};

template <std::size_t size>
bool holds(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Rejection forbid(const std::string& file, const Token& at, const std::string& what,
                 std::string remedy) {
  const std::string name = file.substr(file.rfind('/') + 1);
  return {Verdict::forbidden, fmt::format("{}:{}: {}", name, at.line, what), std::move(remedy)};
}

std::string_view without_underscores(std::string_view word) {
  if (word.starts_with("__")) word.remove_prefix(2);
  if (word.ends_with("__")) word.remove_suffix(2);
  return word;
}

bool is(At at, At end, std::string_view text) {
  return at != end && at->text == text;
}

At end_of_line(At at, At end) {
  return std::find_if(at + 1, end, [](const Token& token) { return token.begins_line; });
}

// What the lab rules out, ready to be looked for.
struct Rule {
  std::string text;
  Tokens tokens;
  std::string hint;
};

std::vector<Rule> rules_of(const LabSpec& lab) {
  std::vector<Rule> rules;
  for (const ForbidRule& rule : lab.forbid) {
    for (const std::string& text : rule.tokens)
      rules.push_back({text, tokenise(text), rule.hint});
  }
  return rules;
}

class Scan {
 public:
  Scan(const Region& region, const std::vector<Rule>& rules)
      : file_(region.file), tokens_(region.tokens), end_(region.tokens.end()), rules_(rules) {}

  std::optional<Rejection> run() {
    for (At at = tokens_.begin(); at != end_; ++at) {
      if (at->begins_line && at->text == "#") {
        if (auto found = pragma(at)) return found;
        at = end_of_line(at, end_) - 1;
      } else if (auto found = look_at(at)) {
        return found;
      }
    }
    return std::nullopt;
  }

 private:
  std::optional<Rejection> look_at(At at) {
    if (auto found = name(at)) return found;
    if (at->text == "__attribute__" || at->text == "__attribute") return attributes(at + 1, 2);
    if (at->text == "[" && is(at + 1, end_, "[")) return attributes(at, 2);
    return lab_rule(at);
  }

  std::optional<Rejection> name(At at) const {
    const std::string& word = at->text;
    if (holds(kAssembly, word)) {
      return forbid(file_, *at, fmt::format("uses inline assembly ('{}')", word),
                    "No judge can see into assembly: write it in C++.");
    }
    const bool runtime = std::any_of(kRuntimes.begin(), kRuntimes.end(),
                                     [&](std::string_view each) { return word.starts_with(each); });
    if (runtime) {
      return forbid(file_, *at, fmt::format("names '{}', which belongs to the judges", word),
                    "A submission is judged as it is: leave the sanitizer's functions alone.");
    }
    if (holds(kSystem, word) && !is_member(at)) {
      return forbid(file_, *at, fmt::format("uses '{}'", word),
                    "Use the standard library, and futex_wait and futex_wake of "
                    "threading/futex.hpp.");
    }
    return std::nullopt;
  }

  bool is_member(At at) const {
    return at != tokens_.begin() && ((at - 1)->text == "." || (at - 1)->text == "->");
  }

  // At what opens a list of attributes: names count in the list itself, not in their arguments.
  std::optional<Rejection> attributes(At at, int list_depth) const {
    int depth = 0;
    for (; at != end_; ++at) {
      if (at->text == "(" || at->text == "[") {
        ++depth;
      } else if (at->text == ")" || at->text == "]") {
        if (--depth == 0) return std::nullopt;
      } else if (depth == list_depth && holds(kAttributes, without_underscores(at->text))) {
        return forbid(file_, *at, fmt::format("uses the attribute '{}'", at->text),
                      "It could hide code from a judge, or run it before the judge is there: "
                      "leave it out.");
      } else if (depth == 0) {
        return std::nullopt;
      }
    }
    return std::nullopt;
  }

  std::optional<Rejection> pragma(At at) const {
    const At end = end_of_line(at, end_);
    if (!is(at + 1, end, "pragma")) return std::nullopt;
    std::string words;
    for (At word = at + 2; word < end; ++word)
      words += (words.empty() ? "" : " ") + word->text;
    const bool allowed = std::any_of(kPragmas.begin(), kPragmas.end(), [&](std::string_view each) {
      return words == each || words.starts_with(std::string(each) + " ");
    });
    if (allowed || words.empty()) return std::nullopt;
    return forbid(file_, *at, fmt::format("uses the pragma '{}'", words),
                  "Of pragmas, 'once' and 'GCC diagnostic' suffice here: leave it out.");
  }

  std::optional<Rejection> lab_rule(At at) const {
    for (const Rule& rule : rules_) {
      const auto room = static_cast<std::size_t>(end_ - at);
      if (room < rule.tokens.size() || !std::equal(rule.tokens.begin(), rule.tokens.end(), at))
        continue;
      return forbid(file_, *at, fmt::format("uses '{}', which this lab rules out", rule.text),
                    rule.hint);
    }
    return std::nullopt;
  }

  std::string file_;
  const Tokens& tokens_;
  At end_;
  const std::vector<Rule>& rules_;
};

bool is_number(std::string_view word) {
  return std::isdigit(static_cast<unsigned char>(word.front())) != 0;
}

// The word after a '#', or the '%:' that stands for it, that begins a line.
At directive(At at, At end) {
  if (!at->begins_line) return end;
  if (at->text == "#") return at + 1;
  return at->text == "%" && is(at + 1, end, ":") ? at + 2 : end;
}

bool is_reserved(std::string_view word) {
  return word.starts_with("__") || (word.size() > 1 && word[0] == '_' &&
                                    std::isupper(static_cast<unsigned char>(word[1])) != 0);
}

// Names that are the compiler's, but say nothing about how it was called.
bool is_the_same_to_all(std::string_view word) {
  constexpr std::array<std::string_view, 10> kWords = {
      "__cplusplus", "__LINE__",      "__FILE__", "__func__",  "__PRETTY_FUNCTION__",
      "__VA_ARGS__", "__has_include", "__GNUC__", "__clang__", "__attribute__"};
  return holds(kWords, word) || word.starts_with("__cpp_") || word.starts_with("__builtin_");
}

}  // namespace

std::optional<Rejection> scan_raw(const std::string& file, const std::vector<Token>& tokens) {
  for (At at = tokens.begin(); at != tokens.end(); ++at) {
    const At word = directive(at, tokens.end());
    if (word == tokens.end() || word->begins_line) continue;
    if (word->text != "line" && !is_number(word->text)) continue;
    return forbid(file, *at, fmt::format("uses the directive '#{}'", word->text),
                  "Lines keep their numbers here, so that a failure can point at them: leave it "
                  "out.");
  }
  return std::nullopt;
}

std::optional<Rejection> scan_regions(const std::vector<Region>& regions, const LabSpec& lab) {
  const std::vector<Rule> rules = rules_of(lab);
  const std::vector<Rule> none;
  for (const Region& region : regions) {
    const bool of_lab = region.file.starts_with(lab.name + "/");
    if (auto found = Scan(region, of_lab ? rules : none).run()) return found;
  }
  return std::nullopt;
}

bool may_vary(const std::vector<Token>& raw) {
  for (At at = raw.begin(); at != raw.end(); ++at) {
    if (is_reserved(at->text) && !is_the_same_to_all(at->text)) return true;
    if (at->text == "#" && is(at + 1, raw.end(), "#")) return true;
    if (at->text == "%" && is(at + 1, raw.end(), ":")) return true;  // stands for '#'
  }
  return false;
}

std::optional<Rejection> compare_regions(const std::vector<Region>& judged,
                                         const std::vector<Region>& plain) {
  const auto flat = [](const std::vector<Region>& regions) {
    std::vector<std::pair<const Region*, const Token*>> all;
    for (const Region& region : regions) {
      for (const Token& token : region.tokens)
        all.emplace_back(&region, &token);
    }
    return all;
  };
  const auto a = flat(judged);
  const auto b = flat(plain);
  const auto [at, other] =
      std::mismatch(a.begin(), a.end(), b.begin(), b.end(),
                    [](const auto& x, const auto& y) { return *x.second == *y.second; });
  if (at == a.end() && other == b.end()) return std::nullopt;
  const auto& [region, token] = at != a.end() ? *at : *other;
  return forbid(region->file, *token, "is other code when a judge compiles it",
                "What is judged has to be what is used: leave out what asks for the sanitizer.");
}

}  // namespace grader
