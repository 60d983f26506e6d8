#include "wallet-cli/commands/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <sstream>

namespace enishi {
namespace {

const std::map<std::string, std::string>& GroupHelps() {
  static const std::map<std::string, std::string> helps = {
      {"key", "Keys on this machine"},
      {"account", "An account: points, history, receipts, keys"},
      {"pay", "Pay a shop"},
      {"shop", "Take payments"},
      {"office", "The municipality's work"},
      {"export", "Take the log and its data away"},
  };
  return helps;
}

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
      slot.option = built.app->add_flag(option.name, option.help);
      continue;
    }
    if (positional) {
      slot.option = built.app->add_option(option.name, slot.value, option.help);
    } else {
      slot.option = built.app->add_option(option.name, slot.values, option.help);
      slot.option->expected(1, 1'000'000)->allow_extra_args(false);
    }
    slot.option->type_name(option.form)->required(option.required);
  }
}

void AddGlobalOptions(CLI::App& app, GlobalOptions& options) {
  app.add_option("--server", options.server, "The ledger's address")->envname("ENISHI_SERVER");
  app.add_option("--keyring", options.keyring, "The file with your keys")
      ->envname("ENISHI_KEYRING");
  app.add_option("--as", options.as, "The label of the key that acts");
  app.add_option("--verifier-key", options.verifier_key,
                 "The log's verifier key, from another source than the server");
  app.add_option("--lang", options.language, "ja or en")->check(CLI::IsMember({"ja", "en"}));
  app.add_flag("--json", options.json, "Print JSON for programs");
  app.add_flag("--progress", options.progress, "Show progress although this is no terminal");
  app.add_flag("--yes,-y", options.yes, "Do not ask for confirmation");
}

class Builder {
 public:
  Builder(const ProgramAbout& about, const std::vector<CommandSpec>& commands)
      : app_(about.description, about.name) {
    app_.set_version_flag("--version", about.name + " " + ENISHI_VERSION);
    app_.require_subcommand(1);
    app_.fallthrough();
    AddGlobalOptions(app_, options_);
    for (const CommandSpec& spec : commands) {
      BuiltCommand& built = built_.emplace_back();
      built.spec = &spec;
      built.app = Parent(spec.group)->add_subcommand(spec.name, spec.help);
      built.app->fallthrough();
      AddOptions(built);
    }
  }

  ParsedCommandLine Parse(std::vector<std::string> arguments) {
    // The library takes them last first.
    std::reverse(arguments.begin(), arguments.end());
    try {
      app_.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
      std::ostringstream out;
      std::ostringstream err;
      const int status = app_.exit(error, out, err);
      return {std::nullopt, status == 0 ? 0 : 2, out.str() + err.str()};
    }
    for (BuiltCommand& built : built_) {
      if (built.app->parsed()) return {Invoke(built), 0, ""};
    }
    return {std::nullopt, 2, app_.help()};
  }

 private:
  CLI::App* Parent(const std::string& group) {
    if (group.empty()) return &app_;
    CLI::App*& app = groups_[group];
    if (app == nullptr) {
      app = app_.add_subcommand(group, GroupHelps().at(group));
      app->require_subcommand(1);
      app->fallthrough();
    }
    return app;
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

  CLI::App app_;
  GlobalOptions options_;
  std::map<std::string, CLI::App*> groups_;
  std::deque<BuiltCommand> built_;
};

}  // namespace

ParsedCommandLine ParseCommandLine(const ProgramAbout& about,
                                   const std::vector<CommandSpec>& commands,
                                   const std::vector<std::string>& arguments) {
  return Builder(about, commands).Parse(arguments);
}

}  // namespace enishi
