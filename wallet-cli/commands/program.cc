#include "wallet-cli/commands/program.h"

#include <iostream>

#include "wallet-cli/commands/command_line.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

int Fail(const ProgramAbout& about, const Workspace& workspace, const Failure& failure) {
  if (workspace.options().json) {
    Json json = Json::Object{{"code", failure.code}, {"title", failure.title.en}};
    if (!failure.title.ja.empty()) json.Set("title_ja", failure.title.ja);
    if (!failure.detail.empty()) json.Set("detail", failure.detail.en);
    if (!failure.detail.ja.empty()) json.Set("detail_ja", failure.detail.ja);
    std::cout << json.Dump() << '\n';
  } else {
    const Language language = workspace.language();
    std::cerr << about.name << ": " << Printable(failure.title.In(language)) << " ("
              << Printable(failure.code) << ")\n";
    if (!failure.detail.empty()) {
      std::cerr << "  " << Printable(failure.detail.In(language)) << '\n';
    }
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
