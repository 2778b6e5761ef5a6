#include "structure/markdown.hpp"

#include <md4c.h>

#include <cctype>
#include <stdexcept>

namespace structure {
namespace {

struct Reader {
  Page page;
  std::string heading;
  bool in_heading = false;
};

std::string anchor_of(std::string_view heading) {
  std::string anchor;
  for (const char c : heading) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == ' ') {
      anchor += '-';
    } else if (std::isalnum(byte) || byte >= 0x80U || c == '-' || c == '_') {
      anchor += static_cast<char>(std::tolower(byte));
    }
  }
  return anchor;
}

std::string target_of(const MD_ATTRIBUTE& attribute) {
  return {attribute.text, attribute.size};
}

int enter_block(MD_BLOCKTYPE type, void*, void* data) {
  if (type == MD_BLOCK_H) static_cast<Reader*>(data)->in_heading = true;
  return 0;
}

int leave_block(MD_BLOCKTYPE type, void*, void* data) {
  if (type != MD_BLOCK_H) return 0;
  auto& reader = *static_cast<Reader*>(data);
  reader.page.anchors.push_back(anchor_of(reader.heading));
  reader.heading.clear();
  reader.in_heading = false;
  return 0;
}

int enter_span(MD_SPANTYPE type, void* detail, void* data) {
  auto& links = static_cast<Reader*>(data)->page.links;
  if (type == MD_SPAN_A) links.push_back(target_of(static_cast<MD_SPAN_A_DETAIL*>(detail)->href));
  if (type == MD_SPAN_IMG) {
    links.push_back(target_of(static_cast<MD_SPAN_IMG_DETAIL*>(detail)->src));
  }
  return 0;
}

int leave_span(MD_SPANTYPE, void*, void*) {
  return 0;
}

int read_text(MD_TEXTTYPE, const MD_CHAR* text, MD_SIZE size, void* data) {
  auto& reader = *static_cast<Reader*>(data);
  if (reader.in_heading) reader.heading.append(text, size);
  return 0;
}

}  // namespace

Page read_page(std::string_view markdown) {
  MD_PARSER parser{};
  parser.flags = MD_DIALECT_GITHUB;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = enter_span;
  parser.leave_span = leave_span;
  parser.text = read_text;
  Reader reader;
  if (md_parse(markdown.data(), static_cast<MD_SIZE>(markdown.size()), &parser, &reader) != 0) {
    throw std::runtime_error("md4c could not read a page");
  }
  return reader.page;
}

}  // namespace structure
