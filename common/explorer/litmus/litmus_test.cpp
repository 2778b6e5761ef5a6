// Every program of the tables without thread_local variables: fibers share a TLS block here.
#include "explorer/litmus/table_test.hpp"

namespace explorer::litmus {
namespace {

LITMUS_TABLE(Mutexes, mutexes());
LITMUS_TABLE(SharedMutexes, shared_mutexes());
LITMUS_TABLE(Conditions, conditions());
LITMUS_TABLE(Monitors, monitors());
LITMUS_TABLE(AtomicWaits, atomic_waits());
LITMUS_TABLE(Futexes, futexes());
LITMUS_TABLE(Semaphores, semaphores());
LITMUS_TABLE(Threads, threads());
LITMUS_TABLE(StopTokens, stop_tokens());
LITMUS_TABLE(Futures, futures());
LITMUS_TABLE(OwnValues, own_values());
LITMUS_TABLE(Once, once());
LITMUS_TABLE(WholePrograms, whole_programs());
LITMUS_TABLE(Times, times());
LITMUS_TABLE(SpinLocks, spin_locks());
LITMUS_TABLE(MemoryOrders, memory_orders());
LITMUS_TABLE(LockFree, lock_free());
LITMUS_TABLE(Lifetimes, lifetimes());
LITMUS_TABLE(Heap, heap());
LITMUS_TABLE(Deaths, deaths());

}  // namespace
}  // namespace explorer::litmus
