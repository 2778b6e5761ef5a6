// Counts by way of text: streams, regular expressions, locales, conversions, files.
#ifndef DOOR_TEXT_AND_STREAMS_HPP
#define DOOR_TEXT_AND_STREAMS_HPP

#include <array>
#include <cctype>
#include <charconv>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <locale>
#include <regex>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>

namespace door {

class Door {
 public:
  int open() {
    std::ostringstream out;
    out.imbue(std::locale::classic());
    out << std::setw(8) << std::setfill('0') << std::hex << count() + 1 << " opened\n";
    std::smatch found;
    const std::string line = out.str();
    if (!std::regex_search(line, found, std::regex("([0-9a-f]+) (opened|shut)"))) return -1;
    int number = 0;
    std::from_chars(line.data(), line.data() + 8, number, 16);
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%" PRId32 " %.3f", number, 0.5);
    int again = 0;
    std::sscanf(text.data(), "%d", &again);
    std::istringstream in(text.data());
    in >> again;
    std::wostringstream wide;
    wide << again << std::wcslen(L"wide");
    text_ = std::to_string(again) + (std::isdigit('1') != 0 ? "" : "?");
    std::clog << std::put_time(&when_, "%H:%M") << std::quoted(text_) << std::flush;
    std::printf("%s %zu\n", text_.c_str(), std::strlen(text_.c_str()));
    std::error_code none;
    const std::filesystem::path here = std::filesystem::current_path(none) / "nothing.txt";
    if (std::filesystem::exists(here, none) || std::ifstream(here)) return -1;
    if (std::getenv("DOOR") != nullptr || here.extension() != ".txt") return -1;
    return count();
  }
  int count() const { return std::stoi(text_) + static_cast<int>(std::strtol("0", nullptr, 10)); }

 private:
  std::string text_ = "0";
  std::tm when_{};
};

}  // namespace door

#endif
