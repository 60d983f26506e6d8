#include "ledger/query/accounts.h"

#include <gtest/gtest.h>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

class Accounts : public ::testing::Test {
 protected:
  Accounts() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    hana_ = town_.Account("hana");
  }

  const PublicKey& KeyNamed(const std::string& label) { return town_.Key(label).public_key(); }

  Town town_;
  AccountId hana_;
};

TEST_F(Accounts, AreFoundByTheirIds) {
  const auto row = FindAccount(town_.state(), hana_);
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->kind, AccountKind::kParticipant);
  EXPECT_TRUE(row->enrolled);
  EXPECT_FALSE(FindAccount(town_.state(), town_.Account("nowhere")).has_value());
}

TEST_F(Accounts, ListAllTheirKeys) {
  EXPECT_TRUE(KeysOf(town_.state(), town_.Account("nowhere")).empty());
  KeyAdd add;
  add.key = KeyNamed("tablet");
  add.until = Town::Day("2026-05-31");
  town_.Do("hana", add);
  town_.Do("hana", KeyRevoke{KeyNamed("tablet")});
  const auto keys = KeysOf(town_.state(), hana_);
  ASSERT_EQ(keys.size(), 2U);
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end(), [](const auto& a, const auto& b) {
    return a.key.bytes < b.key.bytes;
  }));
  for (const AccountKey& key : keys) {
    EXPECT_EQ(key.row.account, hana_);
    EXPECT_EQ(key.row.revoked_at.has_value(), key.key == KeyNamed("tablet"));
  }
}

TEST_F(Accounts, KeysAreLiveUntilTheEndOfTheirLastDay) {
  KeyRow row;
  EXPECT_TRUE(IsLive(row, Timestamp{0}));
  row.until = Town::Day("2026-05-31");
  const Timestamp end = row.until->End();
  EXPECT_TRUE(IsLive(row, Timestamp{end.ms - 1}));
  EXPECT_FALSE(IsLive(row, end));
}

TEST_F(Accounts, RevokedKeysAreNotLive) {
  KeyRow row;
  row.revoked_at = Timestamp{5};
  EXPECT_FALSE(IsLive(row, Timestamp{0}));
  EXPECT_FALSE(IsLive(row, Timestamp{10}));
}

TEST_F(Accounts, LiveKeysBelongToOneAccount) {
  const View& state = town_.state();
  EXPECT_TRUE(IsLiveKeyOf(state, KeyNamed("hana"), hana_, town_.now()));
  EXPECT_FALSE(IsLiveKeyOf(state, KeyNamed("cashier"), hana_, town_.now()));
  EXPECT_FALSE(IsLiveKeyOf(state, KeyNamed("stranger"), hana_, town_.now()));
  KeyAdd add;
  add.key = KeyNamed("tablet");
  town_.Do("hana", add);
  town_.Do("hana", KeyRevoke{KeyNamed("hana")});
  EXPECT_FALSE(IsLiveKeyOf(state, KeyNamed("hana"), hana_, town_.now()));
  EXPECT_TRUE(IsLiveKeyOf(state, KeyNamed("tablet"), hana_, town_.now()));
}

}  // namespace
}  // namespace enishi::testing
