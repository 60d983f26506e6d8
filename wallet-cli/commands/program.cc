#include "wallet-cli/commands/program.h"

#include <iostream>

#include "wallet-cli/commands/command_line.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

int Fail(const ProgramAbout& about, const Workspace& workspace, const Failure& failure) {
  if (workspace.options().json) {
    Json json = Json::Object{{"code", failure.code}, {"title", failure.title}};
    if (!failure.title_ja.empty()) json.Set("title_ja", failure.title_ja);
    if (!failure.detail.empty()) json.Set("detail", failure.detail);
    std::cout << json.Dump() << '\n';
  } else {
    const bool japanese = workspace.language() == Language::kJapanese && !failure.title_ja.empty();
    const std::string title = Printable(japanese ? failure.title_ja : failure.title);
    std::cerr << about.name << ": " << title << " (" << Printable(failure.code) << ")\n";
    if (!failure.detail.empty()) std::cerr << "  " << Printable(failure.detail) << '\n';
  }
  return static_cast<int>(failure.exit);
}

}  // namespace

int RunProgram(const ProgramAbout& about, const std::vector<CommandSpec>& commands,
               const std::vector<std::string>& arguments) {
  const ParsedCommandLine line = ParseCommandLine(about, commands, arguments);
  if (!line.invocation) {
    (line.exit == 0 ? std::cout : std::cerr) << line.text;
    return line.exit;
  }
  Workspace workspace(line.invocation->options);
  const auto report = line.invocation->command->run(workspace, line.invocation->arguments);
  if (!report) return Fail(about, workspace, report.error());
  std::cout << (workspace.options().json ? report->json.Dump() + "\n" : report->text) << std::flush;
  if (!std::cout) {
    return Fail(about, workspace, {Exit::kRefused, "file", "The output cannot be written."});
  }
  return static_cast<int>(report->exit);
}

}  // namespace enishi
