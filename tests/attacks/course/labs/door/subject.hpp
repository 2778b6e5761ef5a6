#pragma once

#include <memory>

// The submission's Door as the scenarios see it.
namespace subject {

class Door {
 public:
  Door();
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;
  ~Door();

  int open();
  [[nodiscard]] int count() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
