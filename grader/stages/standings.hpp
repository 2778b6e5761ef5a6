#pragma once

#include <filesystem>
#include <string>

#include "grader/model/lab_spec.hpp"
#include "grader/model/standing.hpp"

// Remembers between two runs how each lab stands, in a file of the cache. Losing it costs nobody
// more than another grading, so one that is missing or damaged reads as empty. One process at a
// time may write; who reads meanwhile sees the old file or the new one.
namespace grader {

// Where a course's standings are kept, below the cache's root.
[[nodiscard]] std::filesystem::path standings_file(const std::filesystem::path& cache,
                                                   const Course& course);

[[nodiscard]] Standings load_standings(const std::filesystem::path& file);

// Throws Error where the file cannot be written.
void save_standings(const std::filesystem::path& file, const Standings& standings);

// Of the files under labs/ that the lab asks for, as they are now.
[[nodiscard]] std::string digest_of_files(const Course& course, const LabSpec& lab);

}  // namespace grader
