#pragma once

#include <cstdint>
#include <string_view>

#include "protocol/judge.hpp"

// A scenario: a body that starts threads, uses the student's class and checks what the
// specification promises, whatever the schedule. Compiled once, judged twice.
//
//   SCENARIO(Lock, TwoThreadsNeverHoldItAtOnce, interleaving,
//            "`acquire` returns whether it was acquired.", .schedules = 50'000) {
//     subject::Lock lock;
//     …
//   }
//
// Written at namespace scope, it registers itself before main. The body may run many thousand
// times in one process and must make all its objects itself. Its kind is a
// protocol::ScenarioKind; the sentence is one of the specification's, or close to it, and is
// what a student may see of a hidden scenario.
namespace harness {

// Which judges can judge it. A scenario of kind `stress` is judged by stress alone.
enum class Judges : std::uint8_t { both, explore_only, stress_only };

struct Options {
  double weight = 1;            // its share of its group's points, against the others'
  std::uint32_t schedules = 0;  // explore: a budget other than the course's; 0: the course's
  Judges judges = Judges::both;
};

// Static data that lives as long as the process; registered while static objects are made, in
// one thread, and read-only afterwards.
class Scenario {
 public:
  using Body = void (*)();

  Scenario(std::string_view name, protocol::ScenarioKind kind, std::string_view sentence,
           std::string_view file, Options options, Body body);
  Scenario(const Scenario&) = delete;
  Scenario& operator=(const Scenario&) = delete;
  ~Scenario() = default;

  [[nodiscard]] std::string_view name() const { return name_; }  // "Suite.Name"
  [[nodiscard]] protocol::ScenarioKind kind() const { return kind_; }
  [[nodiscard]] std::string_view sentence() const { return sentence_; }
  [[nodiscard]] std::string_view visibility() const;  // its file's: "public", "hidden", "stress"
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] bool judged_by(protocol::Judge judge) const;
  void run() const { body_(); }

  // All of them, in the order of their registration.
  [[nodiscard]] static const Scenario* first();
  [[nodiscard]] const Scenario* next() const { return next_; }
  [[nodiscard]] static const Scenario* find(std::string_view name);

 private:
  std::string_view name_;
  protocol::ScenarioKind kind_;
  std::string_view sentence_;
  std::string_view file_;
  Options options_;
  Body body_;
  const Scenario* next_ = nullptr;
};

// "hidden" for ".../tests/hidden.cpp" and for ".../tests/hidden_timeouts.cpp".
[[nodiscard]] std::string_view visibility_of(std::string_view file);

}  // namespace harness

#define SCENARIO(suite, name, kind, sentence, ...)                          \
  static void scenario_##suite##_##name();                                  \
  static const ::harness::Scenario registered_##suite##_##name(             \
      #suite "." #name, ::protocol::ScenarioKind::kind, sentence, __FILE__, \
      ::harness::Options{__VA_ARGS__}, &scenario_##suite##_##name);         \
  static void scenario_##suite##_##name()
