#pragma once

#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/json.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

class Workspace;

/// The options that every command takes, before or after it.
struct GlobalOptions {
  std::string server;        // --server, ENISHI_SERVER
  std::string keyring;       // --keyring, ENISHI_KEYRING
  std::string as;            // --as: the label of the key that acts
  std::string verifier_key;  // --verifier-key: the log's key, from another source than the server
  std::string language;      // --lang
  bool json = false;
  bool progress = false;
  bool yes = false;
};

/// The field of an instruction that an option stands for; its help is that of the field.
struct FieldOption {
  std::string kind = {};
  std::string field = {};
  bool may_be_left_out = false;
};

/// One option of a command, as the command line reads it. Its help is in ledger/messages/commands.
struct OptionSpec {
  std::string name;       // "--amount", or "SHOP" for a positional one
  std::string form = {};  // how the value is written; empty for a flag without a value
  bool required = false;
  FieldOption field = {};  // empty unless the option stands for a field
};

/// The values given for a command's options, by name.
class Arguments {
 public:
  void Add(const std::string& name, std::string value) {
    values_[name].push_back(std::move(value));
  }
  [[nodiscard]] bool Has(const std::string& name) const { return values_.contains(name); }
  /// The last value given, or nothing.
  [[nodiscard]] std::optional<std::string> Get(const std::string& name) const {
    const auto found = values_.find(name);
    if (found == values_.end()) return std::nullopt;
    return found->second.back();
  }
  [[nodiscard]] std::string GetOr(const std::string& name, std::string fallback) const {
    return Get(name).value_or(std::move(fallback));
  }
  [[nodiscard]] std::vector<std::string> All(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>() : found->second;
  }

 private:
  std::map<std::string, std::vector<std::string>> values_;
};

/// What a command has to say: for programs with --json, for people without.
struct Report {
  Json json;
  std::string text;
  Exit exit = Exit::kDone;
};

/// A command: its place, what it takes, and the function that carries it out. Its help is in
/// ledger/messages/commands.
struct CommandSpec {
  std::string group;  // empty: directly under the program
  std::string name;
  std::vector<OptionSpec> options;
  std::function<Tried<Report>(Workspace&, const Arguments&)> run;
};

std::vector<CommandSpec> KeyCommands();
std::vector<CommandSpec> AccountCommands();
std::vector<CommandSpec> PayCommands();
std::vector<CommandSpec> ShopCommands();
std::vector<CommandSpec> OfficeCommands();
std::vector<CommandSpec> EnvelopeCommands();
std::vector<CommandSpec> BulkCommands();
std::vector<CommandSpec> AuditCommands();

}  // namespace enishi
