#include "grader/system/cores.hpp"

#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace grader {
namespace {

std::string read_if_there(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

unsigned rounded_up(double quota, double period) {
  if (quota <= 0 || period <= 0) return 0;
  return static_cast<unsigned>((quota + period - 1) / period);
}

// "max 100000" or "150000 100000".
unsigned from_cpu_max(const std::string& text) {
  std::istringstream words(text);
  double quota = 0;
  double period = 0;
  return words >> quota >> period ? rounded_up(quota, period) : 0;
}

unsigned least(unsigned a, unsigned b) {
  if (a == 0 || b == 0) return a + b;
  return std::min(a, b);
}

unsigned affinity_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return 0;
  return static_cast<unsigned>(CPU_COUNT(&set));
}

unsigned allotted_cores() {
  const char* text = std::getenv("SLURM_CPUS_PER_TASK");
  return text == nullptr ? 0 : static_cast<unsigned>(std::strtoul(text, nullptr, 10));
}

}  // namespace

unsigned quota_cores(const std::string& groups,
                     const std::function<std::string(const std::string&)>& read) {
  unsigned cores = 0;
  std::istringstream lines(groups);
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const bool unified = controllers.empty();
    if (!unified && ("," + controllers + ",").find(",cpu,") == std::string::npos) continue;
    const std::string root = unified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/cpu";
    // A quota of any group above ours bounds us too.
    for (std::string path = line.substr(second + 1); true; path = path.substr(0, path.rfind('/'))) {
      const std::string folder = root + (path == "/" ? "" : path);
      if (unified) {
        cores = least(cores, from_cpu_max(read(folder + "/cpu.max")));
      } else {
        cores = least(cores, rounded_up(std::atof(read(folder + "/cpu.cfs_quota_us").c_str()),
                                        std::atof(read(folder + "/cpu.cfs_period_us").c_str())));
      }
      if (path.empty() || path == "/") break;
    }
  }
  return cores;
}

unsigned usable_cores() {
  const unsigned quota = quota_cores(read_if_there("/proc/self/cgroup"), read_if_there);
  return std::max(1U, least(least(affinity_cores(), quota), allotted_cores()));
}

}  // namespace grader
