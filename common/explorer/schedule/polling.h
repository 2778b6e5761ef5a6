// What becomes of a thread that polls and sees nothing new.
//
// Letting it poll on would drown the search in spinning. So after two polls in vain it waits until
// some synchronisation object changes, and nothing is lost as long as its loop has no other end. To
// find out, it polls on alone, nobody else being let in between where it polled before, until it
// stands at the same poll again. With the same registers and the same stack, nothing it can see
// having changed, it would come back for ever. Otherwise the loop may have an end, and there is a
// choice: it waits for a change, or it polls on alone until it gives up. Both are explored: polls
// that see the same may be moved together. Taken for granted: what comes after does not depend on
// how often it polled.
#pragma once

#include <cstdint>

namespace explorer {

struct LogicalThread;
struct SyncObject;

// The polls that a thread made since the last change of any synchronisation object.
struct Polling {
  static constexpr std::uint32_t kMax = 8;

  enum class Stage : std::uint8_t { counting, comparing, giving_up, waiting };

  struct Place {
    const SyncObject* object;
    std::uintptr_t return_address;

    bool operator==(const Place&) const = default;
  };

  // A poll, and all that decides how the thread goes on from there.
  struct Mark {
    Place place;
    std::uint64_t state;
    std::uint64_t clock_reads;
  };

  std::uint64_t change = UINT64_MAX;  // the change that these polls came after
  std::uint32_t count = 0;
  std::uint32_t repeats = 0;  // polls of an object that it had seen
  std::uint32_t alone = 0;    // polls that it may still make with nobody let in between
  std::uint32_t attempts = 0;
  Stage stage = Stage::counting;
  Mark mark;
  Place seen[kMax];

  [[nodiscard]] bool has_seen(const Place& place) const {
    for (std::uint32_t i = 0; i < count; i++) {
      if (seen[i] == place) return true;
    }
    return false;
  }
  [[nodiscard]] bool has_seen(const SyncObject* object) const {
    for (std::uint32_t i = 0; i < count; i++) {
      if (seen[i].object == object) return true;
    }
    return false;
  }
};

// The thread polled this object and saw nothing new. A poll that would have changed the object
// counts double.
void polled_in_vain(LogicalThread& thread, const SyncObject& object, std::uint32_t weight = 1);

// Did it poll this object at this place since the last change?
[[nodiscard]] bool polled_here(const LogicalThread& thread, const SyncObject* object);

// Where the hook's frame begins, with its caller's registers saved right below and its return
// address right above. For hooks that poll, and only in the hook itself.
[[gnu::always_inline]] inline std::uintptr_t hook_frame() {
  __builtin_unwind_init();
  return reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
}

}  // namespace explorer
