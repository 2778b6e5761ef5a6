#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "grader/model/submission.hpp"
#include "grader/system/object_file.hpp"

// What an object that holds a submission may want of others and offer to them. What is written
// into it by the compiler alone is known; the rest is the submission's.
namespace grader {

// The names of those with whom a submission is linked.
struct ForeignNames {
  using Names = std::unordered_set<std::string>;

  Names libraries;  // what libraries define
  Names ours;       // what our objects define, once …
  Names copies;     // … or as one of several equal copies
  Names wanted;     // what our objects leave to others
};

// Those of our own objects, and of the libraries that a test program runs with.
[[nodiscard]] ForeignNames foreign_names(const std::vector<std::filesystem::path>& objects);

// A rejection where the object wants a function that is out of bounds or ours, defines what is
// not its to define, or runs code before everybody else. Pure.
[[nodiscard]] std::optional<Rejection> check_object(const ObjectFile& object,
                                                    const ForeignNames& foreign);

}  // namespace grader
