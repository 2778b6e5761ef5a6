#include "explorer/strategy/depth_first.h"

namespace explorer {

namespace {

constexpr std::uint32_t kNoNode = UINT32_MAX;

}  // namespace

void DepthFirst::restart() {
  nodes_.reserve(kMaxDepth);
  depth_ = 0;
  diverged_ = false;
  incomplete_ = false;
}

void DepthFirst::begin_schedule(std::uint64_t) {
  planned_ = depth_;
  cursor_ = 0;
  preemptions_ = 0;
  faults_ = 0;
  asleep_ = 0;
  last_node_ = kNoNode;
  last_thread_node_ = depth_;
  while (last_thread_node_ > 0 && nodes_[last_thread_node_ - 1].data)
    last_thread_node_--;
  live_ = last_thread_node_ == 0;
  if (!live_) last_thread_node_--;
}

DepthFirst::Node& DepthFirst::add_node(std::uint32_t count, bool data) {
  Node& node = nodes_[depth_++];
  node.count = static_cast<std::uint8_t>(count);
  node.index = 0;
  node.data = data;
  node.preemptions = static_cast<std::uint8_t>(preemptions_);
  node.faults = static_cast<std::uint8_t>(faults_);
  node.asleep = 0;
  return node;
}

// Within the preemption bound, and not asleep?
bool DepthFirst::may_take(const Node& node, std::uint32_t index) const {
  if (node.data) return true;
  if (node.running_can_go_on && index != 0 && node.preemptions >= preemption_bound) return false;
  return (node.asleep >> node.threads[index] & 1) == 0;
}

// The threads asleep from here on: those that were, and the children explored before this one.
void DepthFirst::enter_thread_node(Node& node) {
  if (!sleep_sets) return;
  live_ = true;
  asleep_ = node.asleep;
  for (std::uint32_t i = 0; i < node.index; i++)
    asleep_ |= 1u << node.threads[i];
  asleep_ &= ~(1u << node.threads[node.index]);
  for (std::uint32_t id = 0; id < kMaxThreads; id++) {
    if ((asleep_ >> id & 1) != 0) sleepers_[id] = node.footprints[id];
  }
}

std::uint32_t DepthFirst::choose_thread(const ChoicePoint& point) {
  if (cursor_ == kMaxDepth) {
    incomplete_ = true;
    return 0;
  }
  const bool fresh = cursor_ == depth_;
  if (fresh) {
    Node& node = add_node(point.count, false);
    node.running_can_go_on = point.running_can_go_on;
    for (std::uint32_t i = 0; i < point.count; i++) {
      node.threads[i] = point.threads[i];
      node.footprints[point.threads[i]].clear();
    }
    node.asleep = asleep_;
    for (std::uint32_t id = 0; id < kMaxThreads; id++) {
      if ((asleep_ >> id & 1) != 0) node.footprints[id] = sleepers_[id];
    }
    while (node.index < node.count && !may_take(node, node.index))
      node.index++;
    if (node.index == node.count) {
      depth_--;
      return kLeave;
    }
  }
  Node& node = nodes_[cursor_];
  if (node.data || node.count != point.count) {
    diverged_ = true;
    return kLeave;
  }
  last_node_ = cursor_++;
  if (last_node_ >= last_thread_node_) enter_thread_node(node);
  if (node.running_can_go_on && node.index != 0) preemptions_++;
  return node.index;
}

std::uint32_t DepthFirst::choose_data(Question question, std::uint32_t alternatives) {
  if (question == Question::stale_load) return 0;
  if (is_fault(question) && faults_ >= max_faults) return 0;
  if (cursor_ == kMaxDepth) {
    incomplete_ = true;
    return 0;
  }
  if (cursor_ == depth_) add_node(alternatives, true);
  Node& node = nodes_[cursor_];
  if (question == Question::give_up && node.data && node.count <= 2) {
    // Whether a loop may have an end is a guess, which need not come out the same.
    if (alternatives > node.count) node.count = static_cast<std::uint8_t>(alternatives);
  } else if (!node.data || node.count != alternatives) {
    diverged_ = true;
    return 0;
  }
  cursor_++;
  if (is_fault(question) && node.index != 0) faults_++;
  return node.index;
}

bool DepthFirst::forced(std::uint8_t thread) {
  last_node_ = kNoNode;
  return !live_ || (asleep_ >> thread & 1) == 0;
}

void DepthFirst::step_ended(std::uint8_t thread, const Footprint& footprint) {
  if (last_node_ != kNoNode) {
    Node& node = nodes_[last_node_];
    if (node.threads[node.index] == thread) node.footprints[thread].merge(footprint);
    last_node_ = kNoNode;
  }
  if (!live_) return;
  for (std::uint32_t id = 0; asleep_ >> id != 0; id++) {
    if ((asleep_ >> id & 1) != 0 && sleepers_[id].conflicts_with(footprint)) {
      asleep_ &= ~(1u << id);
    }
    if (id + 1 == kMaxThreads) break;
  }
}

bool DepthFirst::advance(Node& node) {
  for (std::uint32_t index = node.index + 1u; index < node.count; index++) {
    if (!may_take(node, index)) continue;
    node.index = static_cast<std::uint8_t>(index);
    return true;
  }
  return false;
}

bool DepthFirst::end_schedule() {
  if (cursor_ < planned_) diverged_ = true;  // it ended before it had repeated what it was to
  if (diverged_) return false;
  if (cursor_ < depth_) depth_ = cursor_;
  while (depth_ > 0) {
    if (advance(nodes_[depth_ - 1])) return true;
    depth_--;
  }
  return false;
}

}  // namespace explorer
