// The last values of one atomic object, and which of them a load may return.
//
// The modification order is the order of execution. A load returns any of the last kVersions stores
// that C++20 coherence leaves it: not older than a store or a read that happens before it, than
// what the same thread read last, nor than what sequential consistency demands (see seq_cst.h). A
// stale value is given to each thread once, so that a loop which waits for a new one ends. Plain
// data, for one thread at a time; the caller takes the clocks from the threads.
#pragma once

#include <cstdint>

#include "explorer/memory/seq_cst.h"
#include "explorer/memory/vector_clock.h"

namespace explorer {

class AtomicHistory {
 public:
  static constexpr std::uint32_t kVersions = 8;

  struct Version {
    std::uint64_t value;
    std::uint32_t writer;
    Epoch epoch;            // of the writer; 0 happens before everything
    std::uint32_t sc_time;  // of the first seq_cst access to this version, or kNever
    VectorClock release;    // what an acquire load of this version learns
    VectorClock readers;    // for each thread the epoch of its first read of this version
  };

  struct Reader {
    std::uint32_t thread;
    const VectorClock* clock;
    const VectorClock* visible;  // what it must see although nothing happens before it, or null
    bool seq_cst;
    const SeqCst::Fence* fence;     // the last seq_cst fence that happens before the load, or null
    const VectorClock* all_fences;  // what happened before any seq_cst fence so far, or null
  };

  static constexpr std::uint32_t kNever = UINT32_MAX;

  void start(std::uint64_t initial);

  [[nodiscard]] std::uint32_t newest() const { return newest_; }
  [[nodiscard]] Version& version(std::uint32_t index) { return versions_[index % kVersions]; }
  [[nodiscard]] const Version& version(std::uint32_t index) const {
    return versions_[index % kVersions];
  }

  // The index of the oldest version that this load may return.
  [[nodiscard]] std::uint32_t oldest_readable(const Reader& reader) const;

  void note_read(std::uint32_t index, std::uint32_t thread, Epoch epoch);

  // Adds a version and returns it; its clocks are empty.
  Version& store(std::uint64_t value, std::uint32_t thread, Epoch epoch);

 private:
  [[nodiscard]] bool must_be_seen(const Version& version, const Reader& reader) const;

  std::uint32_t newest_ = 0;
  std::uint32_t floor_[kMaxThreads];  // coherence: the oldest version each thread may still read
  Version versions_[kVersions];
};

}  // namespace explorer
