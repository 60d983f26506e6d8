#pragma once

#include <string>

#include "wallet-cli/terminal/failure.h"

namespace enishi {

bool IsTerminal(int descriptor);

/// Reads one line from the terminal without showing it. A usage Failure where there is no terminal.
/// The caller wipes the text.
Tried<std::string> AskSecret(const std::string& prompt);

/// Asks on the terminal; yes only for y, yes or はい. A usage Failure where there is no terminal.
Tried<bool> AskYesNo(const std::string& question);

}  // namespace enishi
