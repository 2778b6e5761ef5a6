#pragma once

#include "harness/judge.hpp"
#include "labs/deadlock/subject.hpp"

// An account whose locks bear its name in traces, and the accounts of most scenarios.
namespace bank {

class NamedAccount : public subject::Account {
 public:
  NamedAccount(const char* name, int balance) : Account(balance) {
    harness::name_object(storage().data(), storage().size(), name);
  }
};

struct Accounts {
  NamedAccount savings{"savings", 100};
  NamedAccount current{"current", 100};
};

}  // namespace bank
