#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "structure/markdown.hpp"
#include "structure/source_tree.hpp"

namespace structure {
namespace {

using Pages = std::map<std::string, Page>;

bool leaves_the_project(const std::string& link) {
  return link.find("://") != std::string::npos || link.starts_with("mailto:");
}

// Whether a link on the page at `from` leads to a path of the project, and to a heading there.
bool resolves(const std::string& link, const std::string& from, const std::set<std::string>& paths,
              const Pages& pages) {
  const auto hash = link.find('#');
  const std::string path = link.substr(0, hash);
  std::string target = from;
  if (!path.empty()) {
    const auto folder = std::filesystem::path(from).parent_path();
    target = (folder / path).lexically_normal().string();
    if (target.ends_with('/')) target.pop_back();
  }
  if (!paths.contains(target)) return false;
  if (hash == std::string::npos) return true;
  const auto page = pages.find(target);
  if (page == pages.end()) return true;  // line numbers and the like
  const auto& anchors = page->second.anchors;
  return std::find(anchors.begin(), anchors.end(), link.substr(hash + 1)) != anchors.end();
}

TEST(Links, OfEveryPageLeadSomewhere) {
  std::set<std::string> paths;
  Pages pages;
  for (const SourceFile& file : read_source_tree()) {
    if (file.extension() == "md") pages[file.path] = read_page(file.text);
    for (std::filesystem::path path = file.path; !path.empty(); path = path.parent_path()) {
      paths.insert(path.string());
    }
  }
  EXPECT_FALSE(pages.empty());
  for (const auto& [from, page] : pages) {
    for (const std::string& link : page.links) {
      if (leaves_the_project(link)) continue;
      EXPECT_TRUE(resolves(link, from, paths, pages)) << from << ": '" << link << "'";
    }
  }
}

TEST(Resolves, RelativePathsAndHeadings) {
  const Pages pages = {{"docs/a.md", read_page("# How it *works*, in short\n")}};
  const std::set<std::string> paths = {"README.md", "docs", "docs/a.md", "docs/b.png"};
  EXPECT_TRUE(resolves("docs/a.md", "README.md", paths, pages));
  EXPECT_TRUE(resolves("docs/", "README.md", paths, pages));
  EXPECT_TRUE(resolves("../README.md", "docs/a.md", paths, pages));
  EXPECT_TRUE(resolves("#how-it-works-in-short", "docs/a.md", paths, pages));
  EXPECT_TRUE(resolves("a.md#how-it-works-in-short", "docs/a.md", paths, pages));
  EXPECT_FALSE(resolves("a.md#gone", "docs/a.md", paths, pages));
  EXPECT_FALSE(resolves("c.md", "docs/a.md", paths, pages));
}

TEST(ReadPage, SeesLinksAndImagesButNoCode) {
  const Page page = read_page("[a](x.md) ![b](y.png) `[c](z.md)`\n\n```\n[d](w.md)\n```\n");
  EXPECT_EQ(page.links, (std::vector<std::string>{"x.md", "y.png"}));
}

}  // namespace
}  // namespace structure
