#include "wallet-cli/plan/unknown_name.h"

#include <utility>

#include "ledger/base/nearest_name.h"
#include "ledger/instruction/kinds.h"

namespace enishi {
namespace {

template <size_t... I>
std::vector<std::string_view> NamesOf(std::index_sequence<I...> /*all*/) {
  return {std::variant_alternative_t<I, Payload>::kKind...};
}

}  // namespace

std::vector<std::string_view> KindNames() {
  return NamesOf(std::make_index_sequence<std::variant_size_v<Payload>>());
}

std::vector<std::string_view> LabelsOf(const Keyring& keyring) {
  std::vector<std::string_view> labels;
  for (const KeyEntry& entry : keyring.entries()) labels.push_back(entry.label);
  return labels;
}

Failure UnknownName(TextWith<1> what, std::string_view name,
                    std::span<const std::string_view> known) {
  const Bilingual unknown = Fill(what, name);
  const auto nearest = NearestName(name, known);
  return Usage(nearest ? Fill(texts::kDidYouMean, unknown, *nearest) : unknown);
}

}  // namespace enishi
