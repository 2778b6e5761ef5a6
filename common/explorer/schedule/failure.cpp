#include "explorer/schedule/failure.h"

#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "explorer/backend/worker.h"
#include "explorer/interpose/real.h"
#include "explorer/record/object_names.h"
#include "explorer/schedule/outside.h"
#include "explorer/schedule/run.h"

namespace explorer {

namespace {

void write_message(Finding finding, const char* format, va_list arguments) {
  if (run.failure.finding != Finding::none) return;
  run.failure.finding = finding;
  vsnprintf(run.failure.message, sizeof run.failure.message, format, arguments);
}

char* next_buffer() {
  static char buffers[8][80];
  static unsigned next;
  return buffers[next++ % 8];
}

const char* kind_of(const SyncObject& object) {
  switch (object.kind) {
    case ObjectKind::atomic:
      return "atomic";
    case ObjectKind::mutex:
      return "mutex";
    case ObjectKind::condition:
      return "condition variable";
    case ObjectKind::rwlock:
      return "shared mutex";
    case ObjectKind::semaphore:
      return "semaphore";
    case ObjectKind::once:
      return "once flag";
    case ObjectKind::memory:
      return "memory";
    case ObjectKind::thread:
      return "thread";
  }
  return "object";
}

}  // namespace

void fail_schedule(Finding finding, const char* format, ...) {
  LogicalThread* const failing = self;
  {
    const Outside outside;
    va_list arguments;
    va_start(arguments, format);
    write_message(finding, format, arguments);
    va_end(arguments);
    if (run.options->stop_in_debugger && run.recorder.full())
      raw_syscall(SYS_tkill, raw_syscall(SYS_gettid), SIGTRAP);
  }
  if (failing == nullptr) die(run.failure.message);
  leave_schedule();
}

void note_failure(Finding finding, const char* format, ...) {
  const Outside outside;
  va_list arguments;
  va_start(arguments, format);
  write_message(finding, format, arguments);
  va_end(arguments);
}

void add_detail(const char* format, ...) {
  const Outside outside;
  char* detail = run.failure.detail;
  const std::size_t used = strlen(detail);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(detail + used, sizeof run.failure.detail - used, format, arguments);
  va_end(arguments);
}

const char* called(const LogicalThread& thread) {
  if (thread.name[0] != '\0') return thread.name;
  const Outside outside;
  char* text = next_buffer();
  if (thread.id == 0) {
    snprintf(text, 80, "main");
  } else {
    snprintf(text, 80, "thread %u", thread.id);
  }
  return text;
}

const char* called(const SyncObject& object) {
  const Outside outside;
  char* text = next_buffer();
  const char* name = name_of_object(object.address);
  if (name != nullptr) {
    snprintf(text, 80, "\"%s\"", name);
  } else {
    snprintf(text, 80, "%s #%u", kind_of(object), object.id + 1);  // as traces count them
  }
  return text;
}

}  // namespace explorer
