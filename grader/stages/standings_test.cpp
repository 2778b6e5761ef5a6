#include "grader/stages/standings.hpp"

#include <gtest/gtest.h>

#include "grader/system/atomic_file.hpp"
#include "grader/system/temporary_folder.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using protocol::Verdict;

class StandingsFile : public testing::Test {
 protected:
  TemporaryFolder folder_;
  fs::path file_ = folder_.path() / "deeper" / "standings.json";
};

TEST_F(StandingsFile, GivesBackWhatWasSaved) {
  save_standings(file_, {{"lock", {"d1", Verdict::race, {450}, Points::whole(100)}}});
  const Standings standings = load_standings(file_);
  ASSERT_EQ(standings.size(), 1U);
  const Standing& lock = standings.at("lock");
  EXPECT_EQ(lock.digest, "d1");
  EXPECT_EQ(lock.verdict, Verdict::race);
  EXPECT_EQ(lock.score, Points{450});
  EXPECT_EQ(lock.max_score, Points::whole(100));
}

TEST_F(StandingsFile, IsEmptyWhereItIsMissingOrDamaged) {
  EXPECT_TRUE(load_standings(file_).empty());
  const fs::path damaged = folder_.path() / "damaged.json";
  for (const char* text : {"", "{", "[1]", "{\"lock\": 3}", "{\"lock\": {\"verdict\": \"luck\"}}",
                           "{\"lock\": {\"verdict\": \"race\", \"score\": \"many\"}}"}) {
    write_file_atomically(damaged, text);
    EXPECT_TRUE(load_standings(damaged).empty()) << text;
  }
}

TEST_F(StandingsFile, DigestFollowsEveryFileThatTheLabAsksFor) {
  Course course;
  course.root = folder_.path();
  LabSpec pool;
  pool.name = "pool";
  pool.submit = {"pool.hpp", "future.hpp"};
  const fs::path labs = folder_.path() / "labs" / "pool";
  fs::create_directories(labs);
  write_file_atomically(labs / "pool.hpp", "class Pool;\n");
  const std::string before = digest_of_files(course, pool);
  EXPECT_EQ(digest_of_files(course, pool), before);
  write_file_atomically(labs / "future.hpp", "class Future;\n");
  const std::string with_future = digest_of_files(course, pool);
  EXPECT_NE(with_future, before);
  write_file_atomically(labs / "pool.hpp", "class Pool {};\n");
  EXPECT_NE(digest_of_files(course, pool), with_future);
}

}  // namespace
}  // namespace grader
