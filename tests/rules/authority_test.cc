#include "ledger/rules/authority.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

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

template <class E>
std::string NameOf(const std::optional<E>& value, std::string_view none) {
  return std::string(value ? EnumNames<E>::kNames[static_cast<size_t>(*value)] : none);
}

TEST(Authority, StandsInTheSpecificationRowByRow) {
  std::map<std::string, SpecRow> spec;
  for (const auto& row : TableOfSpec("authority.md")) {
    ASSERT_EQ(row.size(), 4U);
    EXPECT_TRUE(spec.emplace(row[0], SpecRow{row[1], row[2], row[3]}).second) << row[0];
  }
  for (const Requirement& requirement : Requirements()) {
    const std::string kind(requirement.kind);
    const SpecRow expected{NameOf(requirement.actor, "any"), NameOf(requirement.role, "none"),
                           requirement.new_key  ? "one and the new key"
                           : requirement.quorum ? "quorum"
                                                : "one"};
    ASSERT_TRUE(spec.contains(kind)) << kind;
    EXPECT_EQ(spec[kind], expected) << kind;
    spec.erase(kind);
  }
  // Those that have checks of their own.
  ASSERT_EQ(spec.size(), 2U);
  EXPECT_TRUE(spec.contains("genesis"));
  EXPECT_TRUE(spec.contains("expiry.sweep"));
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
