#pragma once

#include <functional>
#include <memory>

// The student's Database as the scenarios see it, defined in adapter.cpp.
namespace subject {

struct Record {
  int value = 0;
  int updates = 0;
};

class Database {
 public:
  Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  void update(const std::function<int(int)>& change);
  [[nodiscard]] Record read() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
