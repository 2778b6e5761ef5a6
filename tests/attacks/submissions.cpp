#include "attacks/submissions.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <functional>
#include <map>

namespace attacks {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << text;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i)
    all += text;
  return all;
}

struct Layout {
  std::string text;
  fs::path folder;

  [[nodiscard]] fs::path header() const { return folder / "door.hpp"; }
  void submit() const { write(header(), text); }
};

void link(const Layout& layout) {
  write(layout.folder.parent_path() / "elsewhere.hpp", layout.text);
  fs::create_symlink(layout.folder.parent_path() / "elsewhere.hpp", layout.header());
}

void pipe(const Layout& layout) {
  ::mkfifo(layout.header().c_str(), 0600);
}

// Files that would stand before a standard header, or one of ours.
void shadows(const Layout& layout) {
  layout.submit();
  for (const char* name : {"memory", "labs/door/subject.hpp", "harness/check.hpp", "gtest.h"})
    write(layout.folder / name, "#error taken\n");
}

void precompiled(const Layout& layout) {
  layout.submit();
  for (const char* name : {"door.hpp.gch", "door.hpp.pch", "door.o"})
    write(layout.folder / name, "gpch");
}

void names(const Layout& layout) {
  layout.submit();
  for (const std::string& name :
       {std::string("-Dx.cpp"), std::string("@x.cpp"), std::string("a\nb.hpp"),
        std::string("\xFF\xFE.hpp"), repeated("x", 250)})
    write(layout.folder / name, "#error taken\n");
}

void sparse(const Layout& layout) {
  layout.submit();
  fs::resize_file(layout.header(), 10ULL << 30U);
}

// Many files, deep below.
void crowd(const Layout& layout) {
  layout.submit();
  fs::path deep = layout.folder;
  for (int i = 0; i < 300; ++i) {
    write(layout.folder / (std::to_string(i) + ".hpp"), "");
    if (i < 60) deep /= "d";
  }
  fs::create_directories(deep);
}

void parentheses(const Layout& layout) {
  constexpr int kDepth = 200'000;
  write(layout.header(), layout.text + "inline int deep = " + repeated("(", kDepth) + "1" +
                             repeated(")", kDepth) + ";\n");
}

void errors(const Layout& layout) {
  write(layout.header(), layout.text + repeated("unknown_name;\n", 20'000));
}

}  // namespace

void lay_out(const std::string& setup, const std::string& text, const fs::path& folder) {
  static const std::map<std::string, std::function<void(const Layout&)>> kSetups = {
      {"file", &Layout::submit}, {"link", link},   {"pipe", pipe},
      {"shadows", shadows},      {"names", names}, {"precompiled", precompiled},
      {"sparse", sparse},        {"crowd", crowd}, {"parentheses", parentheses},
      {"errors", errors}};
  fs::create_directories(folder);
  kSetups.at(setup)({text, folder});
}

}  // namespace attacks
