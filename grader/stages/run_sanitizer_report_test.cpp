#include "grader/stages/run_sanitizer_report.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

using protocol::Verdict;

constexpr std::string_view kRace = R"(==================
WARNING: ThreadSanitizer: data race (pid=17029)
  Read of size 4 at 0x7fffffffea34 by thread T5 (mutexes: write M0, read M12):
    #0 <null> <null> (stress+0x194ca) (BuildId: 12ab)
    #1 <null> <null> (stress+0xb9ef)
    #2 <null> <null> (libstdc++.so.6+0xd44a2)

  Previous atomic write of size 1 at 0x7fffffffea34 by main thread:
    #0 <null> <null> (libtsan.so.2+0x5e686)
    #1 <null> <null> (stress+0x194e0)

  Location is stack of main thread.

  Thread T5 'thread 2' (tid=17041, running) created by main thread at:
    #0 <null> <null> (stress+0xe3db)

SUMMARY: ThreadSanitizer: data race (/somewhere/stress+0x194ca)
==================
)";

TEST(ReadSanitizerReport, KeepsBothAccessesTheirStacksAndLocks) {
  const SanitizerText got = read_sanitizer_report(kRace, "stress");
  EXPECT_EQ(got.verdict, Verdict::race);
  EXPECT_EQ(got.kind, "data race");
  ASSERT_EQ(got.accesses.size(), 2U);
  EXPECT_EQ(got.accesses[0].what, "read of 4 bytes by thread T5");
  EXPECT_EQ(got.accesses[0].stack, (std::vector<std::uint64_t>{0x194ca, 0xb9ef}));
  EXPECT_EQ(got.accesses[0].locks, (std::vector<std::string>{"write M0", "read M12"}));
  EXPECT_EQ(got.accesses[1].what, "atomic write of 1 byte by main thread");
  EXPECT_EQ(got.accesses[1].stack, std::vector<std::uint64_t>{0x194e0});
  EXPECT_TRUE(got.accesses[1].locks.empty());
}

struct Case {
  std::string_view headline;
  Verdict verdict;
};

class SanitizerHeadline : public testing::TestWithParam<Case> {};

TEST_P(SanitizerHeadline, TellsTheVerdict) {
  const SanitizerText got =
      read_sanitizer_report("WARNING: ThreadSanitizer: " + std::string(GetParam().headline) +
                                " (pid=1)\n    #0 <null> <null> (stress+0x10)\n",
                            "stress");
  EXPECT_EQ(got.verdict, GetParam().verdict);
  EXPECT_FALSE(got.kind.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, SanitizerHeadline,
    testing::Values(Case{"data race", Verdict::race}, Case{"heap-use-after-free", Verdict::memory},
                    Case{"data race on vptr (ctor/dtor vs virtual call)", Verdict::race},
                    Case{"unlock of an unlocked mutex (or by a wrong thread)", Verdict::misuse},
                    Case{"destroy of a locked mutex", Verdict::misuse},
                    Case{"SEGV on unknown address 0x0", Verdict::crash},
                    Case{"stack-overflow on address 0x7ff", Verdict::crash}));

TEST(ReadSanitizerReport, ACrashHasTheStackOfItsThread) {
  const SanitizerText got = read_sanitizer_report(
      "ThreadSanitizer:DEADLYSIGNAL\n"
      "==1==ERROR: ThreadSanitizer: SEGV on unknown address 0x000000000000 (pc 0x5 T1)\n"
      "==1==The signal is caused by a READ memory access.\n"
      "    #0 <null> <null> (stress+0x1234)\n    #1 <null> <null> (stress+0x99)\n",
      "stress");
  EXPECT_EQ(got.verdict, Verdict::crash);
  ASSERT_EQ(got.accesses.size(), 1U);
  EXPECT_EQ(got.accesses[0].stack, (std::vector<std::uint64_t>{0x1234, 0x99}));
}

TEST(ReadSanitizerReport, OtherTextSaysNothing) {
  EXPECT_TRUE(read_sanitizer_report("", "stress").kind.empty());
  EXPECT_TRUE(read_sanitizer_report("hello\n#0 x (stress+0x1)\n", "stress").kind.empty());
  EXPECT_TRUE(read_sanitizer_report("FATAL: ThreadSanitizer: unexpected memory mapping\n", "s")
                  .kind.empty());
}

}  // namespace
}  // namespace grader
