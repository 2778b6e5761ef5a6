#include "grader/stages/run_verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstring>

#include "grader/stages/run_sanitizer_report.hpp"
#include "grader/system/system_call_filter.hpp"
#include "protocol/frame.hpp"

namespace grader {
namespace {

using protocol::Frame;
using protocol::FrameKind;

struct Finding {
  Verdict verdict;
  std::string message;
  std::string hint;
};

// What came over the report descriptor, once it is known to be genuine.
struct Record {
  std::optional<Finding> forged;
  std::optional<protocol::Report> failure;
  std::optional<protocol::Report> done;
  bool started = false;  // none of the submission's code can have run before that
};

Finding tampered(std::string message) {
  return {Verdict::tampered, std::move(message), "tampered"};
}

// What a test process may say of a check that failed: our own trouble is not for it to tell.
bool is_failure(Verdict verdict) {
  return verdict != Verdict::passed && verdict != Verdict::grader_error;
}

Record read_record(const Expectation& expected, const std::string& bytes) {
  Record record;
  const auto frames = protocol::decode(bytes);
  const bool genuine =
      frames && std::all_of(frames->begin(), frames->end(),
                            [&](const Frame& frame) { return frame.nonce == expected.nonce; });
  if (!genuine) {
    record.forged = tampered("unexpected data came on the result channel");
    return record;
  }
  for (const Frame& frame : *frames) {
    if (frame.kind == FrameKind::started) {
      if (&frame != &frames->front()) record.forged = tampered("the check started more than once");
      record.started = true;
      continue;
    }
    auto& place = frame.kind == FrameKind::failure ? record.failure : record.done;
    // A failure may be written twice: ahead, and again once more is known of it.
    if (record.done) record.forged = tampered("results came after the end of the check");
    place = frame.report;
  }
  const bool agrees = (!record.done || record.done->verdict == Verdict::passed) &&
                      (!record.failure || is_failure(record.failure->verdict)) &&
                      (!record.done || !record.failure);
  if (!agrees) record.forged = tampered("the results of the check contradict each other");
  return record;
}

std::string_view signal_name(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "SIGSEGV: memory that is not there was touched";
    case SIGABRT:
      return "SIGABRT: abort() or a failed assertion";
    case SIGFPE:
      return "SIGFPE: a division by zero";
    case SIGILL:
      return "SIGILL: an illegal instruction";
    case SIGBUS:
      return "SIGBUS: memory that is not there was touched";
    default:
      return "";
  }
}

Finding explain_disk(const ProcessLimits& limits) {
  return {Verdict::limit, fmt::format("it wrote more than {} KiB", limits.file_bytes >> 10U),
          "disk-limit"};
}

Finding forbidden(std::string message) {
  return {Verdict::forbidden, std::move(message), "forbidden-call"};
}

// A system call that the sandbox refuses, in words.
Finding explain_refusal(int number) {
  const std::string name = system_call_name(number);
  const auto is_one_of = [&](std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (is_one_of({"fork", "vfork", "clone", "clone3"})) {
    return forbidden("it tried to start a process; a lab needs threads only");
  }
  if (is_one_of({"execve", "execveat"})) return forbidden("it tried to run another program");
  if (is_one_of({"socket", "socketpair", "connect", "bind", "listen", "accept", "accept4", "sendto",
                 "recvfrom", "sendmsg", "recvmsg"})) {
    return forbidden("it tried to use the network");
  }
  if (is_one_of({"kill", "tkill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo",
                 "pidfd_send_signal"})) {
    return forbidden("it tried to send a signal to another process");
  }
  if (is_one_of({"ptrace", "process_vm_readv", "process_vm_writev", "pidfd_open", "pidfd_getfd"})) {
    return forbidden("it tried to look into another process");
  }
  if (is_one_of({"mmap", "mprotect", "pkey_mprotect"})) {
    return forbidden("it asked for memory that can be both written and executed");
  }
  return forbidden(fmt::format("it made the system call '{}', which no lab needs", name));
}

Finding explain_signal(const ProcessLimits& limits, int signal) {
  if (signal == SIGXFSZ) return explain_disk(limits);
  // Only what seals a program once it is loaded ends it so; all else is refused by number.
  if (signal == SIGSYS) {
    return forbidden("it tried to run another program, or to load new code");
  }
  const std::string_view words = signal_name(signal);
  const std::string name = words.empty() ? fmt::format("signal {}", signal) : std::string(words);
  return {Verdict::crash, fmt::format("the program was ended by {}", name), "crash"};
}

Finding explain_time(const Expectation& expected, const ProcessOutcome& outcome) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(expected.limits.wall);
  switch (outcome.activity) {
    case Activity::asleep:
      return {Verdict::deadlock, "every thread sleeps, and nothing is left to wake one",
              "deadlock"};
    case Activity::busy:
      return {Verdict::livelock,
              fmt::format("the threads kept the processor busy for {} seconds and came to no end",
                          seconds.count()),
              "livelock"};
    default:
      return {Verdict::timeout, fmt::format("it came to no end in {} seconds", seconds.count()),
              "timeout"};
  }
}

// An end that we brought about, or a signal; nothing where it exited by itself.
std::optional<Finding> explain_ending(const Expectation& expected, const ProcessOutcome& outcome) {
  const ProcessLimits& limits = expected.limits;
  switch (outcome.ending) {
    case Ending::exited:
      return std::nullopt;
    case Ending::signalled:
      return explain_signal(limits, outcome.code);
    case Ending::refused:
      return explain_refusal(outcome.code);
    case Ending::cpu_limit:
      return Finding{Verdict::timeout,
                     fmt::format("it used up its {} seconds of processor time",
                                 std::chrono::floor<std::chrono::seconds>(limits.cpu).count()),
                     "timeout"};
    case Ending::hang:
    case Ending::wall_limit:
      return explain_time(expected, outcome);
    case Ending::memory_limit:
      return Finding{Verdict::limit,
                     fmt::format("it used more than {} MiB of memory", limits.memory_bytes >> 20U),
                     "memory-limit"};
    case Ending::thread_limit:
      return Finding{Verdict::limit, "it started more threads than the lab allows", "thread-limit"};
    case Ending::output_limit:
      return Finding{Verdict::limit,
                     fmt::format("it printed more than {} KiB", limits.output_bytes >> 10U),
                     "output-limit"};
    case Ending::report_limit:
      return tampered("unexpected data came on the result channel");
  }
  return std::nullopt;
}

void set(CheckResult& result, Finding finding) {
  result.verdict = finding.verdict;
  result.message = std::move(finding.message);
  result.hint = std::move(finding.hint);
}

void set_reported(RawResult& raw, const protocol::Report& report) {
  raw.result.verdict = report.verdict;
  raw.result.message = report.message;
  raw.result.detail = report.detail;
  raw.result.hint = report.hint;
  raw.result.runs = report.runs;
  raw.report = report;
}

bool has_fatal_mapping(std::string_view text) {
  return text.find("FATAL: ThreadSanitizer: unexpected memory mapping") != std::string_view::npos;
}

// ThreadSanitizer ended it. The status is its word, whatever became of the text.
void judge_sanitizer_exit(const Expectation& expected, const ProcessOutcome& outcome,
                          const Record& record, RawResult& raw) {
  SanitizerText text = read_sanitizer_report(outcome.err, expected.binary);
  // Where the process had started, the words are the submission's.
  if (text.kind.empty() && !record.started && expected.randomised &&
      has_fatal_mapping(outcome.err)) {
    set(raw.result, {Verdict::grader_error,
                     "ThreadSanitizer cannot start here because addresses are randomised; run "
                     "`./lockstep doctor`",
                     ""});
    return;
  }
  SanitizerReport report{text.kind, {}, outcome.err};
  if (text.kind.empty()) {
    set(raw.result,
        {Verdict::race, "ThreadSanitizer found a race (its report is not available)", "race"});
  } else if (text.verdict == Verdict::race) {
    set(raw.result, {Verdict::race, "two threads touched the same memory at once", "race"});
  } else if (text.verdict == Verdict::memory) {
    set(raw.result, {Verdict::memory, "memory was used after it was given back", "use-after-free"});
  } else {
    set(raw.result, {text.verdict, fmt::format("ThreadSanitizer found: {}", text.kind),
                     std::string(to_string(text.verdict))});
  }
  raw.result.sanitizer = std::move(report);
  raw.accesses = std::move(text.accesses);
}

void judge_exit(const Expectation& expected, const ProcessOutcome& outcome, const Record& record,
                RawResult& raw) {
  const bool by_sanitizer =
      expected.check.judge == Judge::stress && outcome.code == kSanitizerStatus;
  if (by_sanitizer) {
    judge_sanitizer_exit(expected, outcome, record, raw);
  } else if (outcome.code == protocol::kExitPassed && record.done) {
    set_reported(raw, *record.done);
  } else if (outcome.code == protocol::kExitFailed && record.failure) {
    set_reported(raw, *record.failure);
  } else if (record.failure || record.done) {
    set(raw.result, tampered(fmt::format("its results and its exit status {} contradict each other",
                                         outcome.code)));
  } else {
    set(raw.result, tampered(fmt::format("it ended, with exit status {}, before the check was over",
                                         outcome.code)));
  }
}

}  // namespace

RawResult judge_process(const Expectation& expected, const ProcessOutcome& outcome) {
  RawResult raw;
  raw.result.check = expected.check;
  raw.result.duration = outcome.duration;
  raw.result.output = outcome.out;
  const Record record = read_record(expected, outcome.report);
  if (record.forged) {
    set(raw.result, *record.forged);
  } else if (auto ended = explain_ending(expected, outcome)) {
    // It had failed already, and said so; the end came on top.
    if (record.failure) {
      set_reported(raw, *record.failure);
    } else {
      set(raw.result, std::move(*ended));
    }
  } else {
    judge_exit(expected, outcome, record, raw);
  }
  // Whatever went wrong then, went wrong on a full disk.
  if (outcome.scratch_full && raw.result.verdict != Verdict::passed) {
    set(raw.result, explain_disk(expected.limits));
  }
  return raw;
}

}  // namespace grader
