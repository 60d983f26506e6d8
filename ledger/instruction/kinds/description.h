#pragma once

#include <concepts>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/amount.h"
#include "ledger/base/identifiers.h"
#include "ledger/keys/keys.h"

namespace enishi {

/// A member of a description that has no default: leaving it out does not compile.
template <class T>
struct Required {
  template <class U>
    requires std::convertible_to<U, T>
  constexpr Required(U&& given) : value(std::forward<U>(given)) {}  // NOLINT: reads as its value
  T value;
};

/// The command of `enishi` that makes an instruction of the kind: `enishi GROUP NAME`.
struct Command {
  std::string_view group;
  std::string_view name;
};
/// For a kind that only the service makes.
inline constexpr Command kNoCommand{};

/// What an accepted instruction of the kind does to the points of accounts.
enum class Effect : uint8_t {
  kNone,     // moves no points
  kIssues,   // brings new points into an account
  kSpends,   // takes points from an account by its key
  kExpires,  // takes points whose time has passed
};

/// Whether the kind gives rows of activity data (ledger/facts).
enum class Facts : uint8_t { kNone, kCounted };

using Accounts = std::vector<AccountId>;
using OptionalReference = std::optional<Reference>;

/// Everything about a kind that is not in its field list or its rule. A kind's structure returns it
/// from `static constexpr auto Description()`. Functions are pure and take only the payload.
template <class Kind>
struct KindDescription {
  Required<Command> command;
  Required<Effect> effect;
  /// The amount that a key's limit is compared with; zero for a kind without an amount.
  Required<Amount (*)(const Kind&)> amount;
  /// The accounts that may read the entry, in addition to the acting account, the accounts that it
  /// posts to, and auditors.
  Required<Accounts (*)(const Kind&)> readers;
  /// The key that the instruction brings into the ledger, which signs it too; else null.
  Required<const PublicKey* (*)(const Kind&)> new_key;
  /// Whether the signature of the code that the payload embeds is good; true without a code.
  Required<bool (*)(const Kind&)> code_is_signed;
  /// The shop's or counter's own number for the transaction.
  Required<OptionalReference (*)(const Kind&)> reference;
  Required<Facts> facts;
};

inline constexpr auto kNoAmount = [](const auto& /*kind*/) { return Amount(); };
inline constexpr auto kActorOnly = [](const auto& /*kind*/) { return Accounts(); };
inline constexpr auto kNoNewKey = [](const auto& /*kind*/) -> const PublicKey* { return nullptr; };
inline constexpr auto kNoCode = [](const auto& /*kind*/) { return true; };
inline constexpr auto kNoReference = [](const auto& /*kind*/) { return OptionalReference(); };

/// The accounts whose first keys these are.
inline Accounts AccountsOf(const std::vector<PublicKey>& keys) {
  Accounts accounts;
  for (const PublicKey& key : keys) accounts.push_back(AccountId::FromKey(key));
  return accounts;
}

/// A structure that is complete as a kind: a name, a field list and a description.
template <class Kind>
concept DescribedKind = requires {
  { Kind::kKind } -> std::convertible_to<std::string_view>;
  Kind::Fields();
  { Kind::Description() } -> std::same_as<KindDescription<Kind>>;
};

}  // namespace enishi
