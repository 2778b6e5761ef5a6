#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "grader/stages/check_object.hpp"
#include "grader/stages/check_source.hpp"
#include "grader/stages/compile_adapter.hpp"
#include "grader/stages/load_labs.hpp"
#include "grader/stages/locate_submission.hpp"
#include "grader/stages/take_submission.hpp"
#include "grader/system/executable.hpp"
#include "grader/system/probe_sandbox.hpp"
#include "grader/system/temporary_folder.hpp"

// What keeps attackers out lets everybody else in: every reference, stand-in and known solution,
// right or wrong, passes the checks of source and object, with both compilers.
namespace attacks {
namespace {

namespace fs = std::filesystem;
using namespace grader;

const Course& course() {
  static const Course kCourse = load_labs(LOCKSTEP_SOURCE);
  return kCourse;
}

std::vector<std::string> lab_names() {
  std::vector<std::string> names;
  for (const LabSpec& lab : course().labs)
    names.push_back(lab.name);
  return names;
}

std::vector<fs::path> headers_in(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() == ".hpp") files.push_back(entry.path());
  }
  return files;
}

// Those that are meant not to get that far say so in their first line.
bool is_to_be_rejected(const fs::path& file) {
  std::string line;
  std::getline(std::ifstream(file), line);
  return line.find("does-not-compile") != std::string::npos ||
         line.find("forbidden") != std::string::npos;
}

class NoFalseRejection : public testing::TestWithParam<std::tuple<std::string, std::string>> {
 protected:
  void SetUp() override {
    const auto& [lab, compiler] = GetParam();
    if (!find_executable(compiler)) GTEST_SKIP() << compiler << " is not installed";
    lab_ = course().find(lab);
    toolchain_ = Toolchain::find(compiler);
  }

  [[nodiscard]] Submission take(const fs::path& from, const fs::path& tree) const {
    std::vector<Intake> files;
    for (const Located& file : locate_submission(*lab_, from).files)
      files.push_back({lab_->name + "/" + file.name, file.root, file.below});
    return take_submission(lab_->name, from, files, {}, tree);
  }

  void expect_source_accepted(const fs::path& from, const LabSpec& lab) const {
    const TemporaryFolder folder;
    const Submission submission = take(from, folder.path() / "tree");
    ASSERT_FALSE(submission.rejection) << from << ": " << submission.rejection->message;
    const auto found = check_source(course(), lab, submission, Prebuilt{}, *toolchain_, *sandbox_,
                                    folder.path() / "source");
    EXPECT_FALSE(found) << from << ": " << found->message << "\n" << found->detail;
  }

  void expect_object_accepted(const fs::path& from) const {
    const TemporaryFolder folder;
    const Submission submission = take(from, folder.path() / "tree");
    Toolchain::Compilation what = adapter_compilation(course(), *lab_, submission);
    what.object = folder.path() / "adapter.o";
    const ProcessOutcome outcome =
        run_process(compiler_run(toolchain_->compile_command(what), folder.path()));
    ASSERT_TRUE(outcome.succeeded()) << from << ": " << outcome.err;
    const auto found = check_object(read_object(what.object), foreign_names({}));
    EXPECT_FALSE(found) << from << ": " << found->message;
  }

  const LabSpec* lab_ = nullptr;
  std::optional<Toolchain> toolchain_;
  std::unique_ptr<const Sandbox> sandbox_ = best_sandbox({LOCKSTEP_INIT});
};

TEST_P(NoFalseRejection, OfWhatIsMeantToBeJudged) {
  const fs::path solutions = course().root / "solutions" / lab_->name;
  std::vector<fs::path> right = headers_in(solutions / "right");
  right.push_back(solutions);
  for (const fs::path& from : right) {
    expect_source_accepted(from, *lab_);
    expect_object_accepted(from);
  }
  if (const fs::path stand_in = course().root / "common" / "baseline" / lab_->name;
      fs::exists(stand_in)) {
    LabSpec without_rules = *lab_;  // a stand-in may use what the lab is there to build
    without_rules.forbid.clear();
    expect_source_accepted(stand_in, without_rules);
    expect_object_accepted(stand_in);
  }
  for (const fs::path& from : headers_in(solutions / "wrong")) {
    if (!is_to_be_rejected(from)) expect_source_accepted(from, *lab_);
  }
}

INSTANTIATE_TEST_SUITE_P(Labs, NoFalseRejection,
                         testing::Combine(testing::ValuesIn(lab_names()),
                                          testing::Values("g++", "clang++")),
                         [](const auto& row) {
                           const std::string compiler = std::get<1>(row.param);
                           return std::get<0>(row.param) + "_" +
                                  compiler.substr(0, compiler.find('+'));
                         });

}  // namespace
}  // namespace attacks
