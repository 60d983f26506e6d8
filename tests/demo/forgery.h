#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/plan/expander.h"

namespace enishi {

/// What a rehearsal gets wrong on purpose, to show that it is refused.
enum class Forgery {
  kSignature,  // a stranger signs and claims the actor's key
  kKey,        // a stranger signs with a key of its own
  kCode,       // a stranger signs the code and claims the key of the one who should
  kLedger,     // made for another ledger
};

/// A plan without its "forge" members, and which lines had one.
struct ForgedPlan {
  std::string lines;
  std::map<uint64_t, Forgery> forgeries;  // by the line, counted from 1
};

/// Takes the "forge" members out of a plan. An error where one is not known.
Parsed<ForgedPlan> TakeForgeries(std::string_view plan);

/// What a thief would send in the place of the envelope that was signed for the draft. An error
/// where the instruction has nothing of that sort to forge. Any thread.
Parsed<std::string> Forge(Forgery forgery, const Draft& draft, const Keyring& keyring,
                          const std::string& envelope);

}  // namespace enishi
