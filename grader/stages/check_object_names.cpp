#include "grader/stages/check_object_names.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace grader {
namespace {

// Families of C functions in which there is no harm, and …
constexpr std::array<std::string_view, 15> kFamilies = {
    "mem",   "str",    "wcs",    "wmem",     "pthread_",  "sem_",   "mtx_",    "cnd_",
    "thrd_", "clock_", "__cxa_", "_Unwind_", "__atomic_", "__isoc", "__ctype_"};

// … what in them there is nevertheless.
constexpr std::array<std::string_view, 2> kHarmful = {"memfd_create", "sem_open"};

constexpr std::string_view kFunctions =
    " abort exit _exit _Exit quick_exit at_quick_exit atexit raise signal sigaction sigemptyset"
    " sigfillset sigaddset sigdelset sigismember sigprocmask alarm malloc calloc realloc free"
    " aligned_alloc posix_memalign reallocarray malloc_usable_size printf fprintf sprintf snprintf"
    " vprintf vfprintf vsprintf vsnprintf dprintf puts fputs putchar putc fputc fwrite fread fopen"
    " fclose fflush fgetc fgets getc getchar ungetc fseek ftell rewind feof ferror clearerr perror"
    " remove tmpfile setvbuf setbuf fileno fdopen freopen scanf fscanf sscanf getline getenv open"
    " openat read write close lseek pread pwrite access stat fstat lstat unlink dup dup2 pipe pipe2"
    " poll eventfd isatty fcntl time clock difftime mktime gmtime localtime gmtime_r localtime_r"
    " asctime ctime gettimeofday nanosleep usleep sleep timespec_get sched_yield sched_getcpu"
    " sched_getaffinity sched_setaffinity getpid gettid getppid getuid geteuid syscall rand srand"
    " rand_r random srandom drand48 lrand48 getrandom getentropy qsort bsearch abs labs llabs div"
    " ldiv lldiv atoi atol atoll atof sysconf get_nprocs getpagesize setlocale localeconv isalnum"
    " isalpha isblank iscntrl isdigit isgraph islower isprint ispunct isspace isupper isxdigit"
    " tolower toupper sqrt sqrtf sqrtl cbrt pow powf exp expf exp2 expm1 log logf log2 log10 log1p"
    " sin cos tan asin acos atan atan2 sinh cosh tanh floor floorf ceil ceilf round roundf trunc"
    " fmod fmodf fabs hypot lround llround lrint llrint nearbyint rint frexp ldexp modf fmin fmax"
    " stdin stdout stderr __assert_fail __errno_location __stack_chk_fail __tls_get_addr"
    " __libc_single_threaded __dso_handle _GLOBAL_OFFSET_TABLE_ __once_proxy __dynamic_cast"
    " __gxx_personality_v0 __gcc_personality_v0 __udivti3 __divti3 __umodti3 __modti3 __multi3"
    " __popcountdi2 __muldc3 __mulsc3 __mulxc3 __floattidf __floatuntidf __sched_cpucount"
    " __sched_cpualloc __sched_cpufree __pthread_key_create ";

constexpr std::array<std::string_view, 8> kRuntimes = {"__tsan_",        "__sanitizer_", "__asan_",
                                                       "__interceptor_", "__lsan_",      "__msan_",
                                                       "__ubsan_",       "Annotate"};

constexpr std::array<std::string_view, 9> kInstrumentation = {
    "__tsan_init",      "__tsan_func_",  "__tsan_read",  "__tsan_write", "__tsan_unaligned_",
    "__tsan_volatile_", "__tsan_atomic", "__tsan_vptr_", "__tsan_mem"};

constexpr std::array<std::string_view, 3> kNamespaces = {"7harness", "8explorer", "8protocol"};

constexpr std::array<std::string_view, 9> kLibrary = {"St", "Sa", "Ss",           "Sb",        "Si",
                                                      "So", "Sd", "10__cxxabiv1", "9__gnu_cxx"};

template <std::size_t size>
bool begins_with_one(std::string_view text, const std::array<std::string_view, size>& beginnings) {
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](std::string_view each) { return text.starts_with(each); });
}

// What follows the words for "vtable of", "guard of", "thunk to", "member of", "const".
std::string_view entity_of(std::string_view symbol) {
  symbol.remove_prefix(2);  // _Z
  for (const std::string_view special : {"TV", "TI", "TS", "TT", "TC", "TH", "TW", "GV", "GR"}) {
    if (symbol.starts_with(special)) symbol.remove_prefix(2);
  }
  if (symbol.starts_with("Th") || symbol.starts_with("Tv")) {
    symbol.remove_prefix(std::min(symbol.find("_N"), symbol.size() - 1) + 1);
  }
  const std::size_t qualifiers = symbol.find_first_not_of("NKVrRO");
  return symbol.substr(std::min(qualifiers, symbol.size()));
}

}  // namespace

bool is_mangled(std::string_view symbol) {
  return symbol.starts_with("_Z");
}

bool is_of_cxx_library(std::string_view symbol) {
  if (!is_mangled(symbol)) return false;
  // Type information is data; that of basic types has no namespace.
  if (symbol.starts_with("_ZTI") || symbol.starts_with("_ZTS")) return true;
  return is_replaceable(symbol) || begins_with_one(entity_of(symbol), kLibrary);
}

bool is_harmless_c(std::string_view symbol) {
  if (std::find(kHarmful.begin(), kHarmful.end(), symbol) != kHarmful.end()) return false;
  return begins_with_one(symbol, kFamilies) ||
         kFunctions.find(" " + std::string(symbol) + " ") != std::string_view::npos;
}

bool belongs_to_judges(std::string_view symbol) {
  if (begins_with_one(symbol, kRuntimes)) return true;
  return is_mangled(symbol) && begins_with_one(entity_of(symbol), kNamespaces);
}

bool is_instrumentation(std::string_view symbol) {
  return begins_with_one(symbol, kInstrumentation);
}

bool is_replaceable(std::string_view symbol) {
  constexpr std::array<std::string_view, 4> kOperators = {"_Znw", "_Zna", "_Zdl", "_Zda"};
  return begins_with_one(symbol, kOperators);
}

}  // namespace grader
