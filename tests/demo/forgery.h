#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/keys/key_file.h"
#include "wallet-cli/plan/expander.h"

namespace enishi {

/// The forgeries of a scenario. The ledger must refuse each of them.
enum class Forgery {
  kSignature,  // another key signs and claims to be the actor's
  kKey,        // another key signs under its own name
  kCode,       // another key signs the code and claims to be the right one
  kLedger,     // the instruction names another ledger
};

/// A plan without its "forge" members, and the lines that had one.
struct ForgedPlan {
  std::string lines;
  std::map<uint64_t, Forgery> forgeries;  // by the line, counted from 1
};

/// Removes the "forge" members from a plan. Fails if one has an unknown value.
Parsed<ForgedPlan> TakeForgeries(std::string_view plan);

/// Returns the forged envelope that replaces the one signed for the draft. Fails if the instruction
/// has nothing of that kind to forge. Any thread.
Parsed<std::string> Forge(Forgery forgery, const Draft& draft, const Keyring& keyring,
                          const std::string& envelope);

}  // namespace enishi
