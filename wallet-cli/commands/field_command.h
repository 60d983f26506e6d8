#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/instruction/kinds.h"
#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/workspace.h"
#include "wallet-cli/plan/fields.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {

/// A command that makes one kind of instruction, its options taken from the kind's field list:
/// --field-name for each. Besides them --with (who signs too), --out (write the envelope instead of
/// sending it), --at (when it is signed), and for many at once --file (a CSV with the fields as
/// columns) and --each (one for each key of the keyring whose label begins with a text).
CommandSpec FieldCommand(std::string group, std::string name, std::string_view kind);

/// Returns the option for a field: "open_code_max" → "--open-code-max". A field with the name of
/// an option that all commands have gets a prefix: "at" → "--field-at".
std::string OptionOf(std::string_view field);

/// The fields given as options.
Tried<Json> FieldsFromOptions(const Payload& kind, const Arguments& arguments);

/// Fills in what can be known without asking: defaults, the ledger's only currency, and for a
/// genesis what the server says of itself.
Tried<Unit> CompleteFields(Workspace& workspace, const Payload& kind, Json& fields);

struct SendOptions {
  std::string out = {};              // write the envelope to this file; empty: send it
  std::optional<Timestamp> at = {};  // when it is signed; otherwise the ledger's time
};

/// Signs one instruction of that kind as `signers`, the first of them acting, and sends it or
/// writes it to a file.
Tried<Report> SignAndSend(Workspace& workspace, const Payload& payload,
                          const std::vector<const KeyEntry*>& signers, const SendOptions& options);

/// The fields of a body as rows of a table for people: their names in that language, instants also
/// as a clock in Japan shows them.
void AddBodyRows(std::string_view body, Language language, Table& table);

}  // namespace enishi
