// Uses what compilers make names of their own for: guards, thunks, wrappers, clones, coroutines.
#ifndef _DOOR_CORNERS_HPP
#define _DOOR_CORNERS_HPP

#include <atomic>
#include <concepts>
#include <coroutine>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <typeinfo>
#include <utility>

#if __cplusplus < 202002L || !defined(__cpp_concepts)
#error "C++20 is needed"
#endif

#define DOOR_JOINED(a, b) a##b
#define DOOR_LIKELY(x) __builtin_expect(!!(x), 1)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"

// Names that others have, too.
namespace harness {
inline int order() {
  return 1;
}
}  // namespace harness
namespace protocol {
struct Frame {
  virtual ~Frame() = default;
  virtual Frame* self() { return this; }
};
}  // namespace protocol
class explorer {
 public:
  static int explore(int step) { return step; }
};

extern "C" inline int door_step(int step) {
  return step;
}

namespace door {

struct Left : virtual protocol::Frame {
  Left* self() override { return this; }
};
struct Right : virtual protocol::Frame {
  Right* self() override { return this; }
};
struct Both final : Left, Right {
  Both* self() override { return this; }
};

class Stuck : public std::runtime_error {
 public:
  Stuck() : std::runtime_error("the door is stuck") {}
};

struct Steps {
  struct promise_type {
    Steps get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int value) noexcept {
      step = value;
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }
    int step = 0;
  };
  std::coroutine_handle<promise_type> handle;
};

inline Steps steps() {
  for (int step = 1;; ++step)
    co_yield step;
}

template <std::integral T>
struct Cell {
  static inline std::atomic<T> made = 0;
  T value{};
  static void* operator new(std::size_t size) { return std::malloc(size); }
  static void operator delete(void* block) noexcept { std::free(block); }
};
template struct Cell<long>;

inline thread_local std::string last_word = "none";
inline const std::string kName = std::string("door") + "s";
constinit inline int start = 0;
consteval int one() {
  return 1;
}

namespace {
struct AtStart {
  AtStart() { start = static_cast<int>(kName.size()) - 5; }
} at_start;
}  // namespace

[[gnu::noinline]] inline int checked(int number) noexcept(false) {
  if (number < 0) throw Stuck();
  return number;
}

class alignas(64) Door {
 public:
  Door() : steps_(steps()) {}
  Door(const Door&) = delete;
  ~Door() { steps_.handle.destroy(); }

  int open() {
    static const std::unique_ptr<protocol::Frame> kFrame = std::make_unique<Both>();
    if (dynamic_cast<Right*>(kFrame->self()) == nullptr) return -1;
    if (typeid(*kFrame) != typeid(Both)) return -1;
    steps_.handle.resume();
    const std::unique_ptr<Cell<int>> cell(new Cell<int>{steps_.handle.promise().step});
    Cell<int>::made.fetch_add(one());
    try {
      checked(-1);
    } catch (const Stuck& stuck) {
      last_word = stuck.what();
    }
    const auto wide = static_cast<unsigned __int128>(cell->value) << 64U;
    const long double exact = static_cast<long double>(wide >> 64U) / 1.0L;
    const auto quit = [](auto... each) noexcept { return (each + ...); };
    int DOOR_JOINED(co, unt) = quit(explorer::explore(door_step(static_cast<int>(exact))), start);
    if (DOOR_LIKELY(last_word.size() > 4)) count_ = count;
    return count_ * harness::order();
  }
  int count() const { return count_; }

 private:
  Steps steps_;
  int count_ = 0;
};

}  // namespace door

#pragma GCC diagnostic pop

#endif
