// The programs with thread_local variables, in an executable of their own: fibers have a TLS block
// each here.
#include "explorer/litmus/table_test.hpp"

namespace explorer::litmus {
namespace {

LITMUS_TABLE(ThreadLocals, thread_locals());
// Others once more, which keep something in the library's thread_local variables.
LITMUS_TABLE(OwnValues, own_values());
LITMUS_TABLE(Once, once());
LITMUS_TABLE(Futures, futures());
LITMUS_TABLE(Deaths, deaths());

}  // namespace
}  // namespace explorer::litmus
