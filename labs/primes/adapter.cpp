#include <concepts>
#include <type_traits>

#include "labs/primes/subject.hpp"
#include "primes/primes.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.
using subject::IsPrime;
using subject::Show;

// A template, since only there does a missing function make a requirement false.
template <class P>
concept FindsAndPrints = requires(P& primes, const IsPrime& is_prime, const Show& show) {
  { primes.find(1, is_prime) } -> std::same_as<void>;
  { primes.print(show) } -> std::same_as<void>;
  { primes.stop() } -> std::same_as<void>;
};

template <class P>
constexpr bool kHoldsTheContract = [] {
  static_assert(std::is_default_constructible_v<P>, "each of the primes is made from nothing");
  static_assert(FindsAndPrints<P>,
                "the primes lab needs `void find(int limit, const std::function<bool(int)>&)`, "
                "`void print(const std::function<void(int)>&)` and `void stop()`");
  return true;
}();

static_assert(kHoldsTheContract<threading::ConditionPrimes> &&
              kHoldsTheContract<threading::SemaphorePrimes> &&
              kHoldsTheContract<threading::EventPrimes>);

namespace subject {
namespace {

template <class P>
class Adapter final : public Primes {
 public:
  void find(int limit, const IsPrime& is_prime) override { primes_.find(limit, is_prime); }
  void print(const Show& show) override { primes_.print(show); }
  void stop() override { primes_.stop(); }

 private:
  P primes_;
};

}  // namespace

std::unique_ptr<Primes> make_primes(With primitive) {
  switch (primitive) {
    case With::condition:
      return std::make_unique<Adapter<threading::ConditionPrimes>>();
    case With::semaphore:
      return std::make_unique<Adapter<threading::SemaphorePrimes>>();
    case With::event:
      break;
  }
  return std::make_unique<Adapter<threading::EventPrimes>>();
}

}  // namespace subject
