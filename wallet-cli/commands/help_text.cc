#include "wallet-cli/commands/help_text.h"

#include <algorithm>
#include <utility>

#include "ledger/messages/commands.h"
#include "ledger/messages/kinds.h"
#include "ledger/messages/usage.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

constexpr size_t kNameColumnsMax = 30;
constexpr size_t kGap = 2;

std::string In(const std::optional<Text>& text, Language language) {
  return text ? std::string(text->In(language)) : std::string();
}

// Names with their explanations, in two columns.
class Listing {
 public:
  void Add(std::string name, std::string text) {
    rows_.emplace_back(std::move(name), std::move(text));
  }

  [[nodiscard]] std::string Render(std::string_view heading) const {
    if (rows_.empty()) return {};
    size_t names = 0;
    for (const auto& [name, text] : rows_) names = std::max(names, DisplayWidth(name));
    const size_t indent = kGap + std::min(names, kNameColumnsMax) + kGap;
    std::string out = "\n" + std::string(heading) + "\n";
    for (const auto& [name, text] : rows_) {
      std::string line = std::string(kGap, ' ') + name;
      const auto lines = WrapText(text, kTerminalColumns - indent);
      // A name that is too long for its column has its line to itself.
      if (DisplayWidth(line) + kGap > indent) {
        out += line + "\n";
        line.clear();
      }
      for (const std::string& part : lines) {
        out += line;
        out.append(indent - DisplayWidth(line), ' ');
        out.append(part).append("\n");
        line.clear();
      }
    }
    return out;
  }

 private:
  std::vector<std::pair<std::string, std::string>> rows_;
};

std::string OptionText(std::string_view command, const OptionSpec& option, Language language) {
  const std::string name = option.name.substr(0, option.name.find(','));
  if (!option.field.field.empty()) {
    const std::string help = In(FieldHelp(option.field.kind, option.field.field), language);
    return option.field.may_be_left_out ? FillIn(language, texts::kMayBeLeftOut, help) : help;
  }
  const std::string help = In(OptionHelp(command, name), language);
  const bool says_so = option.required && name.starts_with("--");
  return says_so ? FillIn(language, texts::kRequired, help) : help;
}

std::string OptionName(const OptionSpec& option, Language language) {
  std::string name = option.name;
  if (const size_t comma = name.find(','); comma != std::string::npos) name.insert(comma + 1, " ");
  if (!option.form.empty()) name += " " + FormIn(option.form, language);
  return name;
}

bool IsPositional(const OptionSpec& option) { return !option.name.starts_with("--"); }

void AddOptions(Listing& listing, std::string_view command, const std::vector<OptionSpec>& options,
                Language language) {
  for (const OptionSpec& option : options) {
    if (IsPositional(option)) continue;
    listing.Add(OptionName(option, language), OptionText(command, option, language));
  }
}

std::string UsageLine(Language language, const std::string& usage) {
  return FillIn(language, texts::kUsage, usage) + "\n";
}

std::string Paragraph(const std::string& text) {
  std::string out;
  for (const std::string& line : WrapText(text, kTerminalColumns)) out += line + "\n";
  return out;
}

std::string HelpOfCommand(const Program& program, const CommandSpec& command, Language language) {
  const std::string path = CommandPath(command);
  std::string usage = program.name + " " + path;
  Listing arguments;
  for (const OptionSpec& option : command.options) {
    if (!IsPositional(option)) continue;
    const std::string name = FormIn(option.name, language);
    usage += option.required ? " " + name : " [" + name + "]";
    arguments.Add(name, OptionText(path, option, language));
  }
  usage += " " + std::string(texts::kOptionsPlace.In(language));
  Listing options;
  AddOptions(options, path, command.options, language);
  Listing global;
  AddOptions(global, path, EveryCommandOptions(), language);
  return Paragraph(In(CommandHelp(path), language)) + "\n" + UsageLine(language, usage) +
         arguments.Render(texts::kArgumentsHeading.In(language)) +
         options.Render(texts::kOptionsHeading.In(language)) +
         global.Render(texts::kEveryCommandHeading.In(language));
}

// The program's or a group's.
std::string HelpOfList(const Program& program, std::string_view group, Language language) {
  const std::string prefix = program.name + (group.empty() ? "" : " " + std::string(group));
  Listing commands;
  std::vector<std::string> seen;
  for (const CommandSpec& command : program.commands) {
    if (command.group == group) {
      commands.Add(command.name, In(CommandHelp(CommandPath(command)), language));
    } else if (group.empty() && std::find(seen.begin(), seen.end(), command.group) == seen.end()) {
      seen.push_back(command.group);
      commands.Add(command.group, In(GroupHelp(command.group), language));
    }
  }
  Listing global;
  AddOptions(global, group, EveryCommandOptions(), language);
  const std::string about =
      In(group.empty() ? ProgramHelp(program.name) : GroupHelp(group), language);
  return Paragraph(about) + "\n" +
         UsageLine(language, prefix + " " + std::string(texts::kCommandPlace.In(language)) + " " +
                                 std::string(texts::kOptionsPlace.In(language))) +
         commands.Render(texts::kCommandsHeading.In(language)) +
         global.Render(texts::kEveryCommandHeading.In(language)) + "\n" +
         Paragraph(FillIn(language, texts::kMoreHelp, prefix));
}

}  // namespace

const std::vector<OptionSpec>& EveryCommandOptions() {
  static const std::vector<OptionSpec> options = {
      {"--server", "URL"}, {"--keyring", "FILE"}, {"--as", "LABEL"},  {"--verifier-key", "KEY"},
      {"--lang", "ja|en"}, {"--json", ""},        {"--progress", ""}, {"--yes,-y", ""},
      {"--help,-h", ""},   {"--version", ""},
  };
  return options;
}

std::string CommandPath(const CommandSpec& command) {
  return command.group.empty() ? command.name : command.group + " " + command.name;
}

std::string HelpText(const Program& program, std::string_view path, Language language) {
  for (const CommandSpec& command : program.commands) {
    if (CommandPath(command) == path) return HelpOfCommand(program, command, language);
  }
  return HelpOfList(program, path, language);
}

}  // namespace enishi
