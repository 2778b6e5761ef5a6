#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

#include "labs/queue/subject.hpp"
#include "queue/queue.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using threading::Timeout;

template <class Q, class T>
constexpr bool kHoldsTheContract = [] {
  static_assert(std::is_default_constructible_v<Q>, "Queue() is unbounded");
  static_assert(std::is_constructible_v<Q, std::size_t>, "Queue(maxsize) is bounded");
  static_assert(!std::is_convertible_v<std::size_t, Q>, "Queue(maxsize) is explicit");
  static_assert(!std::is_copy_constructible_v<Q> && !std::is_copy_assignable_v<Q>,
                "a queue cannot be copied");
  static_assert(!std::is_move_constructible_v<Q> && !std::is_move_assignable_v<Q>,
                "a queue cannot be moved");
  static_assert(
      requires(Q & queue, T item) {
        { queue.put(std::move(item)) } -> std::same_as<void>;
        { queue.put(std::move(item), true) } -> std::same_as<void>;
        { queue.put(std::move(item), true, Timeout{}) } -> std::same_as<void>;
        { queue.put_nowait(std::move(item)) } -> std::same_as<void>;
      },
      "the queue lab needs `void put(T, bool block = true, Timeout = {})` and put_nowait(T)");
  static_assert(
      requires(Q & queue) {
        { queue.get() } -> std::same_as<T>;
        { queue.get(true) } -> std::same_as<T>;
        { queue.get(true, Timeout{}) } -> std::same_as<T>;
        { queue.get_nowait() } -> std::same_as<T>;
      },
      "the queue lab needs `T get(bool block = true, Timeout = {})` and get_nowait()");
  static_assert(
      requires(Q & queue) {
        { queue.task_done() } -> std::same_as<void>;
        { queue.join() } -> std::same_as<void>;
        { queue.shutdown() } -> std::same_as<void>;
        { queue.shutdown(true) } -> std::same_as<void>;
      },
      "the queue lab needs task_done(), join() and `void shutdown(bool immediate = false)`");
  static_assert(
      requires(Q & queue) {
        { queue.qsize() } -> std::convertible_to<std::size_t>;
        { queue.empty() } -> std::convertible_to<bool>;
        { queue.full() } -> std::convertible_to<bool>;
        { queue.maxsize() } -> std::convertible_to<std::size_t>;
        { queue.unfinished_tasks() } -> std::convertible_to<std::size_t>;
        { queue.is_shutdown() } -> std::convertible_to<bool>;
      },
      "the queue lab needs qsize(), empty(), full(), maxsize(), unfinished_tasks(), is_shutdown()");
  return true;
}();

static_assert(kHoldsTheContract<threading::Queue<int>, int> &&
              kHoldsTheContract<threading::LifoQueue<int>, int> &&
              kHoldsTheContract<threading::PriorityQueue<int>, int>);

namespace subject {
namespace {

template <class T, class Q>
class Adapter final : public AnyQueue<T> {
 public:
  explicit Adapter(std::size_t maxsize) : queue_(maxsize) {}

  T get_nowait() override { return queue_.get_nowait(); }
  void task_done() override { queue_.task_done(); }
  void join() override { queue_.join(); }
  void shutdown(bool immediate) override { queue_.shutdown(immediate); }
  std::size_t qsize() const override { return queue_.qsize(); }
  bool empty() const override { return queue_.empty(); }
  bool full() const override { return queue_.full(); }
  std::size_t maxsize() const override { return queue_.maxsize(); }
  std::size_t unfinished_tasks() const override { return queue_.unfinished_tasks(); }
  bool is_shutdown() const override { return queue_.is_shutdown(); }

 private:
  void do_put(T&& item, bool block, Timeout timeout) override {
    queue_.put(std::move(item), block, timeout);
  }
  void do_put_nowait(T&& item) override { queue_.put_nowait(std::move(item)); }
  T do_get(bool block, Timeout timeout) override { return queue_.get(block, timeout); }

  mutable Q queue_;  // the specification does not say which functions are const
};

template <class T, class Q>
std::unique_ptr<AnyQueue<T>> make(std::size_t maxsize) {
  return std::make_unique<Adapter<T, Q>>(maxsize);
}

}  // namespace

template <class T>
std::unique_ptr<AnyQueue<T>> make_queue(std::size_t maxsize) {
  return make<T, threading::Queue<T>>(maxsize);
}

template <class T>
std::unique_ptr<AnyQueue<T>> make_lifo_queue(std::size_t maxsize) {
  return make<T, threading::LifoQueue<T>>(maxsize);
}

template <class T, class Compare>
std::unique_ptr<AnyQueue<T>> make_priority_queue(std::size_t maxsize) {
  return make<T, threading::PriorityQueue<T, Compare>>(maxsize);
}

template std::unique_ptr<AnyQueue<int>> make_queue(std::size_t);
template std::unique_ptr<AnyQueue<Brittle>> make_queue(std::size_t);
template std::unique_ptr<AnyQueue<int>> make_lifo_queue(std::size_t);
template std::unique_ptr<AnyQueue<Brittle>> make_lifo_queue(std::size_t);
template std::unique_ptr<AnyQueue<int>> make_priority_queue<int, std::less<int>>(std::size_t);
template std::unique_ptr<AnyQueue<int>> make_priority_queue<int, std::greater<int>>(std::size_t);
template std::unique_ptr<AnyQueue<Brittle>> make_priority_queue<Brittle, std::less<Brittle>>(
    std::size_t);

}  // namespace subject
