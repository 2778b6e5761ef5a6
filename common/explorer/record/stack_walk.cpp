#include "explorer/record/stack_walk.h"

#include <unwind.h>

#include "explorer/schedule/outside.h"
#include "explorer/schedule/run.h"

// The runtime's own code lies in a section of its own; see CMakeLists.txt.
extern "C" char __start_explorer_text[] __attribute__((weak, visibility("hidden")));
extern "C" char __stop_explorer_text[] __attribute__((weak, visibility("hidden")));

namespace explorer {

namespace {

bool is_runtime(std::uintptr_t pc) {
  return pc >= reinterpret_cast<std::uintptr_t>(__start_explorer_text) &&
         pc < reinterpret_cast<std::uintptr_t>(__stop_explorer_text);
}

_Unwind_Reason_Code take_frame(_Unwind_Context* context, void* argument) {
  auto& stack = *static_cast<Stack*>(argument);
  const std::uintptr_t pc = _Unwind_GetIP(context);
  if (pc == 0 || stack.count == Stack::kMaxFrames) return _URC_END_OF_STACK;
  if (run.globals.is_code(pc) && !is_runtime(pc)) {
    stack.pcs[stack.count++] = pc - run.globals.module_base();
  }
  return _URC_NO_REASON;
}

}  // namespace

void walk_stack(Stack& stack) {
  stack.count = 0;
  const Outside outside;  // the unwinder calls pthread_once and others that are interposed
  _Unwind_Backtrace(take_frame, &stack);
}

}  // namespace explorer
