#include "grader/stages/compile_includes.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

const AllowedIncludes kIncludes = {
    "/course", {"/course/common/threading", "/course/labs/lock/subject.hpp", "/ws/tree"}};

TEST(CheckIncludes, AllowsTheSystemTheSubmissionAndWhatIsGiven) {
  EXPECT_FALSE(
      check_includes("adapter.o: /usr/include/x.h \\\n /course/common/threading/time.hpp \\\n"
                     " /course/labs/lock/subject.hpp /ws/tree/lock/lock.hpp\n",
                     kIncludes));
}

TEST(CheckIncludes, FindsTheReferenceHoweverItIsNamed) {
  for (const char* path :
       {"/course/solutions/lock/lock.hpp", "/course/common/threading/../../solutions/lock/lock.hpp",
        "/ws/tree/../../course/solutions/lock/lock.hpp", "/course/labs/lock/tests/hidden.cpp",
        "/course/common/threading-private/x.hpp", "/course/a\\ b.hpp"}) {
    const auto got = check_includes(std::string("adapter.o: /usr/x.h ") + path + "\n", kIncludes);
    ASSERT_TRUE(got.has_value()) << path;
    EXPECT_EQ(got->verdict, Verdict::forbidden);
  }
  EXPECT_EQ(check_includes("a.o: /course/solutions/lock/lock.hpp\n", kIncludes)->message,
            "it includes 'solutions/lock/lock.hpp', which is not for submissions; write your own");
}

TEST(CheckIncludes, FindsWhatTheChecksWouldNotSee) {
  for (const std::string path : {"/proc/self/cwd/../tree/lock/lock.hpp", "/dev/stdin",
                                 "/srv/student/other.hpp", "/usr/include/../../proc/self/fd/3"}) {
    const auto got = check_includes("adapter.o: /usr/x.h " + path + "\n", kIncludes);
    ASSERT_TRUE(got.has_value()) << path;
    EXPECT_EQ(got->verdict, Verdict::forbidden);
    EXPECT_NE(got->message.find("'" + path + "'"), std::string::npos);
  }
}

}  // namespace
}  // namespace grader
