#pragma once

#include <functional>

namespace threading {

// A row of the database, as `read` shows it.
struct Record {
  int value = 0;
  int updates = 0;  // how many have been made
};

// A database of one row. `./lockstep readme race` has the contract; tests/public.cpp has it as
// code.
class Database {
 public:
  // Replaces the value by what `change` makes of it. A change takes its time: it may sleep, or ask
  // somebody.
  void update(const std::function<int(int)>& change) {
    const int seen = record_.value;
    const int changed = change(seen);
    record_.value = changed;
    record_.updates += 1;
  }

  // The value, and how many updates have led to it.
  [[nodiscard]] Record read() const { return record_; }

 private:
  Record record_;
};

}  // namespace threading
