#pragma once

#include <optional>
#include <string_view>

#include "ledger/instruction/rejection.h"
#include "ledger/messages/text.h"

namespace enishi {

/// What a person reads when an instruction is refused.
struct ReasonText {
  Reason reason;
  Text title;  // one sentence: what is wrong; specs/rejections.md has the English one
  Text next;   // one sentence: what to do next
};

/// Total: every reason has its row, which does not compile otherwise.
const ReasonText& TextOf(Reason reason);

/// The same for a reason's stable name, as a server answers it; absent for any other code.
std::optional<ReasonText> ReasonTextOf(std::string_view name);

}  // namespace enishi
