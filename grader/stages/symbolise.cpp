#include "grader/stages/symbolise.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "grader/stages/symbolise_frames.hpp"
#include "grader/system/read_file.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSubmission = "/submission/";  // how debug information calls its tree

// A return address lies behind its call: one byte back is inside it. Where an address lies on its
// instruction already, one byte back could be the line before; so both kinds are told apart.
enum class Address : std::uint8_t { of_return, of_instruction };

std::uint64_t lookup_address(std::uint64_t address, Address kind) {
  return kind == Address::of_return && address > 0 ? address - 1 : address;
}

// The lines of the submission's files, read once.
class Sources {
 public:
  explicit Sources(const Submission& submission) : submission_(submission) {}

  std::string text(const std::string& path, std::uint32_t line) {
    const auto [file, is_new] = files_.try_emplace(path);
    if (is_new) split(read_file(submission_.tree / path), file->second);
    if (line == 0 || line > file->second.size()) return "";
    return file->second[line - 1];
  }

 private:
  static void split(const std::string& text, std::vector<std::string>& lines) {
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::size_t begin = std::min(text.find_first_not_of(" \t", at), end);
      lines.push_back(text.substr(begin, end - begin));
      while (!lines.back().empty() && std::isspace(static_cast<unsigned char>(lines.back().back())))
        lines.back().pop_back();
      at = end + 1;
    }
  }

  const Submission& submission_;
  std::map<std::string, std::vector<std::string>> files_;
};

// All that is known of one binary's addresses.
class Symbols {
 public:
  Symbols(Frames frames, const Submission& submission, Sources& sources)
      : frames_(std::move(frames)), submission_(submission), sources_(sources) {}

  // The student's lines of a stack, innermost first.
  std::vector<SourceLine> own_lines(const std::vector<std::uint64_t>& stack, Address kind) {
    std::vector<SourceLine> lines;
    for (const std::uint64_t address : stack) {
      const auto found = frames_.find(lookup_address(address, kind));
      if (found == frames_.end()) continue;
      for (const SourceLine& frame : found->second) {
        if (frame.file.starts_with(kSubmission)) lines.push_back(shown(frame));
      }
    }
    return lines;
  }

  std::optional<SourceLine> innermost(const std::vector<std::uint64_t>& stack, Address kind) {
    auto lines = own_lines(stack, kind);
    if (lines.empty()) return std::nullopt;
    return std::move(lines.front());
  }

 private:
  // "submission/lock/lock.hpp" is "lock.hpp" to who submitted it to the lab lock.
  SourceLine shown(SourceLine frame) {
    const std::string path = frame.file.substr(kSubmission.size());
    frame.text = sources_.text(path, frame.line);
    const std::string folder = submission_.lab + "/";
    frame.file = path.starts_with(folder) ? path.substr(folder.size()) : path;
    return frame;
  }

  Frames frames_;
  const Submission& submission_;
  Sources& sources_;
};

void collect(const RawResult& raw, std::set<std::uint64_t>& addresses) {
  const auto add = [&](const std::vector<std::uint64_t>& stack, Address kind) {
    for (const std::uint64_t address : stack)
      addresses.insert(lookup_address(address, kind));
  };
  for (const RawAccess& access : raw.accesses)
    add(access.stack, Address::of_instruction);
  if (!raw.report) return;
  for (const protocol::Step& step : raw.report->steps)
    add(step.stack, Address::of_return);
  for (const protocol::Blocked& blocked : raw.report->blocked)
    add(blocked.stack, Address::of_return);
}

void add_explore_evidence(RawResult& raw, Symbols& symbols) {
  const protocol::Report& report = *raw.report;
  ExploreEvidence evidence;
  evidence.schedules = report.runs;
  evidence.exhausted = report.exhausted;
  evidence.seed = report.seed;
  evidence.trace_digest = report.digest;
  evidence.threads = report.threads;
  for (const protocol::Step& step : report.steps) {
    evidence.steps.push_back({step.thread, step.op, step.what, step.flags,
                              symbols.innermost(step.stack, Address::of_return)});
  }
  for (const protocol::Blocked& blocked : report.blocked) {
    evidence.blocked.push_back(
        {blocked.thread, blocked.waits_for, symbols.innermost(blocked.stack, Address::of_return)});
  }
  raw.result.explore = std::move(evidence);
}

// Where the failure points: the failing step, the first blocked thread, the first access.
std::optional<SourceLine> main_place(const CheckResult& result) {
  if (result.explore) {
    const auto& steps = result.explore->steps;
    const auto failing = std::find_if(steps.rbegin(), steps.rend(), [](const TraceStep& step) {
      return (step.flags & protocol::step_failing) != 0 && step.place;
    });
    if (failing != steps.rend()) return failing->place;
    for (const BlockedThread& blocked : result.explore->blocked) {
      if (blocked.place) return blocked.place;
    }
  }
  if (result.sanitizer) {
    for (const SanitizerAccess& access : result.sanitizer->accesses) {
      if (!access.lines.empty()) return access.lines.front();
    }
  }
  return std::nullopt;
}

CheckResult symbolise(RawResult raw, Symbols& symbols) {
  if (raw.report && raw.result.check.judge == Judge::explore) add_explore_evidence(raw, symbols);
  if (raw.result.sanitizer) {
    for (RawAccess& access : raw.accesses) {
      raw.result.sanitizer->accesses.push_back(
          {access.what, symbols.own_lines(access.stack, Address::of_instruction),
           std::move(access.locks)});
    }
  }
  if (raw.result.verdict != Verdict::passed) raw.result.place = main_place(raw.result);
  return std::move(raw.result);
}

Frames look_up_all(const RawRun& run, Judge judge, const std::optional<fs::path>& binary) {
  std::set<std::uint64_t> addresses;
  for (const RawResult& raw : run.checks) {
    if (raw.result.check.judge == judge) collect(raw, addresses);
  }
  return binary ? look_up(*binary, addresses, binary->parent_path()) : Frames{};
}

}  // namespace

RunResult symbolise(RawRun run, const BuildResult& build, const Submission& submission) {
  Sources sources(submission);
  Symbols stress(look_up_all(run, Judge::stress, build.stress), submission, sources);
  Symbols explore(look_up_all(run, Judge::explore, build.explore), submission, sources);
  RunResult result;
  result.run = run.run;
  for (RawResult& raw : run.checks) {
    Symbols& symbols = raw.result.check.judge == Judge::stress ? stress : explore;
    result.checks.push_back(symbolise(std::move(raw), symbols));
  }
  return result;
}

}  // namespace grader
