#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "demos/bar_chart.hpp"
#include "demos/loopback_server.hpp"
#include "demos/page.hpp"
#include "demos/stopwatch.hpp"
#include "pool/pool.hpp"

// What a pool of workers brings to work that waits and to work that computes. The page is pools.md,
// with the picture pools.svg, which is drawn where it is measured with
// patience: in the working folder.
namespace {

using demos::Effort;
using demos::Seconds;
using threading::Future;
using threading::ThreadPoolExecutor;

constexpr std::size_t kDownloads = 23;
constexpr std::size_t kPageBytes = 64 * 1024;
constexpr std::size_t kFactorials = 8;

// The factorial of n, in digits of nine decimals each, the lowest first.
std::vector<std::uint32_t> factorial(std::uint32_t n) {
  constexpr std::uint64_t kBase = 1'000'000'000;
  std::vector<std::uint32_t> digits{1};
  for (std::uint32_t factor = 2; factor <= n; ++factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& digit : digits) {
      carry += std::uint64_t{digit} * factor;
      digit = static_cast<std::uint32_t>(carry % kBase);
      carry /= kBase;
    }
    if (carry > 0) digits.push_back(static_cast<std::uint32_t>(carry));
  }
  return digits;
}

Seconds time_downloads(std::size_t workers, std::uint16_t port) {
  return demos::time_of([&] {
    ThreadPoolExecutor pool(workers);
    std::vector<Future<std::size_t>> pages;
    for (std::size_t i = 0; i < kDownloads; ++i)
      pages.push_back(pool.submit([port] { return demos::download(port); }));
    for (Future<std::size_t>& page : pages) {
      if (page.result() != kPageBytes) throw std::runtime_error("a page came in part");
    }
  });
}

Seconds time_factorials(std::size_t workers, std::uint32_t n) {
  return demos::time_of([&] {
    ThreadPoolExecutor pool(workers);
    std::vector<Future<std::size_t>> lengths;
    for (std::size_t i = 0; i < kFactorials; ++i)
      lengths.push_back(pool.submit([n] { return factorial(n).size(); }));
    for (Future<std::size_t>& length : lengths) {
      if (length.result() != lengths.front().result()) throw std::runtime_error("two results");
    }
  });
}

template <class Measured>
demos::BarGroup measure_group(const std::string& title, const std::vector<std::size_t>& workers,
                              int runs, Measured measured) {
  demos::BarGroup group{title, {}};
  for (const std::size_t count : workers) {
    Seconds best = measured(count);
    for (int run = 1; run < runs; ++run)
      best = std::min(best, measured(count));
    group.bars.push_back({fmt::format("{} worker{}", count, count == 1 ? "" : "s"),
                          demos::milliseconds(best),
                          fmt::format("{:.1f} ms", demos::milliseconds(best))});
  }
  return group;
}

std::string table_of(const demos::BarGroup& group) {
  std::string table =
      fmt::format("| {} | time | times as fast |\n| --- | ---: | ---: |\n", group.title);
  for (const demos::Bar& bar : group.bars)
    table += fmt::format("| {} | {} | {:.1f} |\n", bar.label, bar.text,
                         group.bars.front().value / bar.value);
  return table;
}

std::string measure(Effort effort) {
  const bool quick = effort == Effort::quick;
  if (factorial(20) != std::vector<std::uint32_t>{176'640'000, 432'902'008, 2}) {
    throw std::runtime_error("20! is wrong");
  }
  const demos::LoopbackServer server(std::chrono::milliseconds(quick ? 2 : 20), kPageBytes);
  const auto downloads =
      measure_group("23 downloads", {1, 2, 10}, quick ? 1 : 10,
                    [&](std::size_t workers) { return time_downloads(workers, server.port()); });
  const auto factorials = measure_group(
      "8 factorials", {1, 4}, quick ? 1 : 1500,
      [&](std::size_t workers) { return time_factorials(workers, quick ? 100 : 1000); });
  if (!quick) demos::write_text("pools.svg", demos::draw_bars({downloads, factorials}));
  return fmt::format("{}\n{}\nMeasured on {} processors.\n", table_of(downloads),
                     table_of(factorials), std::thread::hardware_concurrency());
}

}  // namespace

int main(int argc, char** argv) {
  return demos::run(argc, argv, measure);
}
