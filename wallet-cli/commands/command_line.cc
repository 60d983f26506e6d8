#include "wallet-cli/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <utility>

#include "ledger/base/nearest_name.h"
#include "ledger/messages/usage.h"

namespace enishi {
namespace {

// Where the library puts the values of one option until the line is read whole.
struct Slot {
  std::string name;
  CLI::Option* option = nullptr;
  std::string value;                // of a positional one, which takes one only
  std::vector<std::string> values;  // of others, once for each time they are written
};

struct BuiltCommand {
  const CommandSpec* spec = nullptr;
  CLI::App* app = nullptr;
  std::deque<Slot> slots;
};

void AddOptions(BuiltCommand& built) {
  for (const OptionSpec& option : built.spec->options) {
    Slot& slot = built.slots.emplace_back();
    slot.name = option.name;
    const bool positional = !option.name.starts_with("--");
    if (option.form.empty() && !positional) {
      slot.option = built.app->add_flag(option.name);
      continue;
    }
    if (positional) {
      slot.option = built.app->add_option(option.name, slot.value);
    } else {
      slot.option = built.app->add_option(option.name, slot.values);
      slot.option->expected(1, 1'000'000)->allow_extra_args(false);
    }
    slot.option->required(option.required);
  }
}

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  app.add_option("--server", options.server)->envname("ENISHI_SERVER");
  app.add_option("--keyring", options.keyring)->envname("ENISHI_KEYRING");
  app.add_option("--as", options.as);
  app.add_option("--verifier-key", options.verifier_key);
  app.add_option("--lang", options.language);
  app.add_flag("--json", options.json);
  app.add_flag("--progress", options.progress);
  app.add_flag("--yes,-y", options.yes);
}

// The last --lang of the line, which decides the language of a complaint about the line too.
std::string LanguageIn(const std::vector<std::string>& arguments) {
  constexpr std::string_view kOption = "--lang";
  std::string language;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == kOption && i + 1 < arguments.size()) language = arguments[i + 1];
    if (arguments[i].starts_with("--lang=")) language = arguments[i].substr(kOption.size() + 1);
  }
  return language;
}

// The name of an option without its short form and its value.
std::string LongName(std::string_view option) {
  return std::string(option.substr(0, option.find_first_of(",=")));
}

class Builder {
 public:
  explicit Builder(const Program& program) : program_(program), app_("", program.name) {
    app_.set_version_flag("--version", program.name + " " + ENISHI_VERSION);
    app_.require_subcommand(1);
    app_.fallthrough();
    AddGlobalOptions(app_, options_);
    for (const CommandSpec& spec : program.commands) {
      BuiltCommand& built = built_.emplace_back();
      built.spec = &spec;
      built.app = Parent(spec.group)->add_subcommand(spec.name);
      built.app->fallthrough();
      AddOptions(built);
    }
  }

  ParsedCommandLine Parse(std::vector<std::string> arguments) {
    ParsedCommandLine parsed;
    const std::string language = LanguageIn(arguments);
    parsed.language = ChooseLanguage(language);
    // The library takes them last first.
    std::reverse(arguments.begin(), arguments.end());
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForVersion&) {
      parsed.text = program_.name + " " + ENISHI_VERSION + "\n";
      return parsed;
    } catch (const CLI::CallForHelp&) {
      parsed.text = HelpText(program_, ParsedPath(), parsed.language);
      return parsed;
    } catch (const CLI::ParseError& error) {
      parsed.wrong_usage = Explain(error);
      return parsed;
    }
    if (!language.empty() && language != "ja" && language != "en") {
      parsed.wrong_usage = texts::kLanguageUnknown;
      return parsed;
    }
    for (BuiltCommand& built : built_) {
      if (built.app->parsed()) parsed.invocation = Invoke(built);
    }
    return parsed;
  }

 private:
  CLI::App* Parent(const std::string& group) {
    if (group.empty()) return &app_;
    CLI::App*& app = groups_[group];
    if (app == nullptr) {
      app = app_.add_subcommand(group);
      app->require_subcommand(1);
      app->fallthrough();
    }
    return app;
  }

  // The command or group that was read so far.
  [[nodiscard]] std::string ParsedPath() const {
    const BuiltCommand* command = ParsedCommand();
    if (command != nullptr) return CommandPath(*command->spec);
    for (const auto& [name, app] : groups_) {
      if (app->parsed()) return name;
    }
    return {};
  }

  [[nodiscard]] const BuiltCommand* ParsedCommand() const {
    for (const BuiltCommand& built : built_) {
      if (built.app->parsed()) return &built;
    }
    return nullptr;
  }

  // The first word that no part of the command line takes.
  [[nodiscard]] std::optional<std::string> FirstExtra() const {
    std::vector<const CLI::App*> apps = {&app_};
    for (const auto& [name, app] : groups_) apps.push_back(app);
    for (const BuiltCommand& built : built_) apps.push_back(built.app);
    for (const CLI::App* app : apps) {
      if (const auto extra = app->remaining(); !extra.empty()) return extra.front();
    }
    return std::nullopt;
  }

  // The names that may follow what was read so far.
  [[nodiscard]] std::vector<std::string_view> NextCommands(std::string_view group) const {
    std::vector<std::string_view> names;
    for (const CommandSpec& command : program_.commands) {
      if (command.group == group) names.push_back(command.name);
      if (group.empty() && !command.group.empty()) names.push_back(command.group);
    }
    return names;
  }

  [[nodiscard]] Bilingual Explain(const CLI::ParseError& error) const {
    const BuiltCommand* command = ParsedCommand();
    const std::string path = ParsedPath();
    const std::string help = program_.name + (path.empty() ? "" : " " + path);
    if (const auto extra = FirstExtra()) return ExplainExtra(*extra, command, path, help);
    if (command == nullptr) return Fill(texts::kCommandMissing, help);
    const auto* required = dynamic_cast<const CLI::RequiredError*>(&error);
    for (const OptionSpec& option : command->spec->options) {
      const bool given = std::any_of(
          command->slots.begin(), command->slots.end(),
          [&](const Slot& slot) { return slot.name == option.name && slot.option->count() > 0; });
      if (required != nullptr && option.required && !given) {
        return Fill(texts::kOptionMissing, option.name, help);
      }
    }
    // "--limit: 1 required TEXT missing" is how the library begins.
    const std::string what = error.what();
    const size_t end = what.find_first_of(": ");
    if (what.starts_with("--") && end != std::string::npos) {
      return Fill(texts::kValueMissing, what.substr(0, end), help);
    }
    return Fill(texts::kUsageUnreadable, help);
  }

  [[nodiscard]] Bilingual ExplainExtra(const std::string& word, const BuiltCommand* command,
                                       const std::string& path, const std::string& help) const {
    if (word.starts_with("-")) {
      std::vector<std::string> names;
      for (const OptionSpec& option : EveryCommandOptions()) names.push_back(LongName(option.name));
      if (command != nullptr) {
        for (const OptionSpec& option : command->spec->options) names.push_back(option.name);
      }
      const std::vector<std::string_view> known(names.begin(), names.end());
      const std::string given = LongName(word);
      const auto nearest = NearestName(given, known);
      return nearest ? Fill(texts::kOptionNearest, given, *nearest)
                     : Fill(texts::kOptionUnknown, given, help);
    }
    if (command != nullptr) return Fill(texts::kArgumentExtra, word, help);
    const auto nearest = NearestName(word, NextCommands(path));
    return nearest ? Fill(texts::kCommandNearest, word, *nearest)
                   : Fill(texts::kCommandUnknown, word, help);
  }

  Invocation Invoke(BuiltCommand& built) {
    Invocation invocation{built.spec, options_, {}};
    for (Slot& slot : built.slots) {
      if (slot.option->count() == 0) continue;
      if (slot.values.empty()) invocation.arguments.Add(slot.name, slot.value);
      for (std::string& value : slot.values) {
        invocation.arguments.Add(slot.name, std::move(value));
      }
    }
    return invocation;
  }

  const Program& program_;
  CLI::App app_;
  GlobalOptions options_;
  std::map<std::string, CLI::App*> groups_;
  std::deque<BuiltCommand> built_;
};

}  // namespace

ParsedCommandLine ParseCommandLine(const Program& program,
                                   const std::vector<std::string>& arguments) {
  return Builder(program).Parse(arguments);
}

}  // namespace enishi
