#include <gtest/gtest.h>

#include "attacks/classroom.hpp"
#include "attacks/submissions.hpp"
#include "grader/system/executable.hpp"

// Unusual designs that are right, each with all that the library, the system or the language has
// of something: what keeps attackers out lets them in, with both compilers.
namespace attacks {
namespace {

class RightDesign : public testing::TestWithParam<std::tuple<std::string, std::string>> {};

TEST_P(RightDesign, GetsFullMarks) {
  const auto& [design, compiler] = GetParam();
  if (!grader::find_executable(compiler)) GTEST_SKIP() << compiler << " is not installed";
  const Classroom room;
  const std::filesystem::path submission = room.folder() / design;
  lay_out("file", room.text_of("right/" + design + ".hpp"), submission);
  const Graded graded = room.grade({submission, "stress", "json", compiler});
  ASSERT_TRUE(graded.result.is_object()) << graded.complaints;
  EXPECT_EQ(graded.verdict(), "passed") << graded.text;
}

INSTANTIATE_TEST_SUITE_P(
    Of, RightDesign,
    testing::Combine(testing::Values("text_and_streams", "clocks_and_chance",
                                     "containers_and_algorithms", "threads_of_the_library",
                                     "system_calls_of_c", "corners_of_the_language"),
                     testing::Values("g++", "clang++")),
    [](const auto& row) {
      const std::string compiler = std::get<1>(row.param);
      return std::get<0>(row.param) + "_" + compiler.substr(0, compiler.find('+'));
    });

}  // namespace
}  // namespace attacks
