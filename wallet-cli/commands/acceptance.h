#pragma once

#include "ledger/base/json.h"
#include "ledger/instruction/instruction.h"
#include "wallet-cli/commands/workspace.h"

namespace enishi {

/// Returns the report of an instruction that was sent; `answer` is what Workspace::Submit gave.
/// A person reads what was paid to whom, the entry's number and time, and the signer's new balance
/// if the instruction changed it. Reads the balance from the server; if that fails, the text says
/// how to read it later, because the instruction is accepted all the same. With --json the report
/// is the server's answer, and the balance is not read.
Tried<Report> AcceptanceReport(Workspace& workspace, Tried<Json> answer,
                               const Instruction& instruction);

}  // namespace enishi
