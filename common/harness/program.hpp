#pragma once

#include <string_view>

// A whole program: the scenario's body becomes its main. What counts is what it has printed by
// the time when it is over, with its exit handlers and static objects gone, and its exit status.
//
//   SCENARIO(Thread, TheProgramWaitsForItsThreads, interleaving, "…") {
//     begin_program({.output = "main ends\nthread ends\n", .status = 3});
//     … print("main ends"); …
//     exit_program(3);
//   }
//
// Under stress it is the process that ends, after one run; under explore each schedule ends so.
namespace harness {

struct Ending {
  std::string_view output;
  int status = 0;
};

// First of all in the body.
void begin_program(const Ending& expected);

// One more line of the program's output. From any thread; it orders nothing and is no step of the
// schedule.
void print(std::string_view line);

// What std::exit is, and the return from main. `at_exit` is called first of all that is to be
// done then.
[[noreturn]] void exit_program(int status, void (*at_exit)() = nullptr);

}  // namespace harness
