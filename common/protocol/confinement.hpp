#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

// What the grader and `init`, the small program between it and a confined process, tell each
// other: one Plan on the way in, one Ended on the way out. Plain data; no ownership. Both are
// built from this one source, on one machine.
namespace protocol {

inline constexpr int kEndedFd = 5;    // init writes its Ended here; its reader gone: the grader is
inline constexpr int kPlanFd = 6;     // init reads its Plan here
inline constexpr int kRulesetFd = 7;  // a Landlock ruleset, where the plan says so

inline constexpr std::array<char, 8> kPlanMagic = {'L', 'S', 'P', 'L', 'A', 'N', '0', '1'};

// One instruction of a filter of system calls, as the kernel wants it (struct sock_filter).
using FilterInstruction = std::uint64_t;
inline constexpr std::size_t kMaxFilter = 480;
inline constexpr std::size_t kMaxSeal = 64;

// Where a filter compares a process number with this one, the process's own is meant: it is known
// only to init.
inline constexpr std::uint32_t kOwnProcess = 0x7ffe0001;

// What init does to itself's child before that becomes the program. A limit of 0 is none.
struct Plan {
  std::array<char, 8> magic = kPlanMagic;
  std::uint64_t address_space = 0;  // bytes
  std::uint64_t file_bytes = 0;     // of one file
  std::uint64_t cpu_seconds = 0;    // of all threads together
  std::uint64_t open_files = 0;
  std::uint64_t processes = 0;   // and threads, of its user (in its user namespace)
  std::uint32_t user = 0;        // whom it becomes, group and all; 0: it stays who it is
  std::uint8_t opens_all = 0;    // 1: that user may open what the grader may (compilers do)
  std::uint8_t landlock = 0;     // 1: kRulesetFd holds
  std::uint8_t has_scratch = 0;  // 1: /tmp is its own and of a certain size
  std::uint8_t reserved = 0;
  std::uint32_t filter_size = 0;
  std::uint32_t reserved_too = 0;
  std::array<FilterInstruction, kMaxFilter> filter{};
};

enum class EndedHow : std::uint8_t {
  exited,     // code: its status
  signalled,  // code: the signal
  not_begun,  // code: errno of the SetUp step that failed; the program never ran
};

// What init was about when it failed.
enum class SetUp : std::uint8_t {
  plan,
  process,
  user,
  limits,
  landlock,
  filter,
  program,
};

struct Ended {
  EndedHow how = EndedHow::not_begun;
  SetUp step = SetUp::plan;
  std::uint8_t scratch_full = 0;  // no byte was left in /tmp
  std::uint8_t reserved = 0;
  std::int32_t code = 0;
  std::int32_t refused_call = -1;  // the system call for which it was ended; -1: none
  std::int32_t reserved_too = 0;
  std::uint64_t cpu_microseconds = 0;
  std::uint64_t peak_memory_bytes = 0;
};

static_assert(std::is_trivially_copyable_v<Plan> && std::is_trivially_copyable_v<Ended>);
static_assert(sizeof(Plan) <= 4096, "a plan must fit into one atomic write to a pipe");

}  // namespace protocol
