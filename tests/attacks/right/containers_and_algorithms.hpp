// Keeps its count in every container there is.
#pragma once

#include <algorithm>
#include <any>
#include <array>
#include <bitset>
#include <deque>
#include <forward_list>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <memory_resource>
#include <numeric>
#include <optional>
#include <queue>
#include <ranges>
#include <set>
#include <span>
#include <stack>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

namespace door {

struct Key {
  int number = 0;
  friend auto operator<=>(const Key&, const Key&) = default;
};

}  // namespace door

template <>
struct std::hash<door::Key> {
  std::size_t operator()(const door::Key& key) const noexcept {
    return std::hash<int>()(key.number);
  }
};

namespace door {

class Door : public std::enable_shared_from_this<Door> {
 public:
  int open() {
    const int next = count() + 1;
    seen_.insert_or_assign(Key{next}, std::make_shared<std::vector<int>>(3, next));
    ordered_[std::to_string(next)].push_back(next);
    std::list<int> some = {3, 1, 2};
    some.sort();
    std::deque<int> more(some.begin(), some.end());
    std::stable_sort(more.begin(), more.end(), std::greater<>());
    std::priority_queue<int> heap(more.begin(), more.end());
    std::pmr::monotonic_buffer_resource pool;
    std::pmr::vector<int> pooled({1, 2, 3}, &pool);
    std::ranges::sort(pooled, {}, [](int each) { return -each; });
    std::variant<int, std::string> either = std::string("one");
    const std::any anything = std::accumulate(pooled.begin(), pooled.end(), 0);
    std::forward_list<int> forward = {next};
    std::multiset<int> many = {1, 1, heap.top()};
    std::unordered_set<std::string> names = {std::get<std::string>(either)};
    const std::function<int(int)> add = std::bind(std::plus<>(), std::placeholders::_1, 1);
    const std::span<const int> view(*seen_.at(Key{next}));
    std::weak_ptr<std::vector<int>> weak = seen_.at(Key{next});
    const auto [low, high] = std::minmax_element(view.begin(), view.end());
    if (*low != *high || weak.expired() || many.count(1) != 2 || names.size() != 1) return -1;
    if (std::any_cast<int>(anything) != 6 || std::bitset<8>(255).count() != 8) return -1;
    if (std::visit([](const auto&) { return true; }, either)) some.splice(some.end(), {next});
    count_.emplace(add(forward.front() - 1));
    return *count_;
  }
  int count() const { return count_.value_or(0); }

 private:
  std::unordered_map<Key, std::shared_ptr<std::vector<int>>> seen_;
  std::map<std::string, std::vector<int>, std::less<>> ordered_;
  std::optional<int> count_;
};

}  // namespace door
