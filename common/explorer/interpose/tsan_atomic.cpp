// The hooks that compilers call for atomic operations under -fsanitize=thread.
#include <cstdint>

#include "explorer/interpose/real.h"
#include "explorer/interpose/waiter_pool.h"
#include "explorer/memory/heap.h"
#include "explorer/memory/memory_order.h"
#include "explorer/schedule/atomic_step.h"

using explorer::AtomicStep;
using explorer::LogicalThread;
using explorer::Op;
using explorer::self;
using explorer::Touch;

namespace {

__extension__ using Word128 = unsigned __int128;  // pedantic compilers warn of it otherwise

constexpr int plain_order(int order) {
  return order & 7;
}

// hook_frame() is to be that of the hook.
#define EXPLORER_IN_HOOK [[gnu::always_inline]] inline

template <class T>
AtomicStep begin(LogicalThread& thread, Op op, const volatile T* object, int order) {
  return AtomicStep{.thread = thread,
                    .op = op,
                    .address = reinterpret_cast<std::uintptr_t>(object),
                    .size = sizeof(T),
                    .order = plain_order(order)};
}

// Outside a schedule, real threads may share the object.
template <class T>
T real_load(const volatile T* object) {
  return __atomic_load_n(object, __ATOMIC_SEQ_CST);
}

template <class T, class Change>
T real_update(volatile T* object, Change change) {
  T before = __atomic_load_n(object, __ATOMIC_SEQ_CST);
  while (!__atomic_compare_exchange_n(object, &before, change(before), false, __ATOMIC_SEQ_CST,
                                      __ATOMIC_SEQ_CST)) {
  }
  return before;
}

// 16 bytes would need libatomic, which is not there to be interposed: outside a schedule nobody
// shares.
Word128 real_load(const volatile Word128* object) {
  return *object;
}
template <class Change>
Word128 real_update(volatile Word128* object, Change change) {
  const Word128 before = *object;
  *object = change(before);
  return before;
}

template <class T>
EXPLORER_IN_HOOK T load(const volatile T* object, int order) {
  LogicalThread* thread = self;
  if (thread == nullptr) return real_load(object);
  if (explorer::in_waiter_pool(object)) {
    explorer::note_waiter_pool_read(*thread, object);
    return *object;
  }
  thread->frame = explorer::hook_frame();
  AtomicStep step = begin(*thread, Op::load, object, order);
  std::uint64_t polled;
  if (explorer::silent_poll(step, polled)) return static_cast<T>(polled);
  explorer::announce(step, Touch::read, true);
  const T newest = *object;
  const std::uint64_t value = explorer::perform_load(step, static_cast<std::uint64_t>(newest));
  return sizeof(T) > sizeof value ? newest : static_cast<T>(value);
}

template <class T>
EXPLORER_IN_HOOK void store(volatile T* object, T value, int order) {
  LogicalThread* thread = self;
  if (thread == nullptr) {
    real_update(object, [value](T) { return value; });
    return;
  }
  thread->frame = explorer::hook_frame();
  AtomicStep step = begin(*thread, Op::store, object, order);
  explorer::announce(step, Touch::write, *object == value);
  explorer::perform_store(step, static_cast<std::uint64_t>(*object),
                          static_cast<std::uint64_t>(value));
  *object = value;
}

// libstdc++ 12 locks an atomic<shared_ptr> by the lowest bit of its pointer to the counts, and
// load() unlocks it in relaxed order: by the letter its reads race with the next store. That is the
// library's affair, and no student can mend it.
bool unlocks_shared_pointer(std::uint64_t before, std::uint64_t after) {
  return before % 2 == 1 && after == before - 1 &&
         explorer::Heap::contains(reinterpret_cast<void*>(after));
}

template <class T, class Change>
EXPLORER_IN_HOOK T update(volatile T* object, Op op, int order, Change change) {
  LogicalThread* thread = self;
  if (thread == nullptr) return real_update(object, change);
  if (explorer::in_waiter_pool(object)) {
    const T before = *object;
    const T after = change(before);
    explorer::note_waiter_pool_update(*thread, object, static_cast<std::int64_t>(after - before));
    *object = after;
    return before;
  }
  thread->frame = explorer::hook_frame();
  AtomicStep step = begin(*thread, op, object, order);
  explorer::announce(step, Touch::write, change(*object) == *object);
  const T before = *object;
  const T after = change(before);
  const auto old_word = static_cast<std::uint64_t>(before);
  const auto new_word = static_cast<std::uint64_t>(after);
  if (step.order == explorer::kRelaxed && unlocks_shared_pointer(old_word, new_word)) {
    step.order = explorer::kRelease;
  }
  explorer::perform_exchange(step, old_word, new_word);
  *object = after;
  return before;
}

// Returns what was found; the caller sees by it whether the exchange took place, unless it failed
// weakly.
template <class T>
EXPLORER_IN_HOOK bool compare_exchange(volatile T* object, T& expected, T desired, int order,
                                       int failure_order, bool weak) {
  LogicalThread* thread = self;
  if (thread == nullptr) {
    const T wanted = expected;
    expected = real_update(object, [&](T now) { return now == wanted ? desired : now; });
    return expected == wanted;
  }
  thread->frame = explorer::hook_frame();
  AtomicStep step = begin(*thread, Op::compare_exchange, object, order);
  explorer::announce(step, Touch::write, *object != expected);
  const T found = *object;
  const bool equal = found == expected;
  const bool weak_failure = equal && weak && explorer::fails_weakly();
  if (!equal || weak_failure) {
    explorer::perform_failed_exchange(step, static_cast<std::uint64_t>(found),
                                      plain_order(failure_order), weak_failure);
    expected = found;
    return false;
  }
  explorer::perform_exchange(step, static_cast<std::uint64_t>(found),
                             static_cast<std::uint64_t>(desired));
  *object = desired;
  return true;
}

}  // namespace

#define EXPLORER_FETCH(bits, type, name, result)                                             \
  EXPLORER_HOOK type __tsan_atomic##bits##_fetch_##name(volatile type* object, type operand, \
                                                        int order) {                         \
    return update(object, Op::fetch_op, order,                                               \
                  [operand](type before) { return static_cast<type>(result); });             \
  }

#define EXPLORER_ATOMIC(bits, type)                                                              \
  EXPLORER_HOOK type __tsan_atomic##bits##_load(const volatile type* object, int order) {        \
    return load(object, order);                                                                  \
  }                                                                                              \
  EXPLORER_HOOK void __tsan_atomic##bits##_store(volatile type* object, type value, int order) { \
    store(object, value, order);                                                                 \
  }                                                                                              \
  EXPLORER_HOOK type __tsan_atomic##bits##_exchange(volatile type* object, type value,           \
                                                    int order) {                                 \
    return update(object, Op::exchange, order, [value](type) { return value; });                 \
  }                                                                                              \
  EXPLORER_FETCH(bits, type, add, before + operand)                                              \
  EXPLORER_FETCH(bits, type, sub, before - operand)                                              \
  EXPLORER_FETCH(bits, type, and, before& operand)                                               \
  EXPLORER_FETCH(bits, type, or, before | operand)                                               \
  EXPLORER_FETCH(bits, type, xor, before ^ operand)                                              \
  EXPLORER_FETCH(bits, type, nand, ~(before & operand))                                          \
  EXPLORER_HOOK int __tsan_atomic##bits##_compare_exchange_strong(                               \
      volatile type* object, type* expected, type desired, int order, int failure_order) {       \
    return compare_exchange(object, *expected, desired, order, failure_order, false);            \
  }                                                                                              \
  EXPLORER_HOOK int __tsan_atomic##bits##_compare_exchange_weak(                                 \
      volatile type* object, type* expected, type desired, int order, int failure_order) {       \
    return compare_exchange(object, *expected, desired, order, failure_order, true);             \
  }                                                                                              \
  EXPLORER_HOOK type __tsan_atomic##bits##_compare_exchange_val(                                 \
      volatile type* object, type expected, type desired, int order, int failure_order) {        \
    compare_exchange(object, expected, desired, order, failure_order, false);                    \
    return expected;                                                                             \
  }

EXPLORER_ATOMIC(8, std::uint8_t)
EXPLORER_ATOMIC(16, std::uint16_t)
EXPLORER_ATOMIC(32, std::uint32_t)
EXPLORER_ATOMIC(64, std::uint64_t)
EXPLORER_ATOMIC(128, Word128)

EXPLORER_HOOK void __tsan_atomic_thread_fence(int order) {
  if (self != nullptr) {
    explorer::perform_fence(*self, plain_order(order));
  } else {
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
  }
}

EXPLORER_HOOK void __tsan_atomic_signal_fence(int) {}
