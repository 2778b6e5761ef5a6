#include "grader/report/junit.hpp"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <sstream>

#include "grader/report/clean_text.hpp"
#include "grader/report/failure.hpp"

namespace grader {
namespace {

struct Counts {
  int tests = 0;
  int failures = 0;
  int errors = 0;
  int skipped = 0;
  Milliseconds time{};

  Counts& operator+=(const Counts& more) {
    tests += more.tests;
    failures += more.failures;
    errors += more.errors;
    skipped += more.skipped;
    time += more.time;
    return *this;
  }
};

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(clean_text(value).c_str());
}

void set_counts(pugi::xml_node suite, const Counts& counts) {
  suite.append_attribute("tests").set_value(counts.tests);
  suite.append_attribute("failures").set_value(counts.failures);
  suite.append_attribute("errors").set_value(counts.errors);
  suite.append_attribute("skipped").set_value(counts.skipped);
  set(suite, "time", fmt::format("{:.3f}", counts.time.count() / 1000));
}

pugi::xml_node add_case(pugi::xml_node suite, const std::string& classname, const std::string& name,
                        Milliseconds time) {
  pugi::xml_node testcase = suite.append_child("testcase");
  set(testcase, "classname", classname);
  set(testcase, "name", name);
  set(testcase, "time", fmt::format("{:.3f}", time.count() / 1000));
  return testcase;
}

// Where to look: the scenario where it is open, otherwise the student's own line.
void set_place(pugi::xml_node testcase, const std::string& lab, const CheckResult& result) {
  const Scenario& scenario = result.check.scenario;
  if (scenario.visibility == Visibility::open) {
    set(testcase, "file", scenario.file);
  } else if (result.place) {
    set(testcase, "file", "labs/" + lab + "/" + result.place->file);
    testcase.append_attribute("line").set_value(result.place->line);
  }
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines)
    text += line + '\n';
  return text;
}

// Adds <failure>, <error> or <skipped>, as the verdict asks for, and counts it.
void add_outcome(pugi::xml_node testcase, Verdict verdict, const std::string& message,
                 const std::string& body, Counts& counts) {
  ++counts.tests;
  if (verdict == Verdict::passed) return;
  const bool ours = verdict == Verdict::grader_error;
  const bool skipped = verdict == Verdict::not_run;
  ++(ours ? counts.errors : skipped ? counts.skipped : counts.failures);
  pugi::xml_node outcome = testcase.append_child(ours ? "error" : skipped ? "skipped" : "failure");
  set(outcome, "message", clean_line(message));
  if (skipped) return;
  set(outcome, "type", std::string(protocol::to_string(verdict)));
  outcome.text().set(body.c_str());
}

void add_check(pugi::xml_node suite, const LabReport& lab, const CheckReport& check,
               Counts& counts) {
  const CheckResult& result = check.result;
  const auto classname = fmt::format("{}.{}", lab.lab, to_string(result.check.judge));
  const auto testcase = add_case(suite, classname, result.check.scenario.name, result.duration);
  set_place(testcase, lab.lab, result);
  counts.time += result.duration;
  const bool passed = result.verdict == Verdict::passed;
  const auto body =
      passed ? std::string() : joined(describe_failure(check, lab.hints, Depth::evidence, {}));
  add_outcome(
      testcase, result.verdict,
      result.message.empty() ? std::string(protocol::explain(result.verdict)) : result.message,
      body, counts);
}

Counts add_lab(pugi::xml_node suites, const LabReport& lab) {
  pugi::xml_node suite = suites.append_child("testsuite");
  set(suite, "name", lab.lab);
  Counts counts;
  if (lab.rejection) {
    const auto testcase = add_case(suite, lab.lab + ".submission", "Submission", {});
    add_outcome(testcase, lab.rejection->verdict, lab.rejection->message,
                joined(describe_rejection(*lab.rejection, {})), counts);
  }
  for (const CheckReport& check : lab.checks)
    add_check(suite, lab, check, counts);
  set_counts(suite, counts);
  return counts;
}

}  // namespace

std::string render_junit(const Report& report) {
  pugi::xml_document document;
  pugi::xml_node suites = document.append_child("testsuites");
  set(suites, "name", report.tool);
  Counts counts;
  for (const LabReport& lab : report.labs)
    counts += add_lab(suites, lab);
  set_counts(suites, counts);
  std::ostringstream out;
  document.save(out, "  ");
  return out.str();
}

}  // namespace grader
