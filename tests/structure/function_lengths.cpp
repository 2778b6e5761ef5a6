#include "structure/function_lengths.hpp"

#include <sstream>

#include "structure/source_tree.hpp"

namespace structure {

std::vector<FunctionLength> measure_functions(const std::filesystem::path& folder,
                                              const std::vector<std::string>& paths) {
  if (paths.empty()) return {};
  // For each function: first line, last line, name, path; the last may hold spaces.
  std::string command =
      "cd '" + folder.string() +
      "' && ctags -x --language-force=C++ --kinds-C++=f --fields=+ne --_xformat='%n %e %N\t%F'";
  for (const std::string& path : paths)
    command += " '" + path + "'";
  std::istringstream rows(output_of(command));
  std::vector<FunctionLength> functions;
  FunctionLength function;
  for (int last = 0; rows >> function.line >> last;) {
    std::getline(rows >> std::ws, function.name, '\t');
    std::getline(rows, function.path);
    function.lines = last - function.line + 1;
    functions.push_back(function);
  }
  return functions;
}

}  // namespace structure
