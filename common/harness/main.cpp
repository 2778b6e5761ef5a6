#include <unistd.h>

#include <cstdio>
#include <string_view>

#include "harness/judge.hpp"
#include "harness/manifest.hpp"
#include "harness/order_intake.hpp"

// A test program: `--list` prints what it holds; otherwise it runs the one scenario that its
// order names, and reports. Started by hand it has no order, and refuses.
int main(int argc, char** argv) {
  if (argc == 2 && std::string_view(argv[1]) == "--list") {
    std::fputs(harness::manifest().c_str(), stdout);
    std::fflush(stdout);
    _exit(protocol::kExitPassed);
  }
  const protocol::Order* const order = harness::order();
  if (order == nullptr || order->judge != harness::linked_judge()) {
    std::fputs("this program is started by the grader; try `./lockstep grade`\n", stderr);
    return protocol::kExitRefused;
  }
  const harness::Scenario* const scenario = harness::Scenario::find(order->scenario.data());
  if (scenario == nullptr || !scenario->judged_by(order->judge)) return protocol::kExitRefused;
  harness::judge(*scenario, *order);
}
