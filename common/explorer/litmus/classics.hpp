// The classic concurrency bugs, each with its cure: the bodies by which explorers are compared.
//
// How soon each bug is found (goals_test.cpp), how many executions it takes to see every schedule
// of each cure (exhaustive_test.cpp), and how many schedules a second run (bench/). Free functions
// for explore(); they share nothing.
#pragma once

namespace explorer::litmus {

void tas_lock();            // two threads, one section each
void naive_lock();          // looks first, then sets: both get in
void relaxed_lock();        // the unlock orders nothing
void peterson();            // sequentially consistent
void peterson_acquire();    // too weak: both can get in
void event();               // set under the mutex
void event_without_lock();  // set without it: a wake-up can be lost
void queue3();              // capacity 1; one producer of two items, two consumers
void queue3_if();           // waits once instead of in a loop
void queue4();              // two producers and two consumers, two items each
void queue4_if();
void lock_order();             // two locks, one order
void lock_order_crossed();     // two orders
void philosophers();           // four, each with the left fork first
void futex_mutex2();           // the three-state mutex, two threads
void futex_mutex();            // three threads
void futex_mutex_forgetful();  // takes it back as if nobody else waited
void semaphore();              // two acquirers, two releasers
void semaphore_at_zero();      // notifies only when it was empty
void barrier();                // two threads, two rounds
void barrier_without_generation();
void rlock();                  // re-entrant lock, taken twice by two threads
void rlock_late_owner();       // forgets its owner after it has let go
void flag_and_waiters();       // set the flag, then wake if there are waiters
void flag_and_waiters_weak();  // acquire and release cannot order a store before a load

}  // namespace explorer::litmus
