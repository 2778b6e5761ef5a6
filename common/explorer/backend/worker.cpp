#include "explorer/backend/worker.h"

#include <cxxabi.h>
#include <link.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <time.h>

#include <initializer_list>

#include "explorer/backend/crash.h"
#include "explorer/backend/fiber_switch.h"
#include "explorer/interpose/real.h"
#include "explorer/memory/mapping.h"
#include "explorer/schedule/outside.h"
#include "explorer/schedule/run.h"

#if defined(__x86_64__)
extern "C" void explorer_fiber_main();
#endif

namespace explorer {

constinit thread_local LogicalThread* self = nullptr;

namespace {

constexpr std::size_t kGuard = 4096;
// Room on each stack for what the parked thread itself has on it, below the TLS block.
constexpr std::size_t kParkedFrames = 8192;

struct Workers {
  Worker all[kMaxThreads];
  Worker driver;
  Worker creator;  // whoever waits for a new worker; with real threads the driver waits, too
  bool prepared;
  bool shared_tls;  // fibers run on the driver's TLS block
  bool fast_tls;    // wrfsbase may be used
  bool aborting;
  Backend backend;
  const void* tls_image;
  std::size_t tls_image_size;
  std::size_t tls_size;
};
Workers workers;

// `look_again`: looks by itself, too, so often; null: only when it is woken.
void wait_for_baton(Worker& me, const timespec* look_again = nullptr) {
  while (__atomic_load_n(&me.baton, __ATOMIC_ACQUIRE) == 0) {
    raw_syscall(SYS_futex, reinterpret_cast<long>(&me.baton), FUTEX_WAIT_PRIVATE, 0,
                reinterpret_cast<long>(look_again));
  }
  __atomic_store_n(&me.baton, 0, __ATOMIC_RELAXED);
}

void pass_baton(Worker& to) {
  // Pairs with the acquire load in wait_for_baton.
  __atomic_store_n(&to.baton, 1, __ATOMIC_RELEASE);
  raw_syscall(SYS_futex, reinterpret_cast<long>(&to.baton), FUTEX_WAKE_PRIVATE, 1);
}

// The executable comes first; its TLS block is the one that a body's thread_local variables live
// in.
int find_tls(dl_phdr_info* info, std::size_t, void* result) {
  static_cast<Worker*>(result)->tls = static_cast<char*>(info->dlpi_tls_data);
  for (int i = 0; i < info->dlpi_phnum; i++) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS) continue;
    workers.tls_image = reinterpret_cast<const void*>(info->dlpi_addr + header.p_vaddr);
    workers.tls_image_size = header.p_filesz;
    workers.tls_size = header.p_memsz;
  }
  return 1;
}

#if defined(__x86_64__)
constexpr bool kHasFibers = true;

// A new logical thread's stack, as if it had been switched out at its entry.
void* initial_stack(Worker& w) {
  void** stack = static_cast<void**>(w.entry_stack);
  *--stack = nullptr;
  *--stack = nullptr;
  *--stack = reinterpret_cast<void*>(explorer_fiber_entry);
  for (int saved_register = 0; saved_register < 6; saved_register++)
    *--stack = nullptr;
  return stack;
}

void switch_fiber(Worker& from, Worker& to) {
  if (workers.shared_tls) {
    exchange_tls_words(from.words, to.words);
    self = to.lent_to;
    explorer_switch(&from.saved_stack, to.saved_stack);
    return;
  }
  if (workers.fast_tls) {
    explorer_switch_with_tls(&from.saved_stack, to.saved_stack, to.thread_pointer);
    return;
  }
  constexpr long kSetFs = 0x1002;  // ARCH_SET_FS
  raw_syscall(SYS_arch_prctl, kSetFs, static_cast<long>(to.thread_pointer));
  explorer_switch(&from.saved_stack, to.saved_stack);
}

// At the depth at which a fiber begins: addresses of local variables do not depend on the back end.
void run_on_own_stack(Worker& w) {
  explorer_call_on_stack(static_cast<void**>(w.entry_stack) - 2, explorer_fiber_main);
}
#else
constexpr bool kHasFibers = false;

void* initial_stack(Worker&) {
  return nullptr;
}
void switch_fiber(Worker&, Worker&) {
  die("explorer: no fibers on this architecture");
}
void run_on_own_stack(Worker&) {
  run_logical_thread();
}
#endif

// As a debugger shows it, and as traces call it.
void set_name(std::uint32_t index) {
  char name[16];
  snprintf(name, sizeof name, index == 0 ? "main" : "thread %u", index);
  raw_syscall(SYS_prctl, PR_SET_NAME, reinterpret_cast<long>(name));
}

void* park(void* argument) {
  Worker& me = *static_cast<Worker*>(argument);
  dl_iterate_phdr(find_tls, &me);
  me.exception_globals = abi::__cxa_get_globals();
  me.kernel_id = raw_syscall(SYS_gettid);
  me.thread_pointer = reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer());
  me.handle = pthread_self();
  me.self = &self;
  const auto frame = reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0));
  me.entry_stack = reinterpret_cast<void*>((frame - kParkedFrames) & ~std::uintptr_t{4095});
  use_signal_stack();
  set_name(me.index);
  pass_baton(workers.creator);
  for (;;) {
    if (setjmp(me.home) != 0) pass_baton(workers.driver);  // was told to leave its schedule
    // Pairs with the acquire load in wait_until_parked.
    __atomic_store_n(&me.parked, true, __ATOMIC_RELEASE);
    wait_for_baton(me);
    while (!me.running)
      wait_for_baton(me);
    if (workers.aborting) {
      pass_baton(workers.driver);
      continue;
    }
    __atomic_store_n(&me.parked, false, __ATOMIC_RELAXED);  // read only after the next baton
    run_on_own_stack(me);
  }
}

// A worker that has handed on the baton for good is still on its way back to its loop: until then
// its stack is in use.
void wait_until_parked(const Worker& w) {
  while (!__atomic_load_n(&w.parked, __ATOMIC_ACQUIRE))
    raw_syscall(SYS_sched_yield);
}

// It handles no signal but those of its own mistakes, and the alarm's.
void start_real_thread(Worker& w, char* stack) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGVTALRM})
    sigdelset(&all, signal);
  pthread_sigmask(SIG_BLOCK, &all, &before);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, stack, kStackSize - kGuard);
  pthread_t handle;
  if (EXPLORER_REAL(pthread_create)(&handle, &attributes, park, &w) != 0) {
    die("explorer: cannot create its threads; raise the limit on processes");
  }
  pthread_attr_destroy(&attributes);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void create_worker(std::uint32_t index) {
  const Outside outside;
  Worker& w = workers.all[index];
  w.index = index;
  char* stack = reinterpret_cast<char*>(kStacks + index * kStackSize);
  mprotect(stack, kGuard, PROT_NONE);
  start_real_thread(w, stack + kGuard);
  // On a busy machine this wait was seen to sleep on after it was woken, once in thousands.
  constexpr timespec kLookAgain{.tv_sec = 0, .tv_nsec = 10'000'000};
  wait_for_baton(workers.creator, &kLookAgain);
}

void freshen_tls_block(const Worker& w) {
  memcpy(w.tls, workers.tls_image, workers.tls_image_size);
  memset(w.tls + workers.tls_image_size, 0, workers.tls_size - workers.tls_image_size);
  memset(w.exception_globals, 0, sizeof(void*) * 2);
}

// What an earlier schedule has left on the stack: a variable that nobody sets would read it, and
// the same schedule would not always do the same. The hooks' own frames lie below the lowest.
void wipe_stack(const Worker& w, std::uintptr_t lowest_frame) {
  constexpr std::uintptr_t kHooks = 640;  // they were seen to take up to 512
  const auto top = reinterpret_cast<std::uintptr_t>(w.entry_stack);
  const std::uintptr_t end = kStacks + w.index * kStackSize + kGuard;
  if (lowest_frame < end || lowest_frame >= top) return;  // it was never used
  const std::uintptr_t from = lowest_frame - end > kHooks ? lowest_frame - kHooks : end;
  memset(reinterpret_cast<void*>(from), 0, top - from);
}

void stand_at_first_frame(Worker& w) {
  w.running = true;
  if (workers.backend == Backend::fibers) w.saved_stack = initial_stack(w);
}

}  // namespace

void prepare_workers() {
  if (workers.prepared) return;
  workers.prepared = true;
  workers.shared_tls = kHasFibers && find_tls_words(sizeof self);
  constexpr unsigned long kFsgsbase = 2;
  workers.fast_tls = kHasFibers && (getauxval(AT_HWCAP2) & kFsgsbase) != 0;
  workers.driver.thread_pointer = reinterpret_cast<std::uintptr_t>(__builtin_thread_pointer());
  workers.driver.handle = pthread_self();
  map_at(kStacks, kStackSize * kMaxThreads);
}

pthread_t driver_handle() {
  return workers.driver.handle;
}

bool fibers_supported() {
  return kHasFibers;
}

void lend_worker(LogicalThread& thread) {
  Worker& w = workers.all[thread.id];
  if (w.kernel_id == 0) create_worker(thread.id);
  if (workers.shared_tls && workers.backend == Backend::fibers) {
    clear_tls_words(w.words);
    w.lent_to = &thread;
  } else {
    freshen_tls_block(w);
    *w.self = &thread;
  }
  wipe_stack(w, thread.frames.lowest());
  thread.worker = &w;
  stand_at_first_frame(w);
}

void reuse_worker(LogicalThread& thread) {
  Worker& w = *thread.worker;
  if (workers.backend == Backend::threads) *w.self = &thread;  // a fiber has kept it
  stand_at_first_frame(w);
}

void run_first(LogicalThread& thread, Backend backend) {
  workers.backend = backend;
  lend_worker(thread);
  if (backend == Backend::fibers) {
    switch_fiber(workers.driver, *thread.worker);
    return;
  }
  pass_baton(*thread.worker);
  wait_for_baton(workers.driver);
  workers.aborting = true;
  for (Worker& w : workers.all) {
    if (!w.running) continue;
    pass_baton(w);
    wait_for_baton(workers.driver);
    w.running = false;
    *w.self = nullptr;
  }
  workers.aborting = false;
  for (const Worker& w : workers.all) {
    if (w.kernel_id != 0) wait_until_parked(w);
  }
}

void switch_to(LogicalThread& from, LogicalThread& to) {
  if (workers.backend == Backend::fibers) {
    switch_fiber(*from.worker, *to.worker);
    return;
  }
  Worker& me = *from.worker;
  pass_baton(*to.worker);
  wait_for_baton(me);
  if (workers.aborting) longjmp(me.home, 1);
}

void hand_over(LogicalThread& finished, LogicalThread* next) {
  Worker& me = *finished.worker;
  me.running = false;
  Worker& to = next != nullptr ? *next->worker : workers.driver;
  if (workers.backend == Backend::fibers) switch_fiber(me, to);
  *me.self = nullptr;
  pass_baton(to);
}

void leave_schedule() {
  Worker& me = *run.current->worker;
  if (workers.backend == Backend::fibers) switch_fiber(me, workers.driver);
  pass_baton(workers.driver);
  wait_for_baton(me);
  longjmp(me.home, 1);
}

bool in_guard_page(std::uintptr_t address) {
  return on_stacks(address) && (address - kStacks) % kStackSize < kGuard;
}

}  // namespace explorer

#if defined(__x86_64__)
// A fiber does not come back from here, a real thread does.
extern "C" void explorer_fiber_main() {
  explorer::run_logical_thread();
}
#endif
