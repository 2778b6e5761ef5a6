#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>

#include "labs/stages/subject.hpp"
#include "stages/stages.hpp"

// The one file that sees the submission. What the compiler can hold it to stands here.

// Templates, since only in a template does a missing function make a requirement false.
template <class R>
concept HasThreeStages = requires(R& round, const std::function<void()>& work) {
  { round.fetch(work) } -> std::same_as<void>;
  { round.process(work) } -> std::same_as<void>;
  { round.save(work) } -> std::same_as<void>;
};

template <class R>
concept HasThreeStagesOfManyRounds = requires(R& rounds, const std::function<void(int)>& work) {
  { rounds.fetch(2, work) } -> std::same_as<void>;
  { rounds.process(2, work) } -> std::same_as<void>;
  { rounds.save(2, work) } -> std::same_as<void>;
};

static_assert(std::is_default_constructible_v<threading::Round> &&
                  std::is_default_constructible_v<threading::Rounds>,
              "Round and Rounds are made from nothing");
static_assert(HasThreeStages<threading::Round>,
              "the stages lab needs a Round with `void fetch(const std::function<void()>& work)`, "
              "process and save");
static_assert(HasThreeStagesOfManyRounds<threading::Rounds>,
              "the stages lab needs Rounds with `void fetch(int rounds, const "
              "std::function<void(int)>& work)`, process and save");

namespace subject {

struct Round::Impl {
  threading::Round round;
};

Round::Round() : impl_(std::make_unique<Impl>()) {}
Round::~Round() = default;

void Round::fetch(const Work& work) {
  impl_->round.fetch(work);
}
void Round::process(const Work& work) {
  impl_->round.process(work);
}
void Round::save(const Work& work) {
  impl_->round.save(work);
}

struct Rounds::Impl {
  threading::Rounds rounds;
};

Rounds::Rounds() : impl_(std::make_unique<Impl>()) {}
Rounds::~Rounds() = default;

void Rounds::fetch(int rounds, const Work& work) {
  impl_->rounds.fetch(rounds, work);
}
void Rounds::process(int rounds, const Work& work) {
  impl_->rounds.process(rounds, work);
}
void Rounds::save(int rounds, const Work& work) {
  impl_->rounds.save(rounds, work);
}

}  // namespace subject
