#pragma once

#include <functional>
#include <string>

namespace grader {

// How many processes this machine really lets us run at once: the least of the scheduler's
// affinity, the control group's quota (rounded up) and what a batch system allotted. At least 1.
[[nodiscard]] unsigned usable_cores();

// A control group's quota in cores, rounded up; 0: none. `read` gives a file's text, empty where
// there is none; `groups` is the text of /proc/self/cgroup.
[[nodiscard]] unsigned quota_cores(const std::string& groups,
                                   const std::function<std::string(const std::string&)>& read);

}  // namespace grader
