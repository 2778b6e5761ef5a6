#include "grader/system/terminal.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "grader/system/unique_fd.hpp"

namespace grader {
namespace {

class OnATerminal : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(terminal_) << "this machine gives no pseudo-terminals";
    ::unsetenv("NO_COLOR");
    ::setenv("TERM", "xterm", 1);
  }

  [[nodiscard]] int terminal() const { return terminal_.get(); }

 private:
  UniqueFd terminal_{::posix_openpt(O_RDWR | O_NOCTTY)};
};

TEST_F(OnATerminal, ColourIsOn) {
  EXPECT_EQ(color_for(ColorWish::automatic, terminal()), Color::on);
  EXPECT_EQ(color_for(ColorWish::never, terminal()), Color::off);
}

TEST_F(OnATerminal, ColourIsOffWhereTheEnvironmentAsksForNone) {
  ::setenv("NO_COLOR", "1", 1);
  EXPECT_EQ(color_for(ColorWish::automatic, terminal()), Color::off);
  EXPECT_EQ(color_for(ColorWish::always, terminal()), Color::on);
  ::setenv("NO_COLOR", "", 1);
  EXPECT_EQ(color_for(ColorWish::automatic, terminal()), Color::on);
  ::setenv("TERM", "dumb", 1);
  EXPECT_EQ(color_for(ColorWish::automatic, terminal()), Color::off);
}

TEST_F(OnATerminal, TheSizeIsTheTerminals) {
  EXPECT_EQ(terminal_size(terminal()).columns, 80U);  // before it tells
  const winsize size{.ws_row = 50, .ws_col = 132, .ws_xpixel = 0, .ws_ypixel = 0};
  ASSERT_EQ(::ioctl(terminal(), TIOCSWINSZ, &size), 0);
  EXPECT_EQ(terminal_size(terminal()).columns, 132U);
  EXPECT_EQ(terminal_size(terminal()).rows, 50U);
}

TEST(OnNoTerminal, ThereIsNoColourAndAWidthOf80) {
  const UniqueFd null(::open("/dev/null", O_WRONLY | O_CLOEXEC));
  EXPECT_EQ(color_for(ColorWish::automatic, null.get()), Color::off);
  EXPECT_EQ(color_for(ColorWish::always, null.get()), Color::on);
  EXPECT_EQ(terminal_size(null.get()).columns, 80U);
}

}  // namespace
}  // namespace grader
