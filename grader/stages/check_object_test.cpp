#include "grader/stages/check_object.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/error.hpp"

namespace grader {
namespace {

using Binding = ObjectSymbol::Binding;

const ForeignNames kForeign = {
    {"malloc", "fork", "_ZNSt6thread4joinEv", "_ZNSt6thread6detachEv", "_Znwm", "_exit"},
    {"main", "_ZN7harness10end_passedERKN8protocol6ReportE", "_ZN5tests4helpEv"},
    {"_ZNSt10unique_ptrIiE5resetEv", "__clang_call_terminate"},
    {"malloc", "_ZNSt6thread4joinEv", "_ZN7subject4Lock7acquireEv"}};

std::string found_in(const ObjectSymbol& symbol) {
  ObjectFile object;
  object.symbols.push_back(symbol);
  const auto rejection = check_object(object, kForeign);
  if (rejection) {
    EXPECT_EQ(rejection->verdict, Verdict::forbidden);
  }
  return rejection ? rejection->message : "";
}
std::string wanting(const std::string& name, Binding binding = Binding::global) {
  return found_in({name, binding, false, false});
}
std::string offering(const std::string& name, Binding binding = Binding::global) {
  return found_in({name, binding, true, false});
}
std::string with_section(const std::string& name, std::uint64_t size) {
  ObjectFile object;
  object.sections = {{}, {name, size}};
  const auto rejection = check_object(object, kForeign);
  return rejection ? rejection->message : "";
}

TEST(CheckObject, LetsTheLibrariesBeUsed) {
  for (const char* name : {"_ZNSt6thread4joinEv",
                           "_ZTVN10__cxxabiv117__class_type_infoE",
                           "_ZTIi",
                           "_Znwm",
                           "_ZSt4cout",
                           "memcpy",
                           "pthread_self",
                           "syscall",
                           "__cxa_throw",
                           "__tsan_read4",
                           "__tsan_atomic32_fetch_add",
                           "_ZN7missing8functionEv",
                           "_exit",
                           "_setjmp",
                           "longjmp",
                           "pthread_setname_np",
                           "clock_gettime",
                           "prctl",
                           "lgamma_r",
                           "missing_function",
                           "__fork_x"})
    EXPECT_EQ(wanting(name), "") << name;
  EXPECT_EQ(wanting("_ZTH3ext", Binding::weak), "");
}

TEST(CheckObject, ForbidsWhatNoLabNeeds) {
  for (const std::string name :
       {"fork", "_Fork", "__libc_fork", "execve", "system", "popen", "kill", "ptrace", "socket",
        "mmap", "mmap64", "mprotect", "memfd_create", "dlsym", "_dl_find_object", "unshare",
        "setuid", "sched_setscheduler"}) {
    EXPECT_EQ(wanting(name), "it uses '" + name + "', which no lab needs");
    EXPECT_EQ(wanting(name, Binding::weak), "it uses '" + name + "', which no lab needs");
  }
}

TEST(CheckObject, SaysWhatToDoInstead) {
  ObjectFile object;
  object.symbols.push_back({"mmap", Binding::global, false, false});
  EXPECT_THAT(check_object(object, kForeign)->detail, testing::HasSubstr("std::make_unique"));
}

TEST(CheckObject, KeepsTheJudgesNamesForTheJudges) {
  EXPECT_EQ(wanting("__tsan_acquire"), "it uses '__tsan_acquire', which belongs to the judges");
  EXPECT_EQ(wanting("_ZN7harness10end_passedERKN8protocol6ReportE"),
            "it uses 'harness::end_passed(protocol::Report const&)', which belongs to the judges");
  EXPECT_EQ(wanting("_ZN5tests4helpEv"), "it uses 'tests::help()', which belongs to the judges");
  EXPECT_EQ(wanting("main"), "it uses 'main', which belongs to the judges");
  EXPECT_THAT(offering("__tsan_default_suppressions"), testing::HasSubstr("reserved"));
  EXPECT_THAT(offering("_ZN5tests4helpEv", Binding::weak), testing::HasSubstr("reserved"));
  EXPECT_EQ(offering("_ZN8explorer3runEv"), "") << "a class of the student's own";
  EXPECT_EQ(offering("_ZN7harness4mineEv"), "") << "a namespace of the student's own";
}

TEST(CheckObject, ForbidsToTakeTheLibrariesPlace) {
  EXPECT_EQ(offering("main"), "it defines 'main', which is reserved");
  EXPECT_EQ(offering("malloc"), "it defines 'malloc', which is reserved");
  EXPECT_EQ(offering("malloc", Binding::weak), "it defines 'malloc', which is reserved");
  EXPECT_EQ(offering("_Znwm", Binding::weak),
            "it defines 'operator new(unsigned long)', which is reserved");
  EXPECT_EQ(offering("_ZNSt6thread4joinEv"), "it defines 'std::thread::join()', which is reserved");
  EXPECT_THAT(offering("_ZNSt10unique_ptrIiE5resetEv"), testing::HasSubstr("reserved"));
}

TEST(CheckObject, ForbidsToTakeTheLibrariesPlaceInline) {
  EXPECT_EQ(offering("_ZNSt6thread4joinEv", Binding::weak),
            "it defines 'std::thread::join()', which is reserved");
}

TEST(CheckObject, LetsCopiesOfInlineFunctionsPass) {
  EXPECT_EQ(offering("_ZNSt6thread6detachEv", Binding::weak), "");
  EXPECT_EQ(offering("_ZNSt10unique_ptrIiE5resetEv", Binding::weak), "");
  EXPECT_EQ(offering("__clang_call_terminate", Binding::weak), "");
  EXPECT_EQ(offering("DW.ref.__gxx_personality_v0", Binding::weak), "");
}

TEST(CheckObject, LetsASubmissionDefineItsOwn) {
  EXPECT_EQ(offering("_ZN7subject4Lock7acquireEv"), "");
  EXPECT_EQ(offering("_ZN7subject4Lock7acquireEv", Binding::weak), "");
  EXPECT_EQ(offering("counter"), "");
  EXPECT_EQ(offering("malloc", Binding::local), "");
}

TEST(CheckObject, ForbidsCodeThatRunsTooEarly) {
  EXPECT_THAT(found_in({"f", Binding::local, true, true}), testing::HasSubstr("is an ifunc"));
  EXPECT_THAT(with_section(".preinit_array", 8), testing::HasSubstr(".preinit_array"));
  EXPECT_THAT(with_section(".init_array.00101", 8), testing::HasSubstr(".init_array.00101"));
  EXPECT_THAT(with_section(".init_array.00099", 16), testing::HasSubstr(".init_array.00099"));
  EXPECT_EQ(with_section(".init_array.00099", 8), "");
  EXPECT_EQ(with_section(".init_array", 64), "");
}

TEST(ForeignNames, HoldThoseOfTheLibrariesThatEveryProgramRunsWith) {
  const ForeignNames names = foreign_names({});
  for (const char* name : {"malloc", "pthread_mutex_lock", "_ZNSt6thread4joinEv", "_Znwm"})
    EXPECT_EQ(names.libraries.count(name), 1U) << name;
  EXPECT_THROW(static_cast<void>(foreign_names({"/etc/passwd"})), Error);
}

}  // namespace
}  // namespace grader
