#include "explorer/schedule/sync_object.h"

namespace explorer {

void SyncObjects::reset() {
  if (slots_.data() == nullptr) {
    slots_.reserve(kSlots);
    objects_.reserve(kMax);
    histories_.reserve(kMaxAtomics);
  }
  generation_++;
  count_ = 0;
  history_count_ = 0;
}

SyncObjects::Slot& SyncObjects::slot_for(std::uintptr_t address) {
  std::uint32_t slot =
      static_cast<std::uint32_t>((address * 0x9e3779b97f4a7c15ull) >> 40) & (kSlots - 1);
  while (slots_[slot].generation == generation_ && slots_[slot].address != address) {
    slot = (slot + 1) & (kSlots - 1);
  }
  return slots_[slot];
}

SyncObject* SyncObjects::at(const volatile void* address, ObjectKind kind) {
  const auto key = reinterpret_cast<std::uintptr_t>(address);
  Slot& slot = slot_for(key);
  if (slot.generation == generation_ && !objects_[slot.id].dead) return &objects_[slot.id];
  if (count_ == kMax) return nullptr;
  slot = Slot{.address = key, .generation = generation_, .id = count_};
  SyncObject& object = objects_[count_];
  object.address = key;
  object.id = count_++;
  object.kind = kind;
  object.dead = false;
  object.owner = SyncObject::kFree;
  object.depth = 0;
  object.readers = 0;
  object.held_stack = kNoStack;
  object.last_notify = kNoStep;
  object.version = 0;
  object.history = nullptr;
  object.clock.clear();
  object.reader_clock.clear();
  return &object;
}

SyncObject* SyncObjects::find(std::uintptr_t address) {
  Slot& slot = slot_for(address);
  if (slot.generation != generation_ || objects_[slot.id].dead) return nullptr;
  return &objects_[slot.id];
}

bool SyncObjects::add_history(SyncObject& object, std::uint64_t initial,
                              const VectorClock& release) {
  if (history_count_ == kMaxAtomics) return false;
  object.history = &histories_[history_count_++];
  object.history->start(initial);
  object.history->version(0).release.assign(release);
  return true;
}

void SyncObjects::forget(std::uintptr_t address, std::size_t size) {
  for (std::uint32_t id = 0; id < count_; id++) {
    if (objects_[id].address - address < size) objects_[id].dead = true;
  }
}

}  // namespace explorer
