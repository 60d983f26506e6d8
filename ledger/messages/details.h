#pragma once

#include <string>
#include <string_view>

#include "ledger/messages/text.h"

namespace enishi {

/// The message in both languages. Readers of formats (FormatError), key files and servers describe
/// what is wrong in English; this looks their words up, part by part where parts are joined by ": "
/// or "; ". A part that is not in the table stays as it is, such as the name of a file.
Bilingual Translated(std::string_view english);

/// Whether the table has the message itself, as a whole.
bool HasTranslation(std::string_view english);

}  // namespace enishi
