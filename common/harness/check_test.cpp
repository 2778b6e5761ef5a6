#include "harness/check.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "harness/costs.hpp"
#include "harness/judge.hpp"

namespace harness {

// The judge of this test: it throws what the real ones report.
void fail(const Failure& failure) {
  throw failure;
}

bool others_sleep() {
  return false;
}

namespace {

template <class Body>
Failure failure_of(Body body) {
  try {
    body();
  } catch (const Failure& failure) {
    return failure;
  }
  return {.verdict = protocol::Verdict::passed};
}

TEST(Check, SaysItsMessageWhereTheConditionIsFalse) {
  EXPECT_EQ(failure_of([] { CHECK(true, "never"); }).verdict, protocol::Verdict::passed);
  const Failure failure = failure_of([] { CHECK(1 > 2, "two is more"); });
  EXPECT_EQ(failure.verdict, protocol::Verdict::wrong);
  EXPECT_EQ(failure.message, "two is more");
  EXPECT_EQ(failure.detail, "");
}

TEST(Check, NamesTheLineOfAPublicTestOnly) {
  EXPECT_EQ(failure_of([] {
              fail_check("m", {"a/tests/public.cpp", 7});
            }).detail,
            "checked in tests/public.cpp:7");
  EXPECT_EQ(failure_of([] { fail_check("m", {"a/tests/hidden.cpp", 7}); }).detail, "");
}

TEST(CheckEq, SaysWhatItGotAndWhatItWanted) {
  EXPECT_EQ(failure_of([] { CHECK_EQ(1 + 1, 2, "sum"); }).verdict, protocol::Verdict::passed);
  EXPECT_EQ(failure_of([] { CHECK_EQ(1 + 1, 3, "sum"); }).message, "sum: got 2, not 3");
}

TEST(ComesAfter, EndsTheRunAsNotRun) {
  EXPECT_EQ(failure_of([] { COMES_AFTER(true, "never"); }).verdict, protocol::Verdict::passed);
  const Failure failure = failure_of([] { COMES_AFTER(false, "part one comes first"); });
  EXPECT_EQ(failure.verdict, protocol::Verdict::not_run);
  EXPECT_EQ(failure.message, "part one comes first");
}

class Derived : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

TEST(CheckThrows, WantsTheVeryType) {
  const auto check = [](auto call) {
    return failure_of([&] { CHECK_THROWS(call(), std::runtime_error, "call"); }).message;
  };
  EXPECT_EQ(check([] { throw std::runtime_error("x"); }), "");
  EXPECT_EQ(check([] {}), "call; expected std::runtime_error, got no exception");
  EXPECT_EQ(check([] { throw std::logic_error("x"); }),
            "call; expected std::runtime_error, got std::logic_error (x)");
  EXPECT_EQ(check([] { throw Derived("x"); }),
            "call; expected std::runtime_error, got harness::(anonymous namespace)::Derived (x)");
  EXPECT_EQ(check([] { throw 7; }), "call; expected std::runtime_error, got int");
}

TEST(CheckOthersSleep, CallsPollingALivelock) {
  const Failure failure = failure_of([] { CHECK_OTHERS_SLEEP("it polls"); });
  EXPECT_EQ(failure.verdict, protocol::Verdict::livelock);
  EXPECT_EQ(failure.hint, "polling");
}

}  // namespace
}  // namespace harness
