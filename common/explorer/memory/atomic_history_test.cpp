#include "explorer/memory/atomic_history.h"

#include <gtest/gtest.h>

#include <memory>

namespace explorer {
namespace {

class AtomicHistoryTest : public testing::Test {
 protected:
  AtomicHistoryTest() {
    history_->start(0);
    for (std::uint32_t thread = 0; thread < 3; thread++)
      clocks_[thread].set(thread, 1);
  }

  void store(std::uint32_t thread, std::uint64_t value) {
    history_->store(value, thread, clocks_[thread].of(thread));
  }
  void read(std::uint32_t thread, std::uint32_t index) {
    history_->note_read(index, thread, clocks_[thread].of(thread));
  }
  void order(std::uint32_t from, std::uint32_t to) {
    clocks_[to].join(clocks_[from]);
    clocks_[from].tick(from);
  }

  [[nodiscard]] std::uint32_t oldest(std::uint32_t thread, bool seq_cst = false) const {
    return history_->oldest_readable({.thread = thread,
                                      .clock = &clocks_[thread],
                                      .visible = nullptr,
                                      .seq_cst = seq_cst,
                                      .fence = fences_.last_known(clocks_[thread]),
                                      .all_fences = fences_.view()});
  }

  std::unique_ptr<AtomicHistory> history_ = std::make_unique<AtomicHistory>();
  VectorClock clocks_[3];
  SeqCst fences_;
};

TEST_F(AtomicHistoryTest, AnotherThreadMayReadWhatWasThereBefore) {
  store(0, 1);
  store(0, 2);
  EXPECT_EQ(oldest(1), 0u);
}

TEST_F(AtomicHistoryTest, AThreadSeesItsOwnStore) {
  store(0, 1);
  EXPECT_EQ(oldest(0), 1u);
}

TEST_F(AtomicHistoryTest, AStoreThatHappensBeforeHidesOlderOnes) {
  store(0, 1);
  order(0, 1);
  store(0, 2);
  EXPECT_EQ(oldest(1), 1u);
}

TEST_F(AtomicHistoryTest, AThreadNeverGoesBackAndReadsAStaleValueOnce) {
  store(0, 1);
  store(0, 2);
  read(1, 0);
  EXPECT_EQ(oldest(1), 1u);
  read(1, 2);
  EXPECT_EQ(oldest(1), 2u);
}

TEST_F(AtomicHistoryTest, AReadThatHappensBeforeCountsToo) {
  store(0, 1);
  read(1, 1);
  order(1, 2);
  EXPECT_EQ(oldest(2), 1u) << "coherence of reads across threads";
}

TEST_F(AtomicHistoryTest, ASeqCstLoadSeesTheLastSeqCstStore) {
  store(0, 1);
  history_->version(1).sc_time = fences_.advance();
  store(0, 2);
  EXPECT_EQ(oldest(1, true), 1u);
  EXPECT_EQ(oldest(1, false), 0u);
}

TEST_F(AtomicHistoryTest, FencesOnBothSidesOrderRelaxedAccesses) {
  store(0, 1);
  fences_.fence(0, clocks_[0]);
  EXPECT_EQ(oldest(1), 0u) << "the reader has had no fence";
  fences_.fence(1, clocks_[1]);
  EXPECT_EQ(oldest(1), 1u);
}

TEST_F(AtomicHistoryTest, AFenceBeforeTheStoreOrdersNothing) {
  fences_.fence(1, clocks_[1]);
  store(0, 1);
  fences_.fence(0, clocks_[0]);
  EXPECT_EQ(oldest(1), 0u);
}

TEST_F(AtomicHistoryTest, KeepsTheLastVersionsOnly) {
  for (std::uint64_t value = 1; value <= 20; value++)
    store(0, value);
  EXPECT_EQ(oldest(1), 20u + 1 - AtomicHistory::kVersions);
  EXPECT_EQ(history_->version(oldest(1)).value, oldest(1));
}

}  // namespace
}  // namespace explorer
