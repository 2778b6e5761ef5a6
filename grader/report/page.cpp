#include "grader/report/page.hpp"

#include <fmt/format.h>
#include <md4c.h>

#include <array>
#include <utility>
#include <vector>

#include "grader/model/check.hpp"
#include "grader/report/clean_text.hpp"
#include "grader/report/marks.hpp"
#include "grader/report/page_writer.hpp"

namespace grader {
namespace {

struct List {
  bool tight = false;
  bool ordered = false;
  unsigned next = 1;
};

// What md4c's callbacks share.
struct Rendering {
  explicit Rendering(const RenderOptions& options) : writer(options) {}

  PageWriter writer;
  std::vector<List> lists;
  std::vector<std::string> links;  // where the links around the text lead
  int emphases = 0;                // that are open; only the outermost shows
};

Rendering& rendering(void* data) {
  return *static_cast<Rendering*>(data);
}

void enter_item(Rendering& page) {
  List& list = page.lists.back();
  const std::string mark = list.ordered ? fmt::format("{}. ", list.next++) : "- ";
  page.writer.enter_container(mark, std::string(mark.size(), ' '));
}

int enter_block(MD_BLOCKTYPE type, void* detail, void* data) {
  Rendering& page = rendering(data);
  switch (type) {
    case MD_BLOCK_UL:
      page.writer.end_text();
      page.lists.push_back({static_cast<MD_BLOCK_UL_DETAIL*>(detail)->is_tight != 0});
      break;
    case MD_BLOCK_OL: {
      page.writer.end_text();
      const auto* list = static_cast<MD_BLOCK_OL_DETAIL*>(detail);
      page.lists.push_back({list->is_tight != 0, true, list->start});
      break;
    }
    case MD_BLOCK_LI:
      enter_item(page);
      break;
    case MD_BLOCK_QUOTE:
      page.writer.enter_container("│ ", "│ ");
      break;
    default:
      break;
  }
  return 0;
}

void leave_list(Rendering& page) {
  page.lists.pop_back();
  if (page.lists.empty() || !page.lists.back().tight) page.writer.blank_before_next();
}

int leave_block(MD_BLOCKTYPE type, void* detail, void* data) {
  Rendering& page = rendering(data);
  switch (type) {
    case MD_BLOCK_P:
      page.writer.end_paragraph();
      break;
    case MD_BLOCK_H:
      page.writer.end_heading(static_cast<MD_BLOCK_H_DETAIL*>(detail)->level);
      break;
    case MD_BLOCK_CODE:
      page.writer.end_code();
      break;
    case MD_BLOCK_HR:
      page.writer.rule();
      break;
    case MD_BLOCK_LI:
    case MD_BLOCK_QUOTE:
      page.writer.leave_container();
      break;
    case MD_BLOCK_UL:
    case MD_BLOCK_OL:
      leave_list(page);
      break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
      page.writer.end_cell();
      break;
    case MD_BLOCK_TR:
      page.writer.end_row();
      break;
    case MD_BLOCK_TABLE:
      page.writer.end_table();
      break;
    default:
      break;
  }
  return 0;
}

void begin_emphasis(Rendering& page, char mark) {
  if (page.emphases++ == 0) page.writer.text({&mark, 1});
}

void end_emphasis(Rendering& page) {
  if (--page.emphases == 0) page.writer.text({&kEndMark, 1});
}

int enter_span(MD_SPANTYPE type, void* detail, void* data) {
  Rendering& page = rendering(data);
  if (type == MD_SPAN_EM) begin_emphasis(page, kEmphasisMark);
  if (type == MD_SPAN_STRONG) begin_emphasis(page, kStrongMark);
  if (type == MD_SPAN_CODE) begin_emphasis(page, kCodeMark);
  if (type == MD_SPAN_A) {
    const MD_ATTRIBUTE& href = static_cast<MD_SPAN_A_DETAIL*>(detail)->href;
    page.links.emplace_back(href.text, href.size);
  }
  return 0;
}

// A link to elsewhere is spelled out; one within the project reads as its text.
void leave_link(Rendering& page) {
  const std::string target = std::exchange(page.links.back(), {});
  page.links.pop_back();
  if (target.find("://") != std::string::npos) page.writer.text(" <" + target + ">");
}

int leave_span(MD_SPANTYPE type, void*, void* data) {
  Rendering& page = rendering(data);
  if (type == MD_SPAN_EM || type == MD_SPAN_STRONG || type == MD_SPAN_CODE) end_emphasis(page);
  if (type == MD_SPAN_A) leave_link(page);
  return 0;
}

std::string_view decode(std::string_view entity) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kEntities = {
      {{"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&nbsp;", "\u00A0"}}};
  for (const auto& [name, character] : kEntities) {
    if (name == entity) return character;
  }
  return entity;
}

int read_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* data) {
  PageWriter& writer = rendering(data).writer;
  const std::string_view piece(text, size);
  switch (type) {
    case MD_TEXT_BR:
      writer.text("\n");
      break;
    case MD_TEXT_SOFTBR:
      writer.text(" ");
      break;
    case MD_TEXT_ENTITY:
      writer.text(decode(piece));
      break;
    case MD_TEXT_HTML:
      break;
    default:
      writer.text(piece);
  }
  return 0;
}

}  // namespace

std::string render_page(std::string_view markdown, const RenderOptions& options) {
  MD_PARSER parser{};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = enter_span;
  parser.leave_span = leave_span;
  parser.text = read_text;
  const std::string clean = clean_text(markdown);
  Rendering page(options);
  const int failed = md_parse(clean.data(), static_cast<MD_SIZE>(clean.size()), &parser, &page);
  LOCKSTEP_CHECK(failed == 0);  // it fails for want of memory only
  return page.writer.take();
}

}  // namespace grader
