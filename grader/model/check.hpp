#pragma once

#include <cstdio>
#include <cstdlib>

// What cannot happen: a mistake of ours. Says where and aborts; never used on anything that a
// file, a student or a machine could bring about. (A macro because it names its own place.)
#define LOCKSTEP_CHECK(condition)                                                              \
  do {                                                                                         \
    if (!(condition)) {                                                                        \
      std::fprintf(stderr, "%s:%d: this cannot happen: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                            \
    }                                                                                          \
  } while (false)
