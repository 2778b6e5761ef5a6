#pragma once

#include <functional>
#include <memory>

// The student's programs as the scenarios see them: concrete classes, defined in adapter.cpp. The
// student's object is one block of the heap, so that its use after destruction can be seen.
namespace subject {

class Round {
 public:
  using Work = std::function<void()>;

  Round();
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;
  ~Round();

  void fetch(const Work& work);
  void process(const Work& work);
  void save(const Work& work);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class Rounds {
 public:
  using Work = std::function<void(int)>;

  Rounds();
  Rounds(const Rounds&) = delete;
  Rounds& operator=(const Rounds&) = delete;
  ~Rounds();

  void fetch(int rounds, const Work& work);
  void process(int rounds, const Work& work);
  void save(int rounds, const Work& work);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace subject
