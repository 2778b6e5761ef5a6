#include "explorer/schedule/footprint.h"

#include <gtest/gtest.h>

namespace explorer {
namespace {

struct Case {
  Touch a;
  Touch b;
  bool conflict;
};

class TouchesOfOneObject : public testing::TestWithParam<Case> {};

TEST_P(TouchesOfOneObject, ConflictUnlessTheyCommute) {
  Footprint a;
  Footprint b;
  a.add(4096, GetParam().a);
  b.add(4096, GetParam().b);
  EXPECT_EQ(a.conflicts_with(b), GetParam().conflict);
  EXPECT_EQ(b.conflicts_with(a), GetParam().conflict);
}

INSTANTIATE_TEST_SUITE_P(Footprint, TouchesOfOneObject,
                         testing::Values(Case{Touch::read, Touch::read, false},
                                         Case{Touch::read, Touch::write, true},
                                         Case{Touch::write, Touch::write, true},
                                         Case{Touch::lock, Touch::lock, true},
                                         Case{Touch::lock, Touch::unlock, false},
                                         Case{Touch::unlock, Touch::write, true},
                                         Case{Touch::nothing, Touch::write, false}));

TEST(Footprint, OfDifferentObjectsNeverConflict) {
  Footprint a;
  Footprint b;
  a.add(4096, Touch::write);
  b.add(4104, Touch::write);
  EXPECT_FALSE(a.conflicts_with(b));
}

TEST(Footprint, ThatIsTooLargeConflictsWithEverything) {
  Footprint large;
  const Footprint empty{};
  for (std::uintptr_t object = 1; object < 20; object++)
    large.add(object * 8, Touch::read);
  EXPECT_TRUE(large.conflicts_with(empty));
}

}  // namespace
}  // namespace explorer
