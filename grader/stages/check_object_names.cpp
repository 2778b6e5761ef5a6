#include "grader/stages/check_object_names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace grader {
namespace {

constexpr std::array<std::string_view, 10> kRuntimes = {
    "__tsan_", "__sanitizer_", "__asan_",  "__interceptor_", "__lsan_",
    "__msan_", "__ubsan_",     "Annotate", "WTFAnnotate",    "explorer_"};

constexpr std::array<std::string_view, 9> kInstrumentation = {
    "__tsan_init",      "__tsan_func_",  "__tsan_read",  "__tsan_write", "__tsan_unaligned_",
    "__tsan_volatile_", "__tsan_atomic", "__tsan_vptr_", "__tsan_mem"};

struct Family {
  std::string_view functions;  // between blanks
  std::string_view remedy;
};

constexpr std::array<Family, 6> kOutOfBounds = {{
    {" fork vfork Fork clone clone3 execl execle execlp execv execve execveat execvp execvpe"
     " fexecve posix_spawn posix_spawnp system popen daemon setsid setpgid setpgrp ",
     "A submission is one process: start threads, with std::thread or the course's own classes."},
    {" kill killpg tgkill sigqueue ptrace process_vm_readv process_vm_writev process_madvise"
     " pidfd_open pidfd_getfd pidfd_send_signal ",
     "Other processes are none of its business: leave it out. raise() and pthread_kill() reach "
     "its own threads."},
    {" socket socketpair bind listen connect accept accept4 send sendto sendmsg sendmmsg recv"
     " recvfrom recvmsg recvmmsg getaddrinfo gethostbyname gethostbyaddr ",
     "There is no network here: threads share memory."},
    {" mmap munmap mremap mprotect pkey_alloc pkey_mprotect remap_file_pages memfd_create brk sbrk"
     " shm_open shm_unlink shmget shmat shmctl shmdt semget semop semctl sem_open msgget mq_open ",
     "Get memory with new, std::make_unique or a container: threads share all of it."},
    {" dlopen dlmopen dlsym dlvsym dladdr dladdr1 dlinfo dl_iterate_phdr dl_find_object"
     " dl_sym dl_open dl_addr rtld_global rtld_global_ro ",
     "All code of a submission is in what you hand in: call functions by their names."},
    {" unshare setns mount umount umount2 pivot_root chroot personality setuid setgid seteuid"
     " setegid setreuid setregid setresuid setresgid setfsuid setfsgid setgroups initgroups capset"
     " sched_setscheduler sched_setparam sched_setattr ",
     "Rights and the view of the system are not a submission's to change: leave it out."},
}};

template <std::size_t size>
bool begins_with_one(std::string_view text, const std::array<std::string_view, size>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view each) { return text.starts_with(each); });
}

// The C library knows "fork" as "__libc_fork" and "_Fork", too, and "mmap" as "mmap64".
std::string_view bare(std::string_view symbol) {
  constexpr std::string_view kInner = "__libc_";
  if (symbol.starts_with(kInner)) symbol.remove_prefix(kInner.size());
  symbol.remove_prefix(std::min(symbol.find_first_not_of('_'), symbol.size()));
  if (symbol.ends_with("64")) symbol.remove_suffix(2);
  return symbol;
}

}  // namespace

bool is_mangled(std::string_view symbol) {
  return symbol.starts_with("_Z");
}

bool is_compilers_own(std::string_view symbol) {
  return symbol.find('.') != std::string_view::npos || symbol == "__clang_call_terminate";
}

bool belongs_to_judges(std::string_view symbol) {
  return begins_with_one(symbol, kRuntimes);
}

bool is_instrumentation(std::string_view symbol) {
  return begins_with_one(symbol, kInstrumentation);
}

bool is_replaceable(std::string_view symbol) {
  constexpr std::array<std::string_view, 4> kOperators = {"_Znw", "_Zna", "_Zdl", "_Zda"};
  return begins_with_one(symbol, kOperators);
}

std::optional<std::string_view> out_of_bounds(std::string_view symbol) {
  const std::string word = " " + std::string(bare(symbol)) + " ";
  for (const Family& family : kOutOfBounds) {
    if (family.functions.find(word) != std::string_view::npos) return family.remedy;
  }
  return std::nullopt;
}

}  // namespace grader
