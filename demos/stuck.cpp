#include <chrono>
#include <csignal>
#include <latch>
#include <mutex>
#include <semaphore>
#include <thread>

// A program that stands still, for gdb to look at: two threads, two locks, two orders. When they
// have had time enough, it stops itself as a breakpoint would. The page debugging.md shows what gdb
// says.
namespace {

std::mutex left;
std::mutex right;
std::latch both_have_one(2);
std::counting_semaphore<2> done(0);

void eat(std::mutex& first, std::mutex& second) {
  const std::lock_guard mine(first);
  both_have_one.arrive_and_wait();
  const std::lock_guard too(second);
  done.release();
}

}  // namespace

int main() {
  std::thread plato([] { eat(left, right); });
  std::thread kant([] { eat(right, left); });
  both_have_one.wait();
  if (!done.try_acquire_for(std::chrono::milliseconds(100))) std::raise(SIGTRAP);
  plato.join();
  kant.join();
}
