#include "grader/stages/take_submission.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "grader/model/error.hpp"
#include "grader/stages/locate_submission.hpp"
#include "grader/system/atomic_file.hpp"
#include "grader/system/read_file.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

class TakeSubmission : public testing::Test {
 protected:
  TakeSubmission() { fs::create_directories(in_); }

  Submission take(const fs::path& source) {
    return take_submission("lock", source,
                           {{"lock/lock.hpp", source.parent_path(), source.filename()}}, {}, tree_);
  }
  void expect_rejected(Verdict verdict, const std::string& words) {
    const Submission got = take(in_ / "lock.hpp");
    ASSERT_TRUE(got.rejection.has_value());
    EXPECT_EQ(got.rejection->verdict, verdict);
    EXPECT_THAT(got.rejection->message, testing::HasSubstr(words));
    EXPECT_TRUE(got.files.empty());
    EXPECT_FALSE(fs::exists(tree_ / "lock" / "lock.hpp"));
  }

  TemporaryFolder folder_;
  fs::path in_ = folder_.path() / "in";
  fs::path tree_ = folder_.path() / "tree";
};

TEST_F(TakeSubmission, CopiesAndDigestsWhatTheLabAccepts) {
  write_file_atomically(in_ / "lock.hpp", "#pragma once\n");
  write_file_atomically(in_ / "other.hpp", "not taken");
  const Submission got = take(in_ / "lock.hpp");
  EXPECT_FALSE(got.rejection.has_value());
  ASSERT_EQ(got.files.size(), 1U);
  EXPECT_EQ(got.files[0].path, "lock.hpp");
  EXPECT_EQ(got.files[0].bytes, 13U);
  EXPECT_EQ(read_file(tree_ / "lock" / "lock.hpp"), "#pragma once\n");
  EXPECT_FALSE(fs::exists(tree_ / "lock" / "other.hpp"));
  EXPECT_EQ(take(in_ / "lock.hpp").digest, got.digest);
  write_file_atomically(in_ / "lock.hpp", "#pragma once\n ");
  EXPECT_NE(take(in_ / "lock.hpp").digest, got.digest);
}

TEST_F(TakeSubmission, RejectsWhatIsNoRegularFile) {
  expect_rejected(Verdict::missing, "lock.hpp: nothing was submitted");
  fs::create_symlink("/etc/passwd", in_ / "lock.hpp");
  expect_rejected(Verdict::missing, "lock.hpp: is a link");
  fs::remove(in_ / "lock.hpp");
  fs::create_directory(in_ / "lock.hpp");
  expect_rejected(Verdict::missing, "lock.hpp: is a folder");
  fs::remove(in_ / "lock.hpp");
  ASSERT_EQ(::mkfifo((in_ / "lock.hpp").c_str(), 0600), 0);
  expect_rejected(Verdict::missing, "lock.hpp: is not a regular file");
}

TEST_F(TakeSubmission, FollowsNoLinkOnTheWayFromWhatWasTyped) {
  fs::create_directories(folder_.path() / "solutions");
  write_file_atomically(folder_.path() / "solutions" / "lock.hpp", "the reference");
  fs::create_directory_symlink(folder_.path() / "solutions", in_ / "lock");
  const auto take_below = [&](const fs::path& root, const fs::path& below) {
    return take_submission("lock", root, {{"lock/lock.hpp", root, below}}, {}, tree_);
  };
  const Submission got = take_below(in_, "lock/lock.hpp");
  ASSERT_TRUE(got.rejection.has_value());
  EXPECT_EQ(got.rejection->message, "lock.hpp: is a link; submit the file itself");
  EXPECT_FALSE(take_below(in_ / "lock", "lock.hpp").rejection.has_value());
}

TEST_F(TakeSubmission, RejectsWhatIsNoText) {
  write_file_atomically(in_ / "lock.hpp", std::string("gpch\0\1", 6));
  expect_rejected(Verdict::missing, "lock.hpp: is no text");
}

TEST_F(TakeSubmission, BoundsWhatAllFilesHaveTogether) {
  std::vector<Intake> files;
  for (int i = 0; i < 9; ++i) {
    const std::string name = "f" + std::to_string(i) + ".hpp";
    write_file_atomically(in_ / name, std::string(1U << 20U, ' '));
    files.push_back({"lock/" + name, in_, name});
  }
  const Submission got = take_submission("lock", in_, files, {}, tree_);
  ASSERT_TRUE(got.rejection.has_value());
  EXPECT_EQ(got.rejection->verdict, Verdict::limit);
  EXPECT_THAT(got.rejection->message, testing::HasSubstr("the submission: has 9437184 bytes"));
}

TEST_F(TakeSubmission, LooksAtNothingThatTheLabDoesNotAskFor) {
  write_file_atomically(in_ / "lock.hpp", "#pragma once\n");
  for (const std::string name : {"lock.hpp.gch", "mutex", "-Dx.cpp", "@x.cpp", "a\nb.hpp"})
    write_file_atomically(in_ / name, "x");
  fs::create_symlink("/dev/zero", in_ / "link.hpp");
  EXPECT_FALSE(take(in_ / "lock.hpp").rejection.has_value());
  const auto files = [](const fs::path& folder) {
    return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
  };
  EXPECT_EQ(files(tree_ / "lock"), 1);
}

TEST_F(TakeSubmission, RejectsWhatIsTooLargeWithoutReadingIt) {
  write_file_atomically(in_ / "lock.hpp", "");
  ASSERT_EQ(::truncate((in_ / "lock.hpp").c_str(), off_t{1} << 40), 0);
  expect_rejected(Verdict::limit, "bytes, and 1048576 are allowed");
}

LabSpec lab() {
  LabSpec lab;
  lab.name = "lock";
  lab.submit = {"lock.hpp"};
  return lab;
}

TEST_F(TakeSubmission, IsFoundInEachFormOfFrom) {
  fs::create_directories(in_ / "lock");
  write_file_atomically(in_ / "lock" / "lock.hpp", "x");
  write_file_atomically(in_ / "wrong.hpp", "x");
  EXPECT_EQ(locate_submission(lab(), in_).files[0].path(), in_ / "lock" / "lock.hpp");
  EXPECT_EQ(locate_submission(lab(), in_ / "lock").files[0].path(), in_ / "lock" / "lock.hpp");
  EXPECT_EQ(locate_submission(lab(), in_ / "wrong.hpp").files[0].path(), in_ / "wrong.hpp");
  EXPECT_THROW(static_cast<void>(locate_submission(lab(), in_ / "nowhere")), UsageError);
}

TEST_F(TakeSubmission, OfWhichLabSaysTheNameOrThePlace) {
  fs::create_directories(in_ / "lock");
  write_file_atomically(in_ / "lock" / "lock.hpp", "x");
  write_file_atomically(in_ / "wrong.hpp", "x");
  const Course course{in_, "test", {lab()}};
  EXPECT_EQ(labs_in(course, in_).size(), 1U);
  EXPECT_EQ(labs_in(course, in_ / "lock").size(), 1U);
  EXPECT_EQ(labs_in(course, in_ / "lock" / "lock.hpp").size(), 1U);
  EXPECT_THROW(static_cast<void>(labs_in(course, in_ / "wrong.hpp")), UsageError);
  fs::remove_all(in_ / "lock");
  EXPECT_TRUE(labs_in(course, in_).empty());
}

}  // namespace
}  // namespace grader
