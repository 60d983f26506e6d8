#include "ledger/messages/text.h"

#include <fmt/format.h>

namespace enishi {

void Bilingual::Append(const Bilingual& part) {
  if (part.empty()) return;
  if (empty()) {
    *this = part;
    return;
  }
  ja = In(Language::kJapanese) + "；" + part.In(Language::kJapanese);
  en += "; " + part.en;
}

std::string FillPattern(std::string_view pattern, fmt::format_args arguments) {
  return fmt::vformat(pattern, arguments);
}

}  // namespace enishi
