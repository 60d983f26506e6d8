#include "tests/simulator/check.h"

#include <array>

namespace enishi::simulator {

std::string_view NameOf(Check check) {
  constexpr std::array<std::string_view, kChecks> kNames = {
      "once", "outcome", "commit-first", "not-there", "unknown", "answered", "time",
      "head", "proof",   "state",        "start",     "well",    "swept"};
  return kNames[static_cast<size_t>(check)];
}

}  // namespace enishi::simulator
