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
    return take_submission("lock", source, {{"lock/lock.hpp", source}}, {}, tree_);
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
  EXPECT_EQ(locate_submission(lab(), in_).files[0].path, in_ / "lock" / "lock.hpp");
  EXPECT_EQ(locate_submission(lab(), in_ / "lock").files[0].path, in_ / "lock" / "lock.hpp");
  EXPECT_EQ(locate_submission(lab(), in_ / "wrong.hpp").files[0].path, in_ / "wrong.hpp");
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
