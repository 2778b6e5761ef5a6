#include "protocol/frame.hpp"

#include "protocol/byte_stream.hpp"

namespace protocol {
namespace {

constexpr std::uint64_t kFrameMagic = 0x31454D4152465354;  // "TSFRAME1"

void put_stack(ByteWriter& out, const std::vector<std::uint64_t>& stack) {
  out.put(static_cast<std::uint32_t>(stack.size()));
  for (const std::uint64_t pc : stack)
    out.put(pc);
}

void put_lists(ByteWriter& out, const Report& report) {
  out.put(static_cast<std::uint32_t>(report.deviations.size()));
  for (const Deviation& deviation : report.deviations)
    out.put(deviation);
  out.put(static_cast<std::uint32_t>(report.steps.size()));
  for (const Step& step : report.steps) {
    out.put(step.thread);
    out.put_text(step.op);
    out.put_text(step.what);
    out.put(step.flags);
    put_stack(out, step.stack);
  }
  out.put(static_cast<std::uint32_t>(report.blocked.size()));
  for (const Blocked& blocked : report.blocked) {
    out.put(blocked.thread);
    out.put_text(blocked.waits_for);
    put_stack(out, blocked.stack);
  }
  out.put(static_cast<std::uint32_t>(report.threads.size()));
  for (const ThreadName& thread : report.threads) {
    out.put(thread.thread);
    out.put_text(thread.name);
  }
}

std::string encode_report(const Report& report) {
  ByteWriter out;
  out.put(report.verdict);
  out.put_text(report.message);
  out.put_text(report.detail);
  out.put_text(report.hint);
  out.put(report.runs);
  out.put(static_cast<std::uint8_t>(report.exhausted));
  out.put(report.seed);
  out.put(report.digest);
  put_lists(out, report);
  return out.take();
}

// A count is believed only item by item: a forged one runs out of bytes, not of memory.
template <class Item, class Get>
std::vector<Item> get_list(ByteReader& in, Get get) {
  std::vector<Item> items;
  const auto count = in.get<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && in.ok(); ++i)
    items.push_back(get());
  return items;
}

std::vector<std::uint64_t> get_stack(ByteReader& in) {
  return get_list<std::uint64_t>(in, [&in] { return in.get<std::uint64_t>(); });
}

Step get_step(ByteReader& in) {
  Step step;
  step.thread = in.get<std::uint32_t>();
  step.op = in.get_text();
  step.what = in.get_text();
  step.flags = in.get<std::uint32_t>();
  step.stack = get_stack(in);
  return step;
}

Blocked get_blocked(ByteReader& in) {
  Blocked blocked;
  blocked.thread = in.get<std::uint32_t>();
  blocked.waits_for = in.get_text();
  blocked.stack = get_stack(in);
  return blocked;
}

ThreadName get_thread_name(ByteReader& in) {
  ThreadName thread;
  thread.thread = in.get<std::uint32_t>();
  thread.name = in.get_text();
  return thread;
}

std::optional<Report> decode_report(std::string_view bytes) {
  ByteReader in(bytes);
  Report report;
  const auto verdict = in.get<std::uint8_t>();
  if (verdict >= kVerdicts.size()) return std::nullopt;
  report.verdict = static_cast<Verdict>(verdict);
  report.message = in.get_text();
  report.detail = in.get_text();
  report.hint = in.get_text();
  report.runs = in.get<std::uint64_t>();
  report.exhausted = in.get<std::uint8_t>() != 0;
  report.seed = in.get<std::uint64_t>();
  report.digest = in.get<std::uint64_t>();
  report.deviations = get_list<Deviation>(in, [&in] { return in.get<Deviation>(); });
  report.steps = get_list<Step>(in, [&in] { return get_step(in); });
  report.blocked = get_list<Blocked>(in, [&in] { return get_blocked(in); });
  report.threads = get_list<ThreadName>(in, [&in] { return get_thread_name(in); });
  if (!in.ok() || !in.at_end()) return std::nullopt;
  return report;
}

std::optional<Frame> decode_frame(ByteReader& in) {
  if (in.get<std::uint64_t>() != kFrameMagic) return std::nullopt;
  Frame frame;
  frame.nonce = in.get<Nonce>();
  const auto kind = in.get<std::uint8_t>();
  const std::string body = in.get_text();
  const bool known = kind >= static_cast<std::uint8_t>(FrameKind::failure) &&
                     kind <= static_cast<std::uint8_t>(FrameKind::started);
  if (!in.ok() || !known) return std::nullopt;
  frame.kind = static_cast<FrameKind>(kind);
  std::optional<Report> report = decode_report(body);
  if (!report) return std::nullopt;
  frame.report = std::move(*report);
  return frame;
}

}  // namespace

std::string encode(const Frame& frame) {
  ByteWriter out;
  out.put(kFrameMagic);
  out.put(frame.nonce);
  out.put(frame.kind);
  out.put_text(encode_report(frame.report));
  return out.take();
}

std::optional<std::vector<Frame>> decode(std::string_view bytes) {
  ByteReader in(bytes);
  std::vector<Frame> frames;
  while (!in.at_end()) {
    std::optional<Frame> frame = decode_frame(in);
    if (!frame) return std::nullopt;
    frames.push_back(std::move(*frame));
  }
  return frames;
}

}  // namespace protocol
