#include "tests/tools/tampering.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/instruction/leaf.h"
#include "ledger/merkle/tile.h"
#include "ledger/rules/apply.h"
#include "tests/fixtures/temporary_folder.h"
#include "tests/tools/exported_log.h"

namespace enishi {
namespace {

// A town of two administrators, a shop and a participant. Its log ends with two payments.
class Town {
 public:
  Town() {
    const PublicKey a = first_.public_key();
    const PublicKey b = second_.public_key();
    Genesis genesis;
    genesis.origin = Origin{"town.example/log"};
    genesis.municipality = MunicipalityCode{"131016"};
    genesis.clock = ClockMode::kSimulated;
    genesis.rules = kRulesVersion;
    genesis.quorum = 1;
    genesis.log_key = log_key_.public_key();
    genesis.service_key = SigningKey::Random().public_key();
    genesis.administrators = {a, b};
    genesis.until = Date::Of(Timestamp{now_.ms + 90 * kDayMs});
    Add(genesis, {&first_, &second_});
    Add(PostCreate{Code{"desk"}, {Role::kRegistrar, Role::kCashier}}, {&first_});
    Add(PostAppoint{Code{"desk"}, AccountId::FromKey(b), Date::Of(now_), genesis.until}, {&first_});
    CurrencyCreate currency;
    currency.currency = CurrencyCode{"TOWN"};
    currency.issuer = MunicipalityCode{"131016"};
    currency.payment_max = *Amount::From(10'000);
    currency.open_code_max = *Amount::From(1'000);
    Add(currency, {&first_});
    Add(AccountOpen{shop_.public_key(), AccountKind::kShop}, {&second_, &shop_});
    Add(AccountOpen{payer_.public_key()}, {&second_, &payer_});
    Add(Charge{Id(payer_), currency.currency, *Amount::From(1'000), std::nullopt}, {&second_});
    Pay(300);
    Pay(1);
  }

  [[nodiscard]] const std::vector<std::string>& leaves() const { return leaves_; }
  [[nodiscard]] const SigningKey& log_key() const { return log_key_; }

 private:
  static AccountId Id(const SigningKey& key) { return AccountId::FromKey(key.public_key()); }

  void Pay(int64_t amount) {
    Add(PaymentPay{Id(shop_), CurrencyCode{"TOWN"}, *Amount::From(amount), std::nullopt},
        {&payer_});
  }

  void Add(const Payload& payload, const std::vector<const SigningKey*>& keys) {
    Header header;
    header.ledger = leaves_.empty() ? Hash{} : LeafHash(leaves_.front());
    header.id = Uuid::At(now_);
    header.account = Id(*keys.front());
    header.valid_until = Timestamp{now_.ms + 60'000};
    const Instruction instruction = Sign(header, payload, keys);
    const auto outcome = Apply({state_, header.ledger, now_}, instruction);
    ASSERT_TRUE(outcome) << KindName(payload);
    Fold(state_, leaves_.size(), header, *outcome);
    leaves_.push_back(EncodeLeaf(
        {now_, instruction.body, instruction.signatures, Sha256({EncodeOutcome(*outcome)})}));
  }

  Timestamp now_{1'780'000'000'000};  // 2026-05-28
  SigningKey first_ = SigningKey::Random();
  SigningKey second_ = SigningKey::Random();
  SigningKey shop_ = SigningKey::Random();
  SigningKey payer_ = SigningKey::Random();
  SigningKey log_key_ = SigningKey::Random();
  EmptyView nothing_;
  Overlay state_{nothing_};
  std::vector<std::string> leaves_;
};

constexpr uint64_t kFirstPayment = 7;
constexpr uint64_t kSecondPayment = 8;

Leaf LeafAt(const std::vector<std::string>& leaves, uint64_t index) {
  auto leaf = DecodeLeaf(leaves.at(index));
  EXPECT_TRUE(leaf);
  return *std::move(leaf);
}

TEST(Tampering, FlipsABitOfOneLeafOnly) {
  const Town town;
  for (uint64_t seed = 0; seed < 50; ++seed) {
    std::vector<std::string> leaves = town.leaves();
    const auto entry = FlipBit({std::nullopt, seed}, leaves);
    ASSERT_TRUE(entry);
    int bits = 0;
    for (uint64_t i = 0; i < leaves.size(); ++i) {
      ASSERT_EQ(leaves[i].size(), town.leaves()[i].size());
      for (size_t at = 0; at < leaves[i].size(); ++at) {
        const int changed = __builtin_popcount(static_cast<uint8_t>(leaves[i][at]) ^
                                               static_cast<uint8_t>(town.leaves()[i][at]));
        EXPECT_TRUE(changed == 0 || i == *entry);
        bits += changed;
      }
    }
    EXPECT_EQ(bits, 1);
  }
}

TEST(Tampering, ChangesAnAmountWithAFittingOutcome) {
  const Town town;
  std::vector<std::string> leaves = town.leaves();
  const auto entry = ChangeAmount({kFirstPayment, 0}, leaves);
  ASSERT_TRUE(entry) << entry.error().message;
  EXPECT_EQ(*entry, kFirstPayment);
  for (uint64_t i = 0; i < kFirstPayment; ++i) EXPECT_EQ(leaves[i], town.leaves()[i]);
  const Leaf before = LeafAt(town.leaves(), kFirstPayment);
  const Leaf after = LeafAt(leaves, kFirstPayment);
  EXPECT_THAT(before.body, testing::HasSubstr("\"amount\":300"));
  EXPECT_THAT(after.body, testing::HasSubstr("\"amount\":299"));
  EXPECT_NE(after.outcome_hash, before.outcome_hash);
  EXPECT_EQ(after.signatures, before.signatures);
  const auto instruction = ReadBody(after.body, after.signatures);
  ASSERT_TRUE(instruction);
  EXPECT_TRUE(VerifySignatures(*instruction));
}

TEST(Tampering, RaisesAnAmountOfOneToTwo) {
  const Town town;
  std::vector<std::string> leaves = town.leaves();
  ASSERT_TRUE(ChangeAmount({kSecondPayment, 0}, leaves));
  EXPECT_THAT(LeafAt(leaves, kSecondPayment).body, testing::HasSubstr("\"amount\":2"));
}

TEST(Tampering, ChangesAmountsOfPaymentsOnly) {
  const Town town;
  for (uint64_t seed = 0; seed < 20; ++seed) {
    std::vector<std::string> leaves = town.leaves();
    const auto entry = ChangeAmount({std::nullopt, seed}, leaves);
    ASSERT_TRUE(entry);
    EXPECT_GE(*entry, kFirstPayment);
  }
  std::vector<std::string> leaves = town.leaves();
  EXPECT_FALSE(ChangeAmount({3, 0}, leaves));
  EXPECT_EQ(leaves, town.leaves());
}

TEST(ExportedLogs, HaveASignedTreeOverTheLeaves) {
  const Town town;
  std::vector<std::string> leaves;
  for (int i = 0; i < 600; ++i) leaves.push_back("leaf " + std::to_string(i));
  const TemporaryFolder folder;
  const Origin origin{"town.example/log"};
  ASSERT_TRUE(WriteExportedLog(folder.path(), origin, leaves, town.log_key()));

  const auto log = ReadExportedLog(folder.path());
  ASSERT_TRUE(log) << log.error().message;
  EXPECT_EQ(log->leaves, leaves);
  const auto note = ReadFile(folder.path() / "checkpoint");
  ASSERT_TRUE(note);
  const auto head = OpenCheckpoint(*note, CheckpointVerifier(origin, town.log_key().public_key()));
  ASSERT_TRUE(head);
  TileTree tree([&](TileRowId id) {
    const uint64_t entries = id.level == 0 ? leaves.size() : leaves.size() / kTileWidth;
    const uint64_t width = std::min<uint64_t>(kTileWidth, entries - id.number * kTileWidth);
    return ReadFile(folder.path() / TilePath({id.level, id.number, static_cast<uint32_t>(width)}));
  });
  const auto root = RootFrom(leaves.size(), tree);
  ASSERT_TRUE(root) << root.error().message;
  EXPECT_EQ(*root, head->root);
}

}  // namespace
}  // namespace enishi
