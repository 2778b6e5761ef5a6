#include "structure/layers.hpp"

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "structure/source_tree.hpp"

namespace structure {
namespace {

struct Arrow {
  const char* from;
  const char* to;
};

TEST(LayerViolation, IsNoneAlongTheArrows) {
  const Arrow allowed[] = {
      {"grader/main.cpp", "grader/cli.hpp"},
      {"grader/cli.cpp", "grader/commands/grade.hpp"},
      {"grader/commands/grade.cpp", "grader/pipeline.hpp"},
      {"grader/commands/grade.cpp", "grader/report/text.hpp"},
      {"grader/pipeline.cpp", "grader/stages/compile.hpp"},
      {"grader/stages/compile_test.cpp", "grader/stages/compile.hpp"},
      {"grader/stages/compile.cpp", "grader/stages/compile_flags.hpp"},
      {"grader/stages/compile.cpp", "grader/system/process.hpp"},
      {"grader/report/text.cpp", "grader/model/report.hpp"},
      {"grader/report/text_test.cpp", "grader/fakes/sample_report.hpp"},
      {"grader/model/score.hpp", "common/protocol/verdict.hpp"},
      {"labs/lock/tests/public.cpp", "common/harness/scenario.hpp"},
      {"labs/rlock/adapter.cpp", "labs/lock/lock.hpp"},
      {"demos/standard.cpp", "labs/lock/lock.hpp"},
      {"common/harness/explore.cpp", "common/explorer/explorer.h"},
      {"common/explorer/clock.cpp", "common/explorer/clock.hpp"},
      {"common/explorer/litmus/futexes.cpp", "common/threading/futex.hpp"},
  };
  for (const auto& [from, to] : allowed) {
    EXPECT_EQ(layer_violation(from, to), std::nullopt) << from << " includes " << to;
  }
}

TEST(LayerViolation, IsEverythingElse) {
  const Arrow forbidden[] = {
      {"grader/stages/compile.cpp", "grader/stages/score.hpp"},
      {"grader/stages/compile_flags.cpp", "grader/stages/compile.hpp"},
      {"grader/stages/score.cpp", "grader/report/text.hpp"},
      {"grader/report/text.cpp", "grader/system/process.hpp"},
      {"grader/report/text.cpp", "grader/stages/score.hpp"},
      {"grader/report/text.cpp", "grader/fakes/sample_report.hpp"},
      {"grader/model/config.hpp", "grader/system/process.hpp"},
      {"grader/pipeline.cpp", "grader/commands/grade.hpp"},
      {"grader/stages/run_judges.cpp", "common/harness/scenario.hpp"},
      {"grader/commands/replay.cpp", "common/explorer/explorer.h"},
      {"grader/stages/compile.cpp", "labs/lock/lock.hpp"},
      {"common/harness/scenario.cpp", "common/explorer/clock.hpp"},
      {"common/protocol/frame.cpp", "grader/model/report.hpp"},
      {"common/explorer/clock.cpp", "common/harness/scenario.hpp"},
      {"common/explorer/clock.cpp", "common/threading/futex.hpp"},
      {"common/explorer/bench/bench.cpp", "common/explorer/clock.hpp"},
      {"common/threading/time.hpp", "labs/lock/lock.hpp"},
      {"labs/lock/tests/public.cpp", "common/explorer/explorer.h"},
      {"demos/pools.cpp", "grader/cli.hpp"},
      {"demos/pools.cpp", "common/harness/scenario.hpp"},
      {"labs/rlock/tests/public.cpp", "labs/lock/subject.hpp"},
      {"somewhere/new.cpp", "grader/cli.hpp"},
  };
  for (const auto& [from, to] : forbidden) {
    EXPECT_NE(layer_violation(from, to), std::nullopt) << from << " includes " << to;
  }
}

TEST(QuotedIncludes, AreReadAsWritten) {
  EXPECT_EQ(quoted_includes("#include <mutex>\n# include \"a/b.hpp\"\n// #include \"no.hpp\"\n"),
            std::vector<std::string>{"a/b.hpp"});
}

using Graph = std::map<std::string, std::set<std::string>>;

// Where an include may be found, in the compiler's order. The class of a lab lies in three trees;
// its skeleton stands for all of them, except that stand-ins build on stand-ins.
std::optional<std::string> resolve(const std::string& from, const std::string& include,
                                   const std::set<std::string>& files) {
  const std::string folder = from.substr(0, from.rfind('/') + 1);
  const std::string tree = from.starts_with("common/baseline/") ? "common/baseline/" : folder;
  for (const std::string& base :
       {folder, tree, std::string(), std::string("common/"), std::string("labs/"),
        std::string("solutions/"), std::string("common/baseline/"), std::string("tests/")}) {
    if (files.contains(base + include)) return base + include;
  }
  return std::nullopt;
}

class TheProject : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::set<std::string> paths;
    const auto files = read_source_tree();
    for (const auto& file : files)
      paths.insert(file.path);
    for (const auto& file : files) {
      if (!file.is_code() || file.is_specimen()) continue;
      for (const std::string& include : quoted_includes(file.text)) {
        const auto target = resolve(file.path, include, paths);
        if (target) {
          graph[file.path].insert(*target);
        } else {
          unresolved.push_back(file.path + ": '" + include + "'");
        }
      }
    }
  }

  static inline Graph graph;
  static inline std::vector<std::string> unresolved;
};

TEST_F(TheProject, FindsEveryQuotedInclude) {
  EXPECT_EQ(unresolved, std::vector<std::string>{});
  EXPECT_FALSE(graph.empty());
}

TEST_F(TheProject, HoldsTheLayers) {
  for (const auto& [from, targets] : graph) {
    for (const std::string& to : targets) {
      const auto violation = layer_violation(from, to);
      EXPECT_FALSE(violation) << from << " includes " << to << ": " << violation.value_or("");
    }
  }
}

// Every file that reaches itself by following includes.
std::set<std::string> files_on_cycles(const Graph& graph) {
  std::set<std::string> on_cycles;
  for (const auto& entry : graph) {
    std::set<std::string> seen;
    std::vector<std::string> open{entry.first};
    while (!open.empty()) {
      const std::string at = open.back();
      open.pop_back();
      const auto next = graph.find(at);
      if (next == graph.end()) continue;
      for (const std::string& to : next->second) {
        if (seen.insert(to).second) open.push_back(to);
      }
    }
    if (seen.contains(entry.first)) on_cycles.insert(entry.first);
  }
  return on_cycles;
}

TEST(FilesOnCycles, AreAllThatReachThemselves) {
  const Graph graph = {{"a", {"b"}}, {"b", {"c"}}, {"c", {"b"}}, {"d", {"a"}}};
  EXPECT_EQ(files_on_cycles(graph), (std::set<std::string>{"b", "c"}));
}

TEST_F(TheProject, IncludesNothingInACircle) {
  EXPECT_EQ(files_on_cycles(graph), std::set<std::string>{});
}

}  // namespace
}  // namespace structure
