#include "ledger/instruction/kinds.h"

#include <utility>

namespace enishi {

std::string_view KindName(const Payload& payload) {
  return std::visit([](const auto& kind) { return std::decay_t<decltype(kind)>::kKind; }, payload);
}

namespace {

template <size_t... I>
std::optional<Payload> FindKind(std::string_view kind, std::index_sequence<I...> /*all*/) {
  std::optional<Payload> found;
  const auto try_one = [&](auto empty) {
    if (decltype(empty)::kKind == kind) found = std::move(empty);
  };
  (try_one(std::variant_alternative_t<I, Payload>{}), ...);
  return found;
}

}  // namespace

std::optional<Payload> EmptyPayload(std::string_view kind) {
  return FindKind(kind, std::make_index_sequence<std::variant_size_v<Payload>>{});
}

}  // namespace enishi
