#include "wallet-cli/commands/program.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <optional>

#include "ledger/messages/details.h"
#include "ledger/messages/reasons.h"
#include "ledger/messages/usage.h"
#include "wallet-cli/commands/command_line.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

int FailInJson(const Failure& failure) {
  Json json = Json::object({{"code", failure.code}, {"title", failure.title.en}});
  if (!failure.title.ja.empty()) json["title_ja"] = failure.title.ja;
  if (!failure.detail.empty()) json["detail"] = failure.detail.en;
  if (!failure.detail.ja.empty()) json["detail_ja"] = failure.detail.ja;
  std::cout << Dump(json) << '\n';
  return static_cast<int>(failure.exit);
}

// In the language of the run, though it came in English only.
std::string Shown(const Bilingual& text, Language language) {
  const Bilingual both = text.ja.empty() ? Translated(text.en) : text;
  return Printable(both.In(language));
}

// What happened, what exactly, and what to do next.
int FailInWords(const std::string& program, const Failure& failure, Language language) {
  std::cerr << program << ": " << Shown(failure.title, language) << " (" << Printable(failure.code)
            << ")\n";
  if (!failure.detail.empty()) {
    std::cerr << "  " << Shown(failure.detail, language) << '\n';
  }
  if (const auto reason = ReasonTextOf(failure.code)) {
    std::cerr << "  " << reason->next.In(language) << '\n';
  }
  return static_cast<int>(failure.exit);
}

}  // namespace

int RunProgram(const std::string& name, const std::vector<CommandSpec>& commands,
               const std::vector<std::string>& arguments) {
  const Program program{name, commands};
  const ParsedCommandLine line = ParseCommandLine(program, arguments);
  if (!line.wrong_usage.empty()) {
    return FailInWords(name, Usage(line.wrong_usage), line.language);
  }
  if (!line.invocation) {
    std::cout << line.text << std::flush;
    return static_cast<int>(Exit::kDone);
  }
  Workspace workspace(line.invocation->options);
  const auto fail = [&](const Failure& failure) {
    return workspace.options().json ? FailInJson(failure)
                                    : FailInWords(name, failure, workspace.language());
  };
  const auto report = line.invocation->command->run(workspace, line.invocation->arguments);
  if (!report) return fail(report.error());
  std::cout << (workspace.options().json ? Dump(report->json) + "\n" : report->text) << std::flush;
  if (!std::cout) return fail({Exit::kRefused, "file", texts::kOutputUnwritable});
  return static_cast<int>(report->exit);
}

}  // namespace enishi
