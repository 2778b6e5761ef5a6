#pragma once

#include <filesystem>
#include <string>

// Submissions laid out as an attacker would.
namespace attacks {

// Makes `folder`/door.hpp of the text, and whatever else belongs to the setup. Throws
// std::out_of_range where there is no such setup.
void lay_out(const std::string& setup, const std::string& text,
             const std::filesystem::path& folder);

}  // namespace attacks
