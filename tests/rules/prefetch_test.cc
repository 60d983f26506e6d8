#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "tests/fixtures/town.h"

namespace enishi::testing {
namespace {

using ::testing::IsSubsetOf;
using ::testing::UnorderedElementsAreArray;

// Records which rows are read.
class RecordingView : public View {
 public:
  explicit RecordingView(const View& rows) : rows_(rows) {}
  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override {
    asked.emplace(key);
    return rows_.Get(key);
  }
  void Scan(std::string_view prefix, const Visit& visit) const override {
    rows_.Scan(prefix, visit);
  }
  void NoteDamage(std::string_view key) const override { rows_.NoteDamage(key); }

  mutable std::set<std::string> asked;

 private:
  const View& rows_;
};

class PrefetchKeysTest : public ::testing::Test {
 protected:
  PrefetchKeysTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenParticipant("hana");
    town_.OpenShop("bakery");
    town_.Charge("hana", 20'000);
  }

  void ApplyAndFold(const Instruction& instruction) {
    Overlay state(listener_);
    const auto outcome = Apply({state, town_.ledger(), town_.now()}, instruction);
    ASSERT_TRUE(outcome);
    Fold(state, town_.leaves().size(), instruction.header, *outcome);
  }
  // All rows of the account that were read, but for those of a new id and a new code.
  std::set<std::string> AskedForOf(const std::string& label) {
    const std::string account = RowKey<AccountRow>({town_.Account(label)}).substr(1);
    std::set<std::string> asked;
    for (const std::string& key : listener_.asked) {
      const bool is_own = key.find(account) != std::string::npos ||
                          key == RowKey<KeyRow>({town_.Key(label).public_key()});
      if (is_own && key.front() != IdRow::kTable && key.front() != UsedCodeRow::kTable) {
        asked.insert(key);
      }
    }
    return asked;
  }

  Town town_;
  RecordingView listener_{town_.state()};
};

TEST_F(PrefetchKeysTest, AreTheRowsThatAPaymentReadsOfThePayer) {
  const Instruction pay = town_.Make(
      "hana", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(100), {}});
  ApplyAndFold(pay);
  EXPECT_THAT(PrefetchKeys(pay), UnorderedElementsAreArray(AskedForOf("hana")));
}

TEST_F(PrefetchKeysTest, AreTheRowsThatACaptureReadsOfPayerAndShop) {
  const Instruction capture =
      town_.Make("bakery", PaymentCapture{town_.Code("hana", 500), Town::Points(100), {}});
  ApplyAndFold(capture);
  EXPECT_THAT(AskedForOf("hana"), IsSubsetOf(PrefetchKeys(capture)));
  EXPECT_THAT(AskedForOf("bakery"), IsSubsetOf(PrefetchKeys(capture)));
  EXPECT_THAT(PrefetchKeys(capture), IsSubsetOf(listener_.asked));
}

}  // namespace
}  // namespace enishi::testing
