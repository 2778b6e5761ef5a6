#include "grader/report/page.hpp"

#include <gtest/gtest.h>

#include "grader/report/columns.hpp"

namespace grader {
namespace {

struct Case {
  std::string_view markdown;
  std::string_view rendered;
};

TEST(Page, LaysOutItsBlocks) {
  const Case cases[] = {
      {"# Lock\ntext\n", "Lock\n════\n\ntext\n"},
      {"## Why\n\na\nb\n", "Why\n───\n\na b\n"},
      {"- a\n- b\n  - c\n\nafter\n", "- a\n- b\n  - c\n\nafter\n"},
      {"3. a\n4. b\n", "3. a\n4. b\n"},
      {"- a\n\n- b\n", "- a\n\n- b\n"},
      {"> said\n", "│ said\n"},
      {"```\nint x;\n\n  y\n```\nend\n", "    int x;\n\n      y\n\nend\n"},
      {"`a` *b* **c** &lt;d>\n", "a b c <d>\n"},
      {"[in](x.md) [out](https://x.org/)\n", "in out <https://x.org/>\n"},
      {"| a | bb |\n|---|---|\n| ccc | d |\n", "a    bb\n───  ──\nccc  d\n"},
      {"", ""},
  };
  for (const auto& [markdown, rendered] : cases) {
    EXPECT_EQ(render_page(markdown, {}), rendered) << markdown;
  }
}

TEST(Page, WrapsAtTheWidthOfTheTerminal) {
  EXPECT_EQ(render_page("- one two three four\n", {.width = 12}), "- one two\n  three four\n");
}

TEST(Page, WrapsTheWidestColumnOfATable) {
  const auto text =
      render_page("| key | meaning |\n|---|---|\n| a | one two three four five |\n", {.width = 20});
  EXPECT_EQ(text,
            "key  meaning\n"
            "───  ───────────────\n"
            "a    one two three\n"
            "     four five\n");
}

TEST(Page, IsNeverWiderThanIsGoodToRead) {
  std::string long_text;
  for (int i = 0; i < 100; ++i)
    long_text += "word ";
  const auto text = render_page(long_text, {.width = 300});
  EXPECT_LE(columns_of(text.substr(0, text.find('\n'))), 92U);
}

TEST(Page, HasEscapeSequencesOnlyInColour) {
  EXPECT_EQ(render_page("# A\n**b** `c`\x1b[0m\n", {}).find('\x1b'), std::string::npos);
  EXPECT_EQ(render_page("**b**\n", {.color = Color::on}), "\x1b[1mb\x1b[0m\n");
}

}  // namespace
}  // namespace grader
