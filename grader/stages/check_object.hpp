#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "grader/model/submission.hpp"
#include "grader/system/object_file.hpp"

// What an object that holds a submission may want of others and offer to them. What is written
// into it by the compiler alone is known; the rest is the submission's.
namespace grader {

// The names that others define: a submission that did so, too, would take their place.
using ReservedNames = std::set<std::string, std::less<>>;

// Those of our own objects, and of the libraries that a test program runs with.
[[nodiscard]] ReservedNames reserved_names(const std::vector<std::filesystem::path>& objects);

// A rejection where the object wants a function outside the C++ library and the harmless part of
// the C library, defines what is not its to define, or runs code before everybody else. Pure.
[[nodiscard]] std::optional<Rejection> check_object(const ObjectFile& object,
                                                    const ReservedNames& reserved);

}  // namespace grader
