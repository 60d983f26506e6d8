#pragma once

#include <string>

#include "ledger/base/result.h"

namespace enishi {

/// How dark and light modules become characters.
enum class QrColours {
  kTerminal,  // ANSI colours, black on white whatever the terminal's own
  kPlain,     // no colours: for files and pipes
};

/// The text as a QR code in half-block characters, two rows of modules to a line, with the quiet
/// zone of four modules. An error where the text is too long for one code.
Parsed<std::string> DrawQr(const std::string& text, QrColours colours);

}  // namespace enishi
