#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "ledger/keys/key_file.h"
#include "ledger/messages/wallet.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

/// Returns the names of all kinds of instructions (specs/instructions.md).
std::vector<std::string_view> KindNames();

/// Returns the labels of a keyring; they live as long as the keyring.
std::vector<std::string_view> LabelsOf(const Keyring& keyring);

/// Returns the usage failure for a name that is none of the known ones, with the known one that it
/// is most likely a misspelling of: "unknown kind payment.captur; did you mean payment.capture?".
/// `what` says what the name should be, such as texts::kUnknownKind.
Failure UnknownName(TextWith<1> what, std::string_view name,
                    std::span<const std::string_view> known);

}  // namespace enishi
