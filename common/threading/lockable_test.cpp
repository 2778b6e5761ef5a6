#include "threading/lockable.hpp"

#include <gtest/gtest.h>

#include <mutex>
#include <type_traits>

namespace threading {
namespace {

class Recorder : public Lockable<Recorder> {
 public:
  bool acquire(bool blocking = true) {
    (blocking ? acquired : tried) += 1;
    return blocking || try_succeeds;
  }
  void release() { ++released; }

  int acquired = 0;
  int tried = 0;
  int released = 0;
  bool try_succeeds = true;
};

TEST(Lockable, LockAndUnlockAreAcquireAndRelease) {
  Recorder recorder;
  { const std::lock_guard guard(recorder); }
  EXPECT_EQ(recorder.acquired, 1);
  EXPECT_EQ(recorder.released, 1);
}

TEST(Lockable, TryLockAcquiresWithoutBlockingAndSaysWhetherItDid) {
  Recorder recorder;
  EXPECT_TRUE(recorder.try_lock());
  recorder.try_succeeds = false;
  EXPECT_FALSE(recorder.try_lock());
  EXPECT_EQ(recorder.acquired, 0);
  EXPECT_EQ(recorder.tried, 2);
}

TEST(Lockable, CanBeNeitherCopiedNorMoved) {
  EXPECT_FALSE(std::is_copy_constructible_v<Recorder>);
  EXPECT_FALSE(std::is_move_constructible_v<Recorder>);
  EXPECT_FALSE(std::is_copy_assignable_v<Recorder>);
}

}  // namespace
}  // namespace threading
