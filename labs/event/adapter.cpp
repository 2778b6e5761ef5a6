#include <concepts>
#include <type_traits>

#include "event/event.hpp"
#include "labs/event/subject.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

// Templates, since only in a template does a missing function make a requirement false.
template <class E>
concept FixedInPlace = !std::is_copy_constructible_v<E> && !std::is_copy_assignable_v<E> &&
                       !std::is_move_constructible_v<E> && !std::is_move_assignable_v<E>;

template <class E>
concept TellsItsFlag = requires(const E& event) {
  { event.is_set() } -> std::same_as<bool>;
};

template <class E>
concept SetsAndClears = requires(E& event) {
  { event.set() } -> std::same_as<void>;
  { event.clear() } -> std::same_as<void>;
};

template <class E>
concept Waits = requires(E& event) {
  { event.wait() } -> std::same_as<bool>;
  { event.wait(Timeout{}) } -> std::same_as<bool>;
};

static_assert(std::is_default_constructible_v<threading::Event>, "Event() makes a cleared event");
static_assert(FixedInPlace<threading::Event>, "an Event can be neither copied nor moved");
static_assert(TellsItsFlag<threading::Event>, "the event lab needs `bool is_set() const`");
static_assert(SetsAndClears<threading::Event>,
              "the event lab needs `void set()` and `void clear()`");
static_assert(Waits<threading::Event>, "the event lab needs `bool wait(Timeout timeout = {})`");

namespace subject {

struct Event::Impl {
  threading::Event event;
};

Event::Event() : impl_(std::make_unique<Impl>()) {}
Event::~Event() = default;

bool Event::is_set() const {
  return impl_->event.is_set();
}
void Event::set() {
  impl_->event.set();
}
void Event::clear() {
  impl_->event.clear();
}
bool Event::wait() {
  return impl_->event.wait();
}
bool Event::wait(Timeout timeout) {
  return impl_->event.wait(timeout);
}

}  // namespace subject
