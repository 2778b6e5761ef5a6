#include <chrono>
#include <cstdio>
#include <thread>

// A program with a data race, for ThreadSanitizer to find: the page debugging.md shows what it
// says.
namespace {

int balance = 0;

void deposit() {
  balance += 10;
}

}  // namespace

int main() {
  std::jthread alice(deposit);
  std::jthread bob([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    deposit();
  });
  alice.join();
  bob.join();
  std::printf("%d\n", balance);
}
