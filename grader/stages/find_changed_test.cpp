#include "grader/stages/find_changed.hpp"

#include <gtest/gtest.h>

#include "grader/system/atomic_file.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

class FindChanged : public testing::Test {
 protected:
  FindChanged() {
    LabSpec lab;
    lab.name = "pool";
    lab.submit = {"pool.hpp", "future.hpp"};
    course_.root = folder_.path();
    course_.labs = {lab};
    fs::create_directories(labs_ / ".skeleton");
    write_file_atomically(labs_ / ".skeleton" / "pool.hpp", "class Pool;\n");
    write_file_atomically(labs_ / "pool.hpp", "class Pool;\n");
  }

  [[nodiscard]] bool changed() const { return is_changed(course_, course_.labs.front()); }

  TemporaryFolder folder_;
  fs::path labs_ = folder_.path() / "labs" / "pool";
  Course course_;
};

// `list` said of a fresh clone that the pool was changed: its skeleton is one of five files.
TEST_F(FindChanged, TakesAFileThatIsInNeitherPlaceForNoChange) {
  EXPECT_FALSE(changed());
  EXPECT_TRUE(find_changed(course_).empty());
}

TEST_F(FindChanged, SeesAnEditOfTheSameLength) {
  write_file_atomically(labs_ / "pool.hpp", "class pool;\n");
  EXPECT_TRUE(changed());
  EXPECT_EQ(find_changed(course_), std::vector<const LabSpec*>{&course_.labs.front()});
}

TEST_F(FindChanged, SeesAFileThatTheSkeletonLeftToTheStudent) {
  write_file_atomically(labs_ / "future.hpp", "");
  EXPECT_TRUE(changed());
}

TEST_F(FindChanged, SeesThatTheSkeletonIsGone) {
  fs::remove(labs_ / "pool.hpp");
  EXPECT_TRUE(changed());
}

TEST_F(FindChanged, SeesWhatIsNoRegularFile) {
  fs::create_symlink("nowhere", labs_ / "future.hpp");
  EXPECT_TRUE(changed());
}

}  // namespace
}  // namespace grader
