#pragma once

#include <map>
#include <string>

#include "grader/model/points.hpp"
#include "protocol/verdict.hpp"

namespace grader {

// What the last grading of a lab came to, and of which text. A note for the student, not a result:
// nothing but the board reads it.
struct Standing {
  std::string digest;
  protocol::Verdict verdict = protocol::Verdict::passed;
  Points score;
  Points max_score;
};

// By the lab's name.
using Standings = std::map<std::string, Standing, std::less<>>;

}  // namespace grader
