#include "harness/check.hpp"
#include "harness/scenario.hpp"
#include "labs/deadlock/explanation.hpp"
#include "labs/deadlock/subject.hpp"

// Whether the three sentences say what the replays of TwoOrders, NeverGivenBack and WaitsForItself
// show, in whatever words. (How they are read is told in explanation.hpp; what they have to say,
// only by the replays.)
namespace {

using explanation::Fact;
using explanation::Facts;
using explanation::Tie;

// The threads are Ann and Bob, the accounts savings and current: who has what, in ones and twos.
Fact fact(char who, Tie tie, char what) {
  return {who == 'a' ? "Ann" : "Bob", tie, what == 's' ? "savings" : "current"};
}

void check_sentence(const char* name, std::string_view sentence, const Facts& truth) {
  const auto objection = explanation::objection(sentence, truth);
  CHECK(!objection, std::string(name) + " " + objection.value_or(""));
}

SCENARIO(Deadlock, TwoOrdersExplained, behaviour,
         "kTwoOrders says what its replay shows: who holds what, and who waits for what.",
         .weight = 3) {
  check_sentence("kTwoOrders", subject::two_orders(),
                 {fact('a', Tie::holds, 's'), fact('a', Tie::waits_for, 'c'),
                  fact('b', Tie::holds, 'c'), fact('b', Tie::waits_for, 's')});
}

SCENARIO(Deadlock, NeverGivenBackExplained, behaviour,
         "kNeverGivenBack says what its replay shows: who holds what, and who waits for what.",
         .weight = 3) {
  check_sentence("kNeverGivenBack", subject::never_given_back(),
                 {fact('a', Tie::holds, 's'), fact('b', Tie::waits_for, 's')});
}

SCENARIO(Deadlock, WaitsForItselfExplained, behaviour,
         "kWaitsForItself says what its replay shows: who holds what, and who waits for what.",
         .weight = 3) {
  check_sentence("kWaitsForItself", subject::waits_for_itself(),
                 {fact('a', Tie::holds, 's'), fact('a', Tie::waits_for, 's')});
}

}  // namespace
