#include "threading/errors.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace threading {
namespace {

template <class Error>
class EachError : public testing::Test {};

using Errors = testing::Types<RuntimeError, ValueError, BrokenBarrierError, BrokenThreadPool, Empty,
                              Full, ShutDown, CancelledError, TimeoutError>;
TYPED_TEST_SUITE(EachError, Errors);

TYPED_TEST(EachError, IsMadeFromNothingAndFromAString) {
  EXPECT_STREQ(TypeParam().what(), "");
  EXPECT_STREQ(TypeParam(std::string("why")).what(), "why");
}

TYPED_TEST(EachError, IsAStdExceptionWhoseCopyNeverThrows) {
  EXPECT_TRUE((std::is_base_of_v<std::exception, TypeParam>));
  EXPECT_TRUE(std::is_nothrow_copy_constructible_v<TypeParam>);
}

TEST(Errors, HaveTheBasesOfTheContract) {
  EXPECT_TRUE((std::is_base_of_v<std::runtime_error, RuntimeError>));
  EXPECT_TRUE((std::is_base_of_v<std::invalid_argument, ValueError>));
  EXPECT_TRUE((std::is_base_of_v<RuntimeError, BrokenBarrierError>));
  EXPECT_TRUE((std::is_base_of_v<RuntimeError, BrokenThreadPool>));
  EXPECT_FALSE((std::is_base_of_v<std::runtime_error, Empty>));
}

}  // namespace
}  // namespace threading
