#include "grader/stages/prebuild_prelude.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

TEST(PreludeOf, EndsBeforeTheSubmissionAndItsPrerequisites) {
  EXPECT_EQ(prelude_of("// why\n#include <concepts>\n\n#include \"labs/lock/subject.hpp\"\n"
                       "#include \"lock/lock.hpp\"\n#include <vector>\n"),
            "#include <concepts>\n#include \"labs/lock/subject.hpp\"\n");
}

TEST(PreludeOf, EndsAtWhateverIsNoInclude) {
  EXPECT_EQ(prelude_of("#include <mutex>\n#define X\n#include <vector>"), "#include <mutex>\n");
  EXPECT_EQ(prelude_of(""), "");
}

}  // namespace
}  // namespace grader
