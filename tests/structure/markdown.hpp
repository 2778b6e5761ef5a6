#pragma once

#include <string>
#include <string_view>
#include <vector>

// What a Markdown page links to, and what in it can be linked to. Pure functions; safe from any
// thread.
namespace structure {

struct Page {
  std::vector<std::string> links;    // targets of links and images, as written
  std::vector<std::string> anchors;  // its headings, as a forge names them: "how-it-works"
};

[[nodiscard]] Page read_page(std::string_view markdown);

}  // namespace structure
