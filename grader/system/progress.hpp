#pragma once

#include <string_view>

namespace grader {

// One line on stderr that says what is going on, replaced by the next and wiped at the end. Only
// on a terminal; silent otherwise. Not thread-safe.
class Progress {
 public:
  Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress();

  void show(std::string_view text);
  void clear();

 private:
  bool terminal_;
  bool shown_ = false;
};

}  // namespace grader
