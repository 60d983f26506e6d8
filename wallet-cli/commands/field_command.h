#pragma once

#include <string>
#include <vector>

#include "ledger/core/instruction/kinds.h"
#include "wallet-cli/commands/command.h"
#include "wallet-cli/commands/context.h"
#include "wallet-cli/intent/fields.h"

namespace enishi {

/// A command that makes one kind of instruction, its options taken from the kind's field list:
/// --field-name for each. Besides them --with (who signs too), --out (write the envelope instead of
/// sending it), and for many at once --file (a CSV with the fields as columns) and --each (one for
/// each key of the keyring whose label begins with a text).
CommandSpec FieldCommand(std::string group, std::string name, std::string_view kind,
                         std::string help);

/// The option that stands for a field: "open_code_max" → "--open-code-max".
std::string OptionOf(std::string_view field);

/// The fields given as options.
Tried<Json> FieldsFromOptions(const Payload& kind, const Arguments& arguments);

/// Fills in what can be known without asking: defaults, the ledger's only currency, and for a
/// genesis what the server says of itself.
Tried<Unit> CompleteFields(Context& context, const Payload& kind, Json& fields);

/// Signs one instruction of that kind as `signers`, the first of them acting, and sends it, or
/// writes it to `out` unless that is empty.
Tried<Report> SignAndSend(Context& context, const Payload& payload,
                          const std::vector<const KeyEntry*>& signers, const std::string& out);

/// Runs a plan from a stream and reports the summary; used by all that send many.
Tried<Report> RunPlan(Context& context, std::istream& plan, const std::string& refusals_file);

}  // namespace enishi
