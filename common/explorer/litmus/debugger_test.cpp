// Under gdb a replay with real threads stops once, at the step that fails, in the body's own code.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "explorer/explorer.h"
#include "explorer/litmus/classics.hpp"

namespace explorer::litmus {
namespace {

constexpr const char* kDebugged = "LOCKSTEP_DEBUGGED";

const Result& run(const Options& options) {
  static Result result;
  explore(
      options, [](void*) { lock_order_crossed(); }, nullptr, result);
  return result;
}

std::string output_of(const std::string& command) {
  std::string text;
  FILE* const output = popen(command.c_str(), "r");
  for (int character = std::fgetc(output); character != EOF; character = std::fgetc(output))
    text += static_cast<char>(character);
  pclose(output);
  return text;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

// What gdb runs.
void replay_in_debugger() {
  const Result& found = run({});
  const std::vector<Deviation> deviations(found.deviations,
                                          found.deviations + found.deviation_count);
  Options replay;
  replay.strategy = Strategy::replay;
  replay.backend = Backend::threads;
  replay.stop_in_debugger = true;
  replay.deviations = deviations.data();
  replay.deviation_count = static_cast<std::uint32_t>(deviations.size());
  run(replay);
}

TEST(Debugger, StopsOnceAtTheStepThatFails) {
  if (std::getenv(kDebugged) != nullptr) return replay_in_debugger();
  if (output_of("command -v gdb").empty()) GTEST_SKIP() << "there is no gdb";
  const std::string gdb =
      "gdb -nx -batch -ex 'set debuginfod enabled off' -ex 'set print thread-events off'"
      " -ex 'handle SIGVTALRM nostop noprint pass' -ex run -ex bt -ex 'info threads' -ex continue"
      " --args /proc/" +
      std::to_string(getpid()) + "/exe 2>&1";
  const std::string text = output_of(std::string(kDebugged) + "=1 " + gdb);
  if (text.find("ptrace: Operation not permitted") != std::string::npos) {
    GTEST_SKIP() << "nobody may trace here";
  }
  EXPECT_EQ(count(text, "received signal SIGTRAP"), 1u) << text;
  EXPECT_NE(text.find("classics.cpp"), std::string::npos) << text;
  EXPECT_NE(text.find("\"thread 2\""), std::string::npos) << text;
  EXPECT_NE(text.find("exited normally"), std::string::npos) << text;
}

}  // namespace
}  // namespace explorer::litmus
