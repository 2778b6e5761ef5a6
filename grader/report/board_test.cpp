#include "grader/report/board.hpp"

#include <gtest/gtest.h>

#include "grader/report/columns.hpp"

namespace grader {
namespace {

std::vector<BoardLine> some_labs() {
  return {
      {"warmup", "Warm-up", LabState::graded, Verdict::passed, Points::whole(20),
       Points::whole(20)},
      {"race", "Race", LabState::graded, Verdict::race, {450}, Points::whole(50)},
      {"lock", "Lock", LabState::outdated, Verdict::wrong, {7000}, Points::whole(100)},
      {"rlock", "RLock", LabState::ungraded, Verdict::passed, {}, Points::whole(100)},
      {"deadlock", "Deadlock", LabState::untouched, Verdict::passed, {}, Points::whole(100)},
  };
}

TEST(Board, ShowsEachLabWithItsStateAndScoreAndWhatToDoNext) {
  EXPECT_EQ(render_board(some_labs(), {}),
            R"(  ✓ warmup     done                 20 / 20   Warm-up
  ▸ race       race                4.5 / 50   Race
  ▸ lock       changed since       70 / 100   Lock
  ▸ rlock      not graded yet       0 / 100   RLock
  · deadlock   not begun            0 / 100   Deadlock

    total                        94.5 / 370

  next: ./lockstep grade race
)");
}

TEST(Board, SendsABeginnerToThePageOfTheFirstLab) {
  auto labs = some_labs();
  labs.erase(labs.begin(), labs.begin() + 4);
  EXPECT_NE(render_board(labs, {}).find("next: ./lockstep readme deadlock\n"), std::string::npos);
}

TEST(Board, KnowsWhenThereIsNothingLeft) {
  auto labs = some_labs();
  labs.resize(1);
  EXPECT_EQ(render_board(labs, {}).find("next:"), std::string::npos);
  EXPECT_NE(render_board(labs, {}).find("all done"), std::string::npos);
}

TEST(Board, FitsIntoItsWidth) {
  auto labs = some_labs();
  labs[0].title = std::string(200, 'x');
  for (const unsigned width : {60U, 80U, 120U}) {
    for (std::string text = render_board(labs, {.width = width}); !text.empty();) {
      const std::string line = text.substr(0, text.find('\n'));
      EXPECT_LE(columns_of(line), width) << line;
      text.erase(0, line.size() + 1);
    }
  }
}

}  // namespace
}  // namespace grader
