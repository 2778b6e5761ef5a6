// The reference count of std::exception_ptr, whose operations lie in the library and are not
// instrumented: they order what they order in reality, so that an exception's last owner may
// destroy it. An owner too is the handler of an exception that several threads were thrown.
#include <exception>

#include "explorer/interpose/real.h"
#include "explorer/schedule/mutex_step.h"

using namespace explorer;

namespace {

using Member = void(void**);

void synchronise(void* exception, bool releasing) {
  LogicalThread* thread = self;
  if (thread == nullptr || exception == nullptr) return;
  SyncObject& object = sync_object(exception, ObjectKind::memory);
  if (releasing) release_to(*thread, object);
  acquire_from(*thread, object);
}

}  // namespace

// std::__exception_ptr::exception_ptr::_M_addref() and _M_release(); `this` points to one pointer.
EXPLORER_HOOK void explorer_exception_addref(void** self_pointer) noexcept
    asm("_ZNSt15__exception_ptr13exception_ptr9_M_addrefEv");
EXPLORER_HOOK void explorer_exception_release(void** self_pointer) noexcept
    asm("_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv");

EXPLORER_HOOK void explorer_exception_addref(void** self_pointer) noexcept {
  static Member* real;
  if (real == nullptr) {
    real =
        reinterpret_cast<Member*>(next_symbol("_ZNSt15__exception_ptr13exception_ptr9_M_addrefEv"));
  }
  real(self_pointer);
}

EXPLORER_HOOK void explorer_exception_release(void** self_pointer) noexcept {
  static Member* real;
  if (real == nullptr) {
    real = reinterpret_cast<Member*>(
        next_symbol("_ZNSt15__exception_ptr13exception_ptr10_M_releaseEv"));
  }
  synchronise(*self_pointer, true);
  real(self_pointer);
}

// Gives up the handler's share within the library. The pointer here, which is given up first,
// says so: nothing of this thread comes between the two.
EXPLORER_HOOK void __cxa_end_catch() {
  static void (*real)();
  if (real == nullptr) real = reinterpret_cast<void (*)()>(next_symbol("__cxa_end_catch"));
  if (self != nullptr) static_cast<void>(std::current_exception());
  real();
}
