#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "ledger/base/result.h"
#include "ledger/messages/text.h"

namespace enishi {

/// How the program ends: what scripts see.
enum class Exit : int {
  kDone = 0,
  kRefused = 1,  // the ledger refused, a check failed, or there was no answer
  kUsage = 2,    // the command cannot be carried out as it was written
};

/// Whether the ledger itself refused the very bytes that were sent. Whatever else went wrong, a
/// proxy's refusal included, says nothing of what became of them.
enum class Refusal : uint8_t {
  kNone,
  kByLedger,
  kByLedgerAfterLoss,  // an earlier try of the same request had no answer and may have arrived
};

/// Why a command did not do what it should. `code` is stable and for programs: a reason's name
/// (ReasonName), a code of the HTTP contract, or one of the client's own: usage, unreachable,
/// keyring, file, answer_malformed, history_rewritten.
struct Failure {
  Exit exit = Exit::kRefused;
  std::string code;
  Bilingual title;        // one sentence: what happened, and what to do next
  Bilingual detail = {};  // what exactly; may be empty
  Refusal refusal = Refusal::kNone;
};

inline Failure Usage(Bilingual what) { return {Exit::kUsage, "usage", std::move(what)}; }

/// The failure with the place where it happened before its title: "line 3 of the plan: …".
Failure Within(const Bilingual& where, Failure failure);

template <class T>
using Tried = Result<T, Failure>;

}  // namespace enishi
