// The generic entry points of libatomic: clang calls them for atomic structs that it cannot prove
// aligned.
//
// Objects of up to eight bytes are modelled like others; of larger ones only the order is, not the
// history.
#include <cstddef>
#include <cstdint>

#include "explorer/interpose/real.h"
#include "explorer/schedule/atomic_step.h"

using namespace explorer;

namespace {

void copy(void* to, const volatile void* from, std::size_t size) {
  auto* target = static_cast<unsigned char*>(to);
  const auto* source = static_cast<const volatile unsigned char*>(from);
  for (std::size_t i = 0; i < size; i++)
    target[i] = source[i];
}

bool equal(const volatile void* a, const void* b, std::size_t size) {
  for (std::size_t i = 0; i < size; i++) {
    if (static_cast<const volatile unsigned char*>(a)[i] !=
        static_cast<const unsigned char*>(b)[i]) {
      return false;
    }
  }
  return true;
}

// The object's first eight bytes: all of it, where it is small enough to have a history.
std::uint64_t word_of(const volatile void* object, std::size_t size) {
  std::uint64_t word = 0;
  copy(&word, object, size < sizeof word ? size : sizeof word);
  return word;
}

[[gnu::always_inline]] inline AtomicStep begin(LogicalThread& thread, Op op,
                                               const volatile void* object, std::size_t size,
                                               int order, Touch touch, bool in_vain) {
  thread.frame = hook_frame();
  AtomicStep step{.thread = thread,
                  .op = op,
                  .address = reinterpret_cast<std::uintptr_t>(object),
                  .size = static_cast<std::uint8_t>(size < 255 ? size : 255),
                  .order = order & 7};
  announce(step, touch, in_vain);
  return step;
}

}  // namespace

// Outside a schedule these act as if alone: real threads do not share such objects with a body.
EXPLORER_HOOK void explorer_atomic_load(std::size_t size, const volatile void* object, void* result,
                                        int order) asm("__atomic_load");
EXPLORER_HOOK void explorer_atomic_store(std::size_t size, volatile void* object, void* value,
                                         int order) asm("__atomic_store");
EXPLORER_HOOK void explorer_atomic_exchange(std::size_t size, volatile void* object, void* value,
                                            void* result, int order) asm("__atomic_exchange");
EXPLORER_HOOK bool explorer_atomic_compare_exchange(
    std::size_t size, volatile void* object, void* expected, void* desired, int order,
    int failure_order) asm("__atomic_compare_exchange");

EXPLORER_HOOK void explorer_atomic_load(std::size_t size, const volatile void* object, void* result,
                                        int order) {
  LogicalThread* thread = self;
  if (thread == nullptr) return copy(result, object, size);
  AtomicStep poll{.thread = *thread,
                  .op = Op::load,
                  .address = reinterpret_cast<std::uintptr_t>(object),
                  .size = static_cast<std::uint8_t>(size),
                  .order = order};
  std::uint64_t value;
  if (!silent_poll(poll, value)) {
    AtomicStep step = begin(*thread, Op::load, object, size, order, Touch::read, true);
    value = perform_load(step, word_of(object, size));
  }
  if (size <= sizeof value) return copy(result, &value, size);
  copy(result, object, size);
}

EXPLORER_HOOK void explorer_atomic_store(std::size_t size, volatile void* object, void* value,
                                         int order) {
  if (LogicalThread* thread = self; thread != nullptr) {
    AtomicStep step =
        begin(*thread, Op::store, object, size, order, Touch::write, equal(object, value, size));
    perform_store(step, word_of(object, size), word_of(value, size));
  }
  copy(const_cast<void*>(object), value, size);
}

EXPLORER_HOOK void explorer_atomic_exchange(std::size_t size, volatile void* object, void* value,
                                            void* result, int order) {
  if (LogicalThread* thread = self; thread != nullptr) {
    AtomicStep step =
        begin(*thread, Op::exchange, object, size, order, Touch::write, equal(object, value, size));
    perform_exchange(step, word_of(object, size), word_of(value, size));
  }
  copy(result, object, size);
  copy(const_cast<void*>(object), value, size);
}

EXPLORER_HOOK bool explorer_atomic_compare_exchange(std::size_t size, volatile void* object,
                                                    void* expected, void* desired, int order,
                                                    int failure_order) {
  LogicalThread* thread = self;
  bool same = false;
  if (thread == nullptr) {
    same = equal(object, expected, size);
  } else {
    AtomicStep step = begin(*thread, Op::compare_exchange, object, size, order, Touch::write,
                            !equal(object, expected, size));
    same = equal(object, expected, size);
    if (same) {
      perform_exchange(step, word_of(object, size), word_of(desired, size));
    } else {
      perform_failed_exchange(step, word_of(object, size), failure_order & 7, false);
    }
  }
  if (same) {
    copy(const_cast<void*>(object), desired, size);
  } else {
    copy(expected, object, size);
  }
  return same;
}
