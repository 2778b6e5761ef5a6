// Asks all clocks, sleeps a little, draws lots, does sums.
#pragma once

#include <sched.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <complex>
#include <ctime>
#include <numbers>
#include <numeric>
#include <random>
#include <ratio>
#include <thread>
#include <valarray>
#include <vector>

namespace door {

class Door {
 public:
  int open() {
    using namespace std::chrono_literals;
    const auto begin = std::chrono::steady_clock::now();
    const auto wall = std::chrono::system_clock::now();
    std::timespec at{};
    clock_gettime(CLOCK_MONOTONIC, &at);
    timeval day{};
    gettimeofday(&day, nullptr);
    std::tm parts{};
    const std::time_t seconds = std::chrono::system_clock::to_time_t(wall);
    gmtime_r(&seconds, &parts);
    if (std::mktime(&parts) < 0 || std::clock() < 0) return -1;
    std::this_thread::sleep_for(1us);
    std::this_thread::sleep_until(begin + 2us);
    nanosleep(&at_once_, nullptr);
    usleep(1);
    sched_yield();
    std::this_thread::yield();
    if (std::chrono::steady_clock::now() < begin + 1us) return -1;
    std::mt19937_64 twister(static_cast<std::uint64_t>(at.tv_nsec));
    std::normal_distribution<double> bell(0, 1);
    std::discrete_distribution<int> dice({1, 2, 3});
    std::random_device device;
    const double drawn = bell(twister) + dice(twister) + device() + std::rand() % 2;
    const double sum = std::sqrt(std::exp(std::log1p(std::fabs(drawn)))) + std::lgamma(4.5) +
                       std::hypot(3.0, 4.0) + std::fma(2.0, 3.0, 1.0) + std::cyl_bessel_j(0, 1.0) +
                       std::erf(0.5) + std::remainder(7.0, 2.0) + std::tgamma(3.0F) +
                       std::abs(std::polar(1.0, std::numbers::pi));
    std::valarray<double> values = {sum, std::nearbyint(sum)};
    values = std::pow(values, 2.0);
    if (!std::isfinite(values.sum()) || std::gcd(12, 18) != 6) return -1;
    return ++count_;
  }
  int count() const { return count_; }

 private:
  int count_ = 0;
  std::timespec at_once_{0, 1};
};

}  // namespace door
