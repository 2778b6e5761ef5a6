#include "grader/stages/debug_check.hpp"

#include <fmt/format.h>

#include "grader/model/check.hpp"
#include "grader/model/error.hpp"
#include "grader/system/atomic_file.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/foreground.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// The order and the record pass through files here, so that `run` may be typed again. The alarm of
// the explorer (SIGVTALRM) is none of the debugger's business.
constexpr std::string_view kScript = R"(set confirm off
set pagination off
set debuginfod enabled off
set print thread-events off
handle SIGVTALRM nostop noprint pass
set substitute-path /submission {submission}
set substitute-path /lockstep {course}
set args 3<'{order}' 4>/dev/null
run
python
def newest_in(folder):
    frame = gdb.newest_frame()
    while frame is not None:
        symtab = frame.find_sal().symtab
        if symtab and symtab.filename.startswith(folder):
            return frame
        frame = frame.older()

if gdb.selected_thread() is None:
    print("\nThe schedule did not fail again.")
else:
    frame = newest_in("/submission/") or newest_in("/lockstep/labs/")
    if frame:
        frame.select()
    print("\nThis is the step that fails. `bt` shows how it came here, `info threads` and")
    print("`thread apply all bt` where the others stand; gdb names the threads as the trace does.")
    gdb.execute("frame")
end
)";

void write_order(const fs::path& file, protocol::Order order) {
  order.backend = protocol::Backend::threads;  // which also asks for the stop
  write_file_atomically(file, {reinterpret_cast<const char*>(&order), sizeof order});
}

}  // namespace

void debug_check(const Course& course, const Submission& submission, const BuildResult& build,
                 const protocol::Order& schedule) {
  const auto gdb = find_executable("gdb");
  if (!gdb) {
    throw Error("--debug: there is no 'gdb' on this machine; install it: apt-get install gdb");
  }
  LOCKSTEP_CHECK(build.explore.has_value());
  const fs::path folder = build.explore->parent_path();
  const fs::path order = folder / "order";
  const fs::path script = folder / "debug.gdb";
  write_order(order, schedule);
  write_file_atomically(script,
                        fmt::format(fmt::runtime(kScript), fmt::arg("order", order.string()),
                                    fmt::arg("submission", submission.tree.string()),
                                    fmt::arg("course", course.root.string())));
  run_in_foreground({gdb->string(), "-q", "-x", script.string(), build.explore->string()});
}

}  // namespace grader
