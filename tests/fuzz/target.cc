#include "tests/fuzz/target.h"

#include <algorithm>
#include <array>

namespace enishi::testing {

std::span<const FuzzTarget> FuzzTargets() {
  static constexpr auto kTargets = std::to_array<FuzzTarget>({
      {"apply", FuzzApply},       {"attendance_code", FuzzAttendanceCode},
      {"body", FuzzBody},         {"csv", FuzzCsv},
      {"envelope", FuzzEnvelope}, {"events", FuzzEvents},
      {"frame", FuzzFrame},       {"json", FuzzJson},
      {"key_file", FuzzKeyFile},  {"leaf", FuzzLeaf},
      {"names", FuzzNames},       {"note", FuzzNote},
      {"outcome", FuzzOutcome},   {"payment_code", FuzzPaymentCode},
      {"proof", FuzzProof},       {"purchases", FuzzPurchases},
      {"rules", FuzzRules},       {"shop_qr", FuzzShopQr},
      {"tile", FuzzTile},
  });
  return kTargets;
}

const FuzzTarget* FindFuzzTarget(std::string_view name) {
  const auto targets = FuzzTargets();
  const auto at =
      std::ranges::find_if(targets, [&](const FuzzTarget& target) { return target.name == name; });
  return at == targets.end() ? nullptr : &*at;
}

}  // namespace enishi::testing
