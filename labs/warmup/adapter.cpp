#include <concepts>
#include <type_traits>

#include "labs/warmup/subject.hpp"
#include "warmup/warmup.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.

// Templates, since only in a template does a missing function make a requirement false.
template <class C>
concept CountsWhoEnters = requires(C& counter, const C& seen) {
  { counter.enter() } -> std::same_as<void>;
  { seen.count() } -> std::same_as<int>;
};

static_assert(std::is_same_v<decltype(threading::kGates), const int>,
              "the warmup lab needs `inline constexpr int kGates`");
static_assert(std::is_default_constructible_v<threading::Counter>, "Counter() counts from zero");
static_assert(CountsWhoEnters<threading::Counter>,
              "the warmup lab needs `void enter()` and `int count() const`");

namespace subject {

int gates() {
  return threading::kGates;
}

struct Counter::Impl {
  threading::Counter counter;
};

Counter::Counter() : impl_(std::make_unique<Impl>()) {}
Counter::~Counter() = default;

void Counter::enter() {
  impl_->counter.enter();
}
int Counter::count() const {
  return impl_->counter.count();
}

}  // namespace subject
