#pragma once

#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// The ledger itself: genesis, rules.activate, clock.advance.

namespace enishi {

enum class ClockMode : uint8_t { kReal, kSimulated };
template <>
struct EnumNames<ClockMode> {
  static constexpr std::array<std::string_view, 2> kNames = {"real", "simulated"};
};

/// The first entry. The account of administrators[0] acts; all administrators sign.
struct Genesis {
  static constexpr std::string_view kKind = "genesis";
  Origin origin;
  MunicipalityCode municipality;
  ClockMode clock = ClockMode::kReal;
  uint32_t rules = 0;
  uint32_t quorum = 0;
  PublicKey log_key;
  PublicKey service_key;
  std::vector<PublicKey> administrators;
  Date until;
  static constexpr auto Fields() {
    return std::tuple{Field{"origin", &Genesis::origin},
                      Field{"municipality", &Genesis::municipality},
                      Field{"clock", &Genesis::clock},
                      Field{"rules", &Genesis::rules},
                      Field{"quorum", &Genesis::quorum},
                      Field{"log_key", &Genesis::log_key},
                      Field{"service_key", &Genesis::service_key},
                      Field{"administrators", &Genesis::administrators},
                      Field{"until", &Genesis::until}};
  }
  static constexpr auto Description() {
    return KindDescription<Genesis>{
        .command = Command{"office", "genesis"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = [](const Genesis& genesis) { return AccountsOf(genesis.administrators); },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

/// Raises the version of the rules. Signed by a quorum of administrators.
struct RulesActivate {
  static constexpr std::string_view kKind = "rules.activate";
  uint32_t version = 0;
  static constexpr auto Fields() { return std::tuple{Field{"version", &RulesActivate::version}}; }
  static constexpr auto Description() {
    return KindDescription<RulesActivate>{
        .command = Command{"office", "rules"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

/// Moves the clock of a simulated ledger forward. Signed by one administrator.
struct ClockAdvance {
  static constexpr std::string_view kKind = "clock.advance";
  Timestamp to;
  static constexpr auto Fields() { return std::tuple{Field{"to", &ClockAdvance::to}}; }
  static constexpr auto Description() {
    return KindDescription<ClockAdvance>{
        .command = Command{"office", "clock"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = kActorOnly,
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
