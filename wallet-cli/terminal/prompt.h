#pragma once

#include <string>
#include <string_view>

#include "ledger/messages/text.h"
#include "wallet-cli/terminal/failure.h"

namespace enishi {

bool IsTerminal(int descriptor);

/// Reads one line from the controlling terminal without showing it. Returns a usage Failure if
/// there is no terminal. The caller wipes the text.
Tried<std::string> AskSecret(std::string_view prompt);

/// What a typed answer to a yes-or-no question means.
enum class YesNo { kYes, kNo, kNeither };

/// Reads y, yes, はい, n, no and いいえ in any case, in full-width letters and with white space
/// around them. Anything else, an empty answer too, is neither.
YesNo ReadYesNo(std::string_view typed);

/// Asks on the controlling terminal until the answer is yes or no. What is typed is not shown,
/// because it may be a passphrase typed at the wrong question; the answer that was understood is.
/// Returns a usage Failure if there is no terminal or the input ends. Ask after the keyring is
/// unlocked, so that every command asks for the passphrase first.
Tried<bool> AskYesNo(std::string_view question, Language language);

}  // namespace enishi
