#include "grader/stages/check_object.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/model/error.hpp"

namespace grader {
namespace {

using Binding = ObjectSymbol::Binding;

const ReservedNames kReserved = {"main", "malloc", "_ZN7harness10end_passedERKN8protocol6ReportE",
                                 "_ZN5tests4helpEv", "_ZNSt6thread4joinEv"};

std::string found_in(const ObjectSymbol& symbol) {
  ObjectFile object;
  object.symbols.push_back(symbol);
  const auto rejection = check_object(object, kReserved);
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
  const auto rejection = check_object(object, kReserved);
  return rejection ? rejection->message : "";
}

TEST(CheckObject, LetsTheLibrariesBeUsed) {
  for (const char* name :
       {"_ZNSt6thread4joinEv", "_ZNKSt9exception4whatEv", "_ZTVN10__cxxabiv117__class_type_infoE",
        "_ZTISt9exception", "_ZTIi", "_ZSt9terminatev", "_Znwm", "_ZdlPvm", "_ZSt4cout", "memcpy",
        "pthread_self", "syscall", "__cxa_throw", "__tsan_read4", "__tsan_atomic32_fetch_add",
        "_ZN7missing8functionEv", "_exit"})
    EXPECT_EQ(wanting(name), "") << name;
  EXPECT_EQ(wanting("_ZTH3ext", Binding::weak), "");
}

TEST(CheckObject, ForbidsWhatNoLabNeeds) {
  for (const std::string name : {"fork", "execve", "system", "popen", "kill", "ptrace", "socket",
                                 "mmap", "mprotect", "memfd_create", "dlsym", "unshare", "setuid"})
    EXPECT_EQ(wanting(name), "it uses '" + name + "', which no lab needs");
}

TEST(CheckObject, KeepsTheJudgesNamesForTheJudges) {
  EXPECT_EQ(wanting("__tsan_acquire"), "it uses '__tsan_acquire', which belongs to the judges");
  EXPECT_EQ(wanting("_ZN7harness10end_passedERKN8protocol6ReportE"),
            "it uses 'harness::end_passed(protocol::Report const&)', which belongs to the judges");
  EXPECT_EQ(wanting("_ZN5tests4helpEv"), "it uses 'tests::help()', which belongs to the judges");
  EXPECT_THAT(offering("__tsan_default_suppressions"), testing::HasSubstr("reserved"));
  EXPECT_THAT(offering("_ZN7harness5orderEv", Binding::weak), testing::HasSubstr("reserved"));
}

TEST(CheckObject, ForbidsToTakeTheLibrariesPlace) {
  EXPECT_EQ(offering("main"), "it defines 'main', which is reserved");
  EXPECT_EQ(offering("malloc", Binding::weak), "it defines 'malloc', which is reserved");
  EXPECT_EQ(offering("_ZNSt6thread4joinEv"), "it defines 'std::thread::join()', which is reserved");
  EXPECT_EQ(offering("_ZNSt6thread4joinEv", Binding::weak), "");
  EXPECT_EQ(offering("_ZN7subject4Lock7acquireEv"), "");
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

TEST(ReservedNames, HoldThoseOfTheLibrariesThatEveryProgramRunsWith) {
  const ReservedNames names = reserved_names({});
  for (const char* name : {"malloc", "pthread_mutex_lock", "_ZNSt6thread4joinEv", "_Znwm"})
    EXPECT_EQ(names.count(name), 1U) << name;
  EXPECT_THROW(static_cast<void>(reserved_names({"/etc/passwd"})), Error);
}

}  // namespace
}  // namespace grader
