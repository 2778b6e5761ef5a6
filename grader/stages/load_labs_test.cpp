#include "grader/stages/load_labs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/error.hpp"

namespace grader {
namespace {

constexpr std::string_view kGood = R"([course]
name = "Lockstep"
schema = 1

[[lab]]
name = "lock"
title = "Lock"
points = 100
submit = ["lock.hpp"]
forbid = [{ tokens = ["std::mutex"], hint = "build it from atomics" }]
[lab.points_by]
behaviour = 30
explore = 50
stress = 20
[lab.limits]
wall_seconds = 10
memory_mib = 512
threads = 64
output_kib = 64

[[lab]]
name = "rlock"
title = "RLock"
points = 10
requires = ["lock"]
submit = ["rlock.hpp"]
points_by = { behaviour = 10 }
limits = { wall_seconds = 10, memory_mib = 512, threads = 64, output_kib = 64 }
)";

// kGood with `from` replaced by `to`.
std::string changed(std::string_view from, std::string_view to) {
  std::string text(kGood);
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::string message_of(const std::string& text) {
  try {
    static_cast<void>(parse_labs(text, "labs.toml"));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(LoadLabs, ReadsWhatTheFileSays) {
  const Course course = parse_labs(kGood, "labs.toml");
  ASSERT_EQ(course.labs.size(), 2U);
  const LabSpec& lock = course.labs[0];
  EXPECT_EQ(lock.points_by.explore, Points::whole(50));
  EXPECT_EQ(lock.limits.memory_bytes, 512ULL << 20U);
  ASSERT_EQ(lock.forbid.size(), 1U);
  EXPECT_EQ(lock.forbid[0].tokens, std::vector<std::string>{"std::mutex"});
  EXPECT_EQ(course.find("rlock")->prerequisites, std::vector<std::string>{"lock"});
  EXPECT_EQ(course.find("queue"), nullptr);
}

struct BadFile {
  std::string_view from, to, message;
};

class LoadLabsRefuses : public testing::TestWithParam<BadFile> {};

TEST_P(LoadLabsRefuses, WithPlaceCulpritAndRemedy) {
  EXPECT_THAT(message_of(changed(GetParam().from, GetParam().to)),
              testing::HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Table, LoadLabsRefuses,
    testing::Values(
        BadFile{"points = 100", "point = 100",
                "labs.toml:8: unknown key 'point'; did you mean 'points'?"},
        BadFile{"points = 100\n", "", "labs.toml:5: missing key 'points'"},
        BadFile{"points = 100", "points = \"100\"", "labs.toml:8: 'points' is a string"},
        BadFile{"points = 100", "points = 1.5", "labs.toml:8: 'points' is a number with"},
        BadFile{"points = 100", "points = 0", "labs.toml:8: 'points' is 0; write a number from 1"},
        BadFile{"points = 100", "points = 90", "'points_by' of 'lock' sums to 100, but 'points'"},
        BadFile{"explore = 50", "explorer = 50", "labs.toml:13: unknown key 'explorer'; did you"},
        BadFile{"schema = 1", "schema = 2", "labs.toml:3: this grader reads 'schema' 1 only"},
        BadFile{"title = \"Lock\"", "title = \"\"", "labs.toml:7: 'title' is empty"},
        BadFile{"[\"lock\"]", "[\"lokc\"]", "unknown lab 'lokc'; did you mean 'lock'?"},
        BadFile{"[\"lock\"]", "[\"rlock\"]", "'rlock' requires 'rlock', which does not stand"},
        BadFile{"[\"lock\"]", "[\"lock\", \"lock\"]", "'rlock' requires 'lock' twice"},
        BadFile{"name = \"rlock\"", "name = \"lock\"", "a lab 'lock' stands above already"},
        BadFile{"name = \"rlock\"", "name = \"../x\"", "'../x' is no lab name"},
        BadFile{"[\"lock.hpp\"]", "[\"other.hpp\"]", "'submit' lacks 'lock.hpp'"},
        BadFile{"[\"lock.hpp\"]", "[\"../lock.hpp\"]", "'../lock.hpp' is not a plain header"},
        BadFile{"[\"lock.hpp\"]", "\"lock.hpp\"", "'submit' is not a list of strings"},
        BadFile{"wall_seconds = 10\n", "", "missing key 'wall_seconds'"},
        BadFile{"threads = 64\n", "threads = 64\ncores = 2\n", "unknown key 'cores'; known here:"},
        BadFile{"tokens = [\"std::mutex\"]", "tokens = []", "'tokens' is empty"},
        BadFile{"[[lab]]", "[lab]", "labs.toml:"},
        BadFile{"schema = 1", "schema = ", "labs.toml:3:"},
        BadFile{"[course]", "[curse]", "labs.toml:1: unknown key 'curse'; did you mean"}));

TEST(LoadLabs, AFileThatIsMissingIsNamed) {
  EXPECT_THAT([] { static_cast<void>(load_labs("/nowhere")); },
              testing::ThrowsMessage<Error>(testing::HasSubstr("/nowhere/labs.toml")));
}

}  // namespace
}  // namespace grader
