#include "ledger/instruction/kinds.h"

namespace enishi {
namespace {

// What `member` of the description of the payload's kind gives for the payload.
template <class Get>
auto Described(const Payload& payload, const Get& get) {
  return std::visit([&](const auto& kind) { return get(kind, kind.Description()); }, payload);
}

}  // namespace

std::string_view KindName(const Payload& payload) {
  return std::visit([](const auto& kind) { return std::decay_t<decltype(kind)>::kKind; }, payload);
}

std::optional<Payload> EmptyPayload(std::string_view name) {
  std::optional<Payload> found;
  ForEachKind([&](auto empty) {
    if (decltype(empty)::kKind == name) found = std::move(empty);
  });
  return found;
}

Command CommandOf(const Payload& payload) {
  return Described(payload, [](const auto& /*kind*/, const auto& it) { return it.command.value; });
}

Effect EffectOf(const Payload& payload) {
  return Described(payload, [](const auto& /*kind*/, const auto& it) { return it.effect.value; });
}

Amount AmountOf(const Payload& payload) {
  return Described(payload, [](const auto& kind, const auto& it) { return it.amount.value(kind); });
}

Accounts ReadersOf(const Payload& payload) {
  return Described(payload,
                   [](const auto& kind, const auto& it) { return it.readers.value(kind); });
}

const PublicKey* NewKeyOf(const Payload& payload) {
  return Described(payload,
                   [](const auto& kind, const auto& it) { return it.new_key.value(kind); });
}

bool CodeIsSigned(const Payload& payload) {
  return Described(payload,
                   [](const auto& kind, const auto& it) { return it.code_is_signed.value(kind); });
}

std::optional<Reference> ReferenceOf(const Payload& payload) {
  return Described(payload,
                   [](const auto& kind, const auto& it) { return it.reference.value(kind); });
}

bool HasFacts(const Payload& payload) {
  return Described(payload, [](const auto& /*kind*/, const auto& it) {
    return it.facts.value == Facts::kCounted;
  });
}

}  // namespace enishi
