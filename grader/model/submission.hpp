#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "protocol/verdict.hpp"

// What was taken of a student's work: copies of the files that the lab accepts, in a tree of ours.
namespace grader {

using protocol::Verdict;

// Why a submission is not even run: missing, forbidden or does-not-compile.
struct Rejection {
  Verdict verdict = Verdict::missing;
  std::string message;  // one line, place first: "lock.hpp:12: uses 'std::mutex'"
  std::string detail;   // more lines, may be empty: the compiler's words, the hint of the rule
};

struct SubmittedFile {
  std::string path;  // as the lab names it: "lock.hpp"
  std::uint64_t bytes = 0;
};

struct Submission {
  std::string lab;
  std::filesystem::path origin;  // where it was found: for messages to whoever typed the path
  std::filesystem::path tree;    // holds <lab>/<lab>.hpp; lives as long as the grading's workspace
  std::vector<SubmittedFile> files;  // what it consists of, without prerequisites
  std::string digest;                // "sha256:…" over names and contents, prerequisites included
  std::optional<Rejection> rejection;
};

}  // namespace grader
