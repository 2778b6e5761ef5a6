#include "explorer/strategy/walks.h"

#include "explorer/schedule/run.h"

namespace explorer {

void RandomChooser::begin_schedule(std::uint64_t seed) {
  random_.seed(seed);
  for (std::uint32_t& budget : fault_budget_)
    budget = kMaxFaults;
}

std::uint32_t RandomChooser::choose_data(Question question, std::uint32_t alternatives) {
  if (is_fault(question)) {
    std::uint32_t& budget = fault_budget_[static_cast<std::uint32_t>(question) -
                                          static_cast<std::uint32_t>(Question::spurious_wakeup)];
    if (!faults || budget == 0 || !random_.one_in(kFaultOdds)) return 0;
    budget--;
    return alternatives == 2 ? 1 : 1 + random_.below(alternatives - 1);
  }
  if (question == Question::stale_load) {
    if (!stale_loads || !random_.one_in(kStaleOdds)) return 0;
  }
  if (question == Question::give_up)
    return alternatives == 2 && random_.one_in(kGiveUpOdds) ? 1 : 0;
  return random_.below(alternatives);
}

std::uint32_t RandomWalk::choose_thread(const ChoicePoint& point) {
  return random_.below(point.count);
}

void UniformWalk::begin_schedule(std::uint64_t seed) {
  RandomChooser::begin_schedule(seed);
}

std::uint32_t UniformWalk::choose_thread(const ChoicePoint& point) {
  if (!measured_) return random_.below(point.count);
  std::uint32_t weights[kMaxThreads];
  std::uint32_t sum = 0;
  for (std::uint32_t i = 0; i < point.count; i++) {
    const std::uint32_t done = run.threads[point.threads[i]].steps;
    const std::uint32_t expected = expected_[point.threads[i]];
    weights[i] = expected > done + 1 ? expected - done : 1;
    sum += weights[i];
  }
  std::uint32_t drawn = random_.below(sum);
  std::uint32_t index = 0;
  while (drawn >= weights[index])
    drawn -= weights[index++];
  return index;
}

bool UniformWalk::end_schedule() {
  measured_ = true;
  for (std::uint32_t id = 0; id < run.thread_count; id++)
    expected_[id] = run.threads[id].steps;
  return true;
}

void PriorityWalk::begin_schedule(std::uint64_t seed) {
  RandomChooser::begin_schedule(seed);
  for (std::uint64_t& priority : priorities_)
    priority = 0;
  for (std::uint32_t i = 0; i + 1 < depth && i < kMaxDepth; i++) {
    moments_[i] = 1 + random_.below(longest_);
  }
}

std::uint32_t PriorityWalk::choose_thread(const ChoicePoint& point) {
  constexpr std::uint64_t kAboveAllLowered = std::uint64_t{1} << 20;
  std::uint32_t best = 0;
  for (std::uint32_t i = 0; i + 1 < depth && i < kMaxDepth; i++) {
    if (moments_[i] == run.picks) priorities_[run.current->id] = i + 1;
  }
  for (std::uint32_t i = 0; i < point.count; i++) {
    std::uint64_t& priority = priorities_[point.threads[i]];
    if (priority == 0) priority = random_.next() | kAboveAllLowered;
    if (priority > priorities_[point.threads[best]]) best = i;
  }
  return best;
}

bool PriorityWalk::end_schedule() {
  constexpr std::uint32_t kMost = 1000;
  const std::uint32_t steps = run.picks < kMost ? run.picks : kMost;
  if (steps > longest_) longest_ = steps;
  return true;
}

void PendingOrderWalk::begin_schedule(std::uint64_t seed) {
  RandomChooser::begin_schedule(seed);
  for (std::uint32_t id = 0; id < kMaxThreads; id++) {
    priorities_[id] = 0;
    steps_[id] = UINT32_MAX;
  }
}

std::uint32_t PendingOrderWalk::choose_thread(const ChoicePoint& point) {
  std::uint32_t best = 0;
  for (std::uint32_t i = 0; i < point.count; i++) {
    const std::uint8_t id = point.threads[i];
    if (priorities_[id] == 0 || steps_[id] != run.threads[id].steps) {
      priorities_[id] = random_.next() | 1;
      steps_[id] = run.threads[id].steps;
    }
    if (priorities_[id] > priorities_[point.threads[best]]) best = i;
  }
  const LogicalThread& chosen = run.threads[point.threads[best]];
  for (std::uint32_t i = 0; i < point.count; i++) {
    const LogicalThread& other = run.threads[point.threads[i]];
    if (i == best || other.object == nullptr || other.object != chosen.object) continue;
    if (conflict(other.touch, chosen.touch)) priorities_[other.id] = random_.next() | 1;
  }
  return best;
}

}  // namespace explorer
