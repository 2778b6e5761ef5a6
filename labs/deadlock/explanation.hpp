#pragma once

#include <array>
#include <cctype>
#include <optional>
#include <set>
#include <string>
#include <string_view>

// Reads who holds what, and who waits for what, out of a sentence in plain English. Pure; it looks
// for a few words and passes over all others:
//
//   "Ann holds savings and waits for current, which Bob holds"
//   "Bob is waiting for savings, held by Ann"
namespace explanation {

enum class Tie : std::uint8_t { holds, waits_for };

struct Fact {
  std::string who;
  Tie tie;
  std::string what;

  friend auto operator<=>(const Fact&, const Fact&) = default;
};

using Facts = std::set<Fact>;

inline std::string words_of(const Fact& fact) {
  return fact.who + (fact.tie == Tie::holds ? " holds " : " waits for ") + fact.what;
}

class Reader {
 public:
  [[nodiscard]] static Facts read(std::string_view sentence) {
    Reader reader;
    std::string word;
    for (const char c : std::string(sentence) + '.') {
      if (std::isalpha(static_cast<unsigned char>(c)) != 0) {
        word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        continue;
      }
      if (!word.empty()) reader.take(word);
      word.clear();
    }
    reader.look_back();
    return reader.facts_;
  }

 private:
  enum class Kind : std::uint8_t { nothing, who, tie, what };

  void take(const std::string& word) {
    constexpr std::array<std::string_view, 3> kWho = {"ann", "bob", "main"};
    constexpr std::array<std::string_view, 2> kWhat = {"savings", "current"};
    for (const std::string_view each : kWho) {
      if (word == each) return take_who(word);
    }
    for (const std::string_view each : kWhat) {
      if (word == each) return take_what(word);
    }
    if (word == "it" && !what_.empty()) return take_what(what_);
    if (word == "by") is_passive_ = last_ == Kind::tie;
    if (word.starts_with("hold") || word == "held") take_tie(Tie::holds);
    if (word.starts_with("wait")) take_tie(Tie::waits_for);
  }

  void take_who(const std::string& word) {
    if (is_passive_) who_ = word;  // "savings, held by Ann"
    look_back();
    who_ = word;
    advance(Kind::who);
  }

  void take_tie(Tie tie) {
    looks_back_ = last_ == Kind::who && before_ == Kind::what;  // "savings, which Ann holds"
    (tie == Tie::holds ? holds_ : waits_) = true;
    advance(Kind::tie);
  }

  void take_what(const std::string& word) {
    what_ = word;
    conclude();
    advance(Kind::what);
  }

  // A tie without a thing behind it belongs to the thing before it, or to none: "waits for Bob".
  void look_back() {
    if ((is_passive_ || looks_back_) && !what_.empty()) conclude();
    holds_ = waits_ = is_passive_ = looks_back_ = false;
  }

  void conclude() {
    if (!who_.empty() && who_ != "main") {
      if (holds_) facts_.insert({name_of(who_), Tie::holds, what_});
      if (waits_) facts_.insert({name_of(who_), Tie::waits_for, what_});
    }
    holds_ = waits_ = is_passive_ = looks_back_ = false;
  }

  static std::string name_of(std::string word) {
    word.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(word.front())));
    return word;
  }

  void advance(Kind kind) {
    before_ = last_;
    last_ = kind;
  }

  Facts facts_;
  std::string who_;
  std::string what_;
  Kind last_ = Kind::nothing;
  Kind before_ = Kind::nothing;
  bool holds_ = false;  // said, but not of what yet; so the next one
  bool waits_ = false;
  bool is_passive_ = false;
  bool looks_back_ = false;
};

// What is wrong with a sentence that should say just this; nothing where it does. It gives nothing
// away but what the student has said.
inline std::optional<std::string> objection(std::string_view sentence, const Facts& truth) {
  if (sentence.empty()) return "is not written yet: replay the failure, and say what you see";
  const Facts said = Reader::read(sentence);
  if (said.empty()) {
    return "does not say who holds what, or who waits for what, as in 'Ann waits for savings'";
  }
  for (const Fact& fact : said) {
    if (!truth.contains(fact)) return "says '" + words_of(fact) + "', which no replay shows";
  }
  if (said == truth) return std::nullopt;
  std::string words = "is right, but not the whole of it; so far it says:";
  for (const Fact& fact : said)
    words += " '" + words_of(fact) + "'";
  return words;
}

}  // namespace explanation
