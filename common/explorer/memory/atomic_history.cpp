#include "explorer/memory/atomic_history.h"

namespace explorer {

namespace {

// Does the store, or some read of it, happen before what `clock` knows?
bool known_to(const VectorClock& clock, const AtomicHistory::Version& version) {
  if (clock.knows(version.writer, version.epoch)) return true;
  if (version.readers.empty()) return false;
  for (std::uint32_t thread = 0; thread < kMaxThreads; thread++) {
    const Epoch read = version.readers.of(thread);
    if (read != 0 && clock.knows(thread, read)) return true;
  }
  return false;
}

}  // namespace

void AtomicHistory::start(std::uint64_t initial) {
  newest_ = 0;
  std::memset(floor_, 0, sizeof floor_);
  Version& first = versions_[0];
  first.value = initial;
  first.writer = 0;
  first.epoch = 0;
  first.sc_time = kNever;
  first.release.clear();
  first.readers.clear();
}

bool AtomicHistory::must_be_seen(const Version& version, const Reader& reader) const {
  if (known_to(*reader.clock, version)) return true;
  if (reader.visible != nullptr && known_to(*reader.visible, version)) return true;
  if (reader.seq_cst) {
    if (version.sc_time != kNever) return true;
    if (reader.all_fences != nullptr && known_to(*reader.all_fences, version)) return true;
  }
  if (reader.fence == nullptr) return false;
  return version.sc_time < reader.fence->time || known_to(reader.fence->view, version);
}

std::uint32_t AtomicHistory::oldest_readable(const Reader& reader) const {
  std::uint32_t oldest = newest_ + 1 > kVersions ? newest_ + 1 - kVersions : 0;
  if (floor_[reader.thread] > oldest) oldest = floor_[reader.thread];
  for (std::uint32_t index = newest_; index > oldest; index--) {
    if (must_be_seen(version(index), reader)) return index;
  }
  return oldest;
}

void AtomicHistory::note_read(std::uint32_t index, std::uint32_t thread, Epoch epoch) {
  const std::uint32_t next = index < newest_ ? index + 1 : index;
  if (next > floor_[thread]) floor_[thread] = next;
  VectorClock& readers = version(index).readers;
  if (readers.of(thread) == 0) readers.set(thread, epoch);
}

AtomicHistory::Version& AtomicHistory::store(std::uint64_t value, std::uint32_t thread,
                                             Epoch epoch) {
  newest_++;
  floor_[thread] = newest_;
  Version& version = versions_[newest_ % kVersions];
  version.value = value;
  version.writer = thread;
  version.epoch = epoch;
  version.sc_time = kNever;
  version.release.clear();
  version.readers.clear();
  return version;
}

}  // namespace explorer
