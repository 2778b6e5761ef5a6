#include "explorer/memory/shadow.h"

#include <gtest/gtest.h>

namespace explorer {
namespace {

class ShadowTest : public testing::Test {
 protected:
  ShadowTest() {
    shadow_.reset();
    for (std::uint32_t thread = 0; thread < kThreads; thread++)
      clocks_[thread].set(thread, 1);
  }

  bool races(std::uint32_t thread, std::uintptr_t address, std::size_t size, std::uint8_t flags) {
    const std::uint32_t notices =
        shadow_.access(address, size, flags, thread, clocks_[thread], kNoStack);
    return (notices & Shadow::kConflict) != 0;
  }

  // All that `from` did so far happens before what `to` does from now on.
  void order(std::uint32_t from, std::uint32_t to) {
    clocks_[to].join(clocks_[from]);
    clocks_[from].tick(from);
  }

  static constexpr std::uint32_t kThreads = 12;
  static constexpr std::uint8_t kRead = 0;
  static constexpr std::uint8_t kWrite = ShadowEntry::kWrite;
  static constexpr std::uint8_t kAtomicWrite = ShadowEntry::kWrite | ShadowEntry::kAtomic;

  Shadow shadow_;
  VectorClock clocks_[kThreads];
};

TEST_F(ShadowTest, TwoReadsDoNotRace) {
  EXPECT_FALSE(races(0, 800, 8, kRead));
  EXPECT_FALSE(races(1, 800, 8, kRead));
}

TEST_F(ShadowTest, AnUnorderedWriteRacesWithAReadAndAWrite) {
  EXPECT_FALSE(races(0, 800, 4, kRead));
  EXPECT_TRUE(races(1, 800, 4, kWrite));
  EXPECT_FALSE(races(0, 900, 4, kWrite));
  EXPECT_TRUE(races(1, 900, 4, kRead));
}

TEST_F(ShadowTest, OrderedAccessesDoNotRace) {
  EXPECT_FALSE(races(0, 800, 8, kWrite));
  order(0, 1);
  EXPECT_FALSE(races(1, 800, 8, kWrite));
  EXPECT_TRUE(races(0, 800, 8, kRead)) << "the order holds in one direction only";
}

TEST_F(ShadowTest, AReadAfterTheReleaseIsNotOrdered) {
  EXPECT_FALSE(races(0, 800, 8, kWrite));
  order(0, 1);
  EXPECT_FALSE(races(0, 800, 8, kRead));
  EXPECT_TRUE(races(1, 800, 8, kWrite));
}

TEST_F(ShadowTest, NeighbouringBytesAreDifferentObjects) {
  EXPECT_FALSE(races(0, 800, 1, kWrite));
  EXPECT_FALSE(races(1, 801, 1, kWrite));
  EXPECT_TRUE(races(2, 800, 2, kWrite));
}

TEST_F(ShadowTest, AnAccessMaySpanCells) {
  EXPECT_FALSE(races(0, 804, 8, kWrite));
  EXPECT_TRUE(races(1, 808, 1, kRead));
}

TEST_F(ShadowTest, AtomicsRaceWithPlainAccessesOnly) {
  EXPECT_FALSE(races(0, 800, 4, kAtomicWrite));
  EXPECT_FALSE(races(1, 800, 4, kAtomicWrite));
  EXPECT_TRUE(races(2, 800, 4, kRead));
}

TEST_F(ShadowTest, MoreReadersThanACellHoldsStillRaceWithAWrite) {
  for (std::uint32_t thread = 0; thread + 1 < kThreads; thread++) {
    EXPECT_FALSE(races(thread, 800, 8, kRead));
  }
  EXPECT_TRUE(races(kThreads - 1, 800, 8, kWrite));
}

TEST_F(ShadowTest, ForgetsASchedule) {
  EXPECT_FALSE(races(0, 800, 8, kWrite));
  shadow_.reset();
  EXPECT_FALSE(races(1, 800, 8, kWrite));
}

TEST_F(ShadowTest, ForgetsAScheduleOfAMillionSchedulesAgo) {
  EXPECT_FALSE(races(0, 800, 8, kWrite));
  for (std::uint32_t schedule = 0; schedule < 1u << 20; schedule++)
    shadow_.reset();
  EXPECT_FALSE(races(1, 800, 8, kWrite));
}

TEST_F(ShadowTest, AReadAfterOnesOwnWriteTakesNoRoom) {
  for (std::uint32_t thread = 0; thread < 6; thread++) {
    EXPECT_FALSE(races(thread, 800 + thread, 1, kWrite));
    EXPECT_FALSE(races(thread, 800 + thread, 1, kRead));
  }
  for (std::uint32_t thread = 0; thread < 6; thread++)
    EXPECT_TRUE(races(6, 800 + thread, 1, kRead)) << "of byte " << thread;
}

TEST_F(ShadowTest, KeepsWhatItKnowsWhenItGrows) {
  for (std::uintptr_t cell = 0; cell < 40000; cell++)
    ASSERT_FALSE(races(0, cell * 8, 8, kWrite));
  for (std::uintptr_t cell = 0; cell < 40000; cell++)
    ASSERT_TRUE(races(1, cell * 8, 8, kRead));
}

TEST_F(ShadowTest, SeesWhoStillUsesMemoryThatIsFreed) {
  EXPECT_FALSE(races(0, 800, 8, kRead));
  EXPECT_TRUE(shadow_.unordered(792, 32, 1, clocks_[1]).exists);
  order(0, 1);
  EXPECT_FALSE(shadow_.unordered(792, 32, 1, clocks_[1]).exists);
}

TEST_F(ShadowTest, NoticesAPlainWriteWhereAnAtomicWas) {
  EXPECT_FALSE(races(0, 800, 4, kAtomicWrite));
  const std::uint32_t notices = shadow_.access(800, 4, kWrite, 0, clocks_[0], kNoStack);
  EXPECT_NE(notices & Shadow::kAtomicBefore, 0u);
}

}  // namespace
}  // namespace explorer
