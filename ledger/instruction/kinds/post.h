#pragma once

#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "ledger/instruction/fields.h"
#include "ledger/instruction/kinds/description.h"

// Posts and who holds them: post.create, post.appoint, post.dismiss.

namespace enishi {

/// What the holder of a post may do.
enum class Role : uint8_t {
  kAdministrator,  // posts, appointments, currencies, rules; acts by quorum
  kPlanner,        // programmes; acts by quorum
  kRegistrar,      // opens and enrols accounts
  kCoordinator,    // activities and their participations
  kCashier,        // sells points at the counter
  kAuditor,        // reads entries
  kEvaluator,      // reads activity data
};
template <>
struct EnumNames<Role> {
  static constexpr std::array<std::string_view, 7> kNames = {
      "administrator", "planner", "registrar", "coordinator", "cashier", "auditor", "evaluator"};
};

/// Creates a post with roles. Signed by a quorum of administrators.
struct PostCreate {
  static constexpr std::string_view kKind = "post.create";
  Code post;
  std::vector<Role> roles;
  static constexpr auto Fields() {
    return std::tuple{Field{"post", &PostCreate::post}, Field{"roles", &PostCreate::roles}};
  }
  static constexpr auto Description() {
    return KindDescription<PostCreate>{
        .command = Command{"office", "post-create"},
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

/// Appoints an official's account to a post, first and last day included. Signed
/// by a quorum of administrators without the appointed one.
struct PostAppoint {
  static constexpr std::string_view kKind = "post.appoint";
  Code post;
  AccountId holder;
  Date from;
  Date until;
  static constexpr auto Fields() {
    return std::tuple{Field{"post", &PostAppoint::post}, Field{"holder", &PostAppoint::holder},
                      Field{"from", &PostAppoint::from}, Field{"until", &PostAppoint::until}};
  }
  static constexpr auto Description() {
    return KindDescription<PostAppoint>{
        .command = Command{"office", "appoint"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = [](const PostAppoint& appoint) { return Accounts{appoint.holder}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

/// Ends an appointment now. Signed by a quorum of administrators; never leaves fewer than that.
struct PostDismiss {
  static constexpr std::string_view kKind = "post.dismiss";
  Code post;
  AccountId holder;
  static constexpr auto Fields() {
    return std::tuple{Field{"post", &PostDismiss::post}, Field{"holder", &PostDismiss::holder}};
  }
  static constexpr auto Description() {
    return KindDescription<PostDismiss>{
        .command = Command{"office", "dismiss"},
        .effect = Effect::kNone,
        .amount = kNoAmount,
        .readers = [](const PostDismiss& dismiss) { return Accounts{dismiss.holder}; },
        .new_key = kNoNewKey,
        .code_is_signed = kNoCode,
        .reference = kNoReference,
        .facts = Facts::kNone,
    };
  }
};

}  // namespace enishi
