#include "ledger/rules/authority.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "ledger/rules/kinds.h"
#include "tests/fixtures/town.h"
#include "tests/rules/spec_table.h"

namespace enishi::testing {
namespace {

struct SpecRow {
  std::string actor;
  std::string role;
  std::string signatures;
  bool operator==(const SpecRow&) const = default;
};
void PrintTo(const SpecRow& row, std::ostream* out) {
  *out << row.actor << " | " << row.role << " | " << row.signatures;
}

template <class E>
std::string NameOf(const std::optional<E>& value, std::string_view none) {
  return std::string(value ? EnumNames<E>::kNames[static_cast<size_t>(*value)] : none);
}

// What the specification must say of an authority in a ledger whose quorum is kQuorum.
constexpr uint32_t kQuorum = 99;
SpecRow RowFor(const Authority& authority, bool brings_key) {
  switch (authority.signer) {
    case Authority::Signer::kFounders:
      return {"the first administrator's", "none yet", "all founding administrators"};
    case Authority::Signer::kService:
      return {"the service's", "none", "the service's key"};
    default:
      return {NameOf(authority.actor, "any"), NameOf(authority.role, "none"),
              brings_key                           ? "one and the new key"
              : authority.officials_min == kQuorum ? "quorum"
                                                   : "one"};
  }
}

TEST(Authority, OfEveryKindIsInTheSpecification) {
  std::map<std::string, SpecRow> spec;
  for (const auto& row : TableOfSpec("authority.md")) {
    ASSERT_EQ(row.size(), 4U);
    EXPECT_TRUE(spec.emplace(row[0], SpecRow{row[1], row[2], row[3]}).second) << row[0];
  }
  const EmptyView nothing;
  const Context context{nothing, Hash{}, Timestamp{}};
  LedgerRow ledger;
  ledger.quorum = kQuorum;
  const RuleInput in{context, ledger, Header{}, {}};
  std::map<std::string, SpecRow> kinds;
  ForEachKind([&](const auto& kind) {
    kinds.emplace(kind.kKind, RowFor(AuthorityOf(in, kind), NewKeyOf(kind) != nullptr));
  });
  EXPECT_EQ(spec, kinds);
}

class OfficialAuthority : public ::testing::Test {
 protected:
  OfficialAuthority() {
    town_.Found();
    town_.Furnish();
  }
  PostCreate Post(const char* name) { return {Town::Name(name), {Role::kEvaluator}}; }
  Town town_;
};

TEST_F(OfficialAuthority, IsGivenByMoreThanTheQuorumToo) {
  town_.Do("mayor", Post("all-three"), {"deputy", "clerk"});
  EXPECT_EQ(town_.Refusal("mayor", Post("one")), Reason::kQuorumNotMet);
}

TEST_F(OfficialAuthority, CountsPeopleAndNotKeys) {
  town_.Do("mayor", KeyAdd{town_.Key("mayor's second").public_key(), {}, {}, {}, {}});
  EXPECT_EQ(town_.Refusal("mayor", Post("p"), {"mayor's second"}), Reason::kQuorumNotMet);
  EXPECT_EQ(town_.Refusal("mayor", Post("p"), {"deputy", "mayor's second"}),
            Reason::kSignerUnneeded);
}

TEST_F(OfficialAuthority, OfAPostIsNotThatOfAnother) {
  EXPECT_EQ(town_.Refusal("planner-1", Post("p"), {"planner-2"}), Reason::kRoleMissing);
  EXPECT_EQ(town_.Refusal("mayor", Post("p"), {"planner-2"}), Reason::kQuorumNotMet);
  EXPECT_EQ(town_.Refusal("cashier", AccountOpen{town_.Key("x").public_key()}),
            Reason::kRoleMissing);
}

TEST_F(OfficialAuthority, IsTheSumOfAllPosts) {
  town_.Do("clerk", AccountOpen{town_.Key("x").public_key()});  // as registrar
  town_.Do("clerk", Post("p"), {"mayor"});                      // as administrator
  EXPECT_EQ(RolesOf(town_.state(), town_.Account("clerk"), town_.now()),
            (std::vector{Role::kAdministrator, Role::kRegistrar}));
}

TEST_F(OfficialAuthority, HoldersAreTheAccountsInOffice) {
  const auto holders = HoldersOf(town_.state(), Role::kPlanner, town_.now());
  EXPECT_EQ(std::set(holders.begin(), holders.end()),
            (std::set{town_.Account("planner-1"), town_.Account("planner-2")}));
  EXPECT_TRUE(HoldersOf(town_.state(), Role::kPlanner, Town::Day("2030-03-31").End()).empty());
}

}  // namespace
}  // namespace enishi::testing
