#include "explorer/warm_up.h"

#include <unwind.h>

#include <locale>
#include <sstream>

namespace explorer {

namespace {

_Unwind_Reason_Code ignore_frame(_Unwind_Context*, void*) {
  return _URC_NO_REASON;
}

}  // namespace

void warm_up_libraries() {
  std::ostringstream out;  // fills the locale's caches of how numbers look
  out << 1 << ' ' << 1.5 << ' ' << true << ' ' << static_cast<void*>(&out);
  std::istringstream in("1 1.5");
  int whole = 0;
  double broken = 0;
  in >> whole >> broken;
  _Unwind_Backtrace(ignore_frame, nullptr);  // loads the unwinder's tables
}

}  // namespace explorer
