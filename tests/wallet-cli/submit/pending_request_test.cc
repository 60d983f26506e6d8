#include "wallet-cli/submit/pending_request.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <fstream>
#include <future>

#include "tests/fixtures/temporary_folder.h"
#include "tests/fixtures/town.h"

namespace enishi {
namespace {

using testing::Town;

class UnansweredTest : public ::testing::Test {
 protected:
  UnansweredTest() {
    town_.Found();
    town_.Furnish();
    town_.OpenShop("bakery");
  }
  Instruction Payment(int64_t amount) {
    return town_.Make(
        "ann", PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(amount), {}});
  }
  static std::string Text(const Instruction& instruction) {
    return WriteEnvelope(instruction.body, instruction.signatures);
  }

  Town town_;
  TemporaryFolder folder_;
  const std::filesystem::path keyring_ = folder_.path() / "keys.json";
};

TEST_F(UnansweredTest, IsFoundOnceTheOneWhoSentItHasGone) {
  const Instruction payment = Payment(5);
  const Uuid id = payment.header.id;
  {
    const auto under_way = KeepUnanswered(keyring_, id, Text(payment));
    ASSERT_TRUE(under_way.has_value());
    EXPECT_TRUE(FindUnanswered(keyring_).empty()) << "a till next to it waits for its own";
  }
  const auto found = FindUnanswered(keyring_);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].envelope, Text(payment));
  EXPECT_EQ(found[0].file, UnansweredFile(keyring_, id));
  struct stat status{};
  ASSERT_EQ(stat(found[0].file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777U, 0600U);
  EXPECT_TRUE(KeepUnanswered(keyring_, id, Text(payment)).has_value()) << "to send it again";
  EXPECT_EQ(FindUnanswered(keyring_).size(), 1U);
}

// Two send the same file; the one takes it away while the other waits for it.
TEST_F(UnansweredTest, IsKeptUnderItsNameWhenTheOtherSenderRemovedIt) {
  const Instruction payment = Payment(5);
  const std::filesystem::path file = UnansweredFile(keyring_, payment.header.id);
  auto one = KeepUnanswered(keyring_, payment.header.id, Text(payment));
  ASSERT_TRUE(one.has_value());
  auto other = std::async(std::launch::async, [&] {
    return KeepUnanswered(keyring_, payment.header.id, Text(payment)).has_value();
  });
  EXPECT_EQ(other.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
  std::filesystem::remove(file);
  one->reset();
  EXPECT_TRUE(other.get());
  EXPECT_TRUE(std::filesystem::exists(file));
}

TEST_F(UnansweredTest, OtherFilesBesideTheKeyringArePassedOver) {
  const Instruction payment = Payment(5);
  for (const char* name : {"keys.json", "keys.json.head", "keys.json.x.json", "keys.json.json",
                           "other.json.019d4657-0000-7000-8000-000000000001.json",
                           "keys.json.019d4657-0000-7000-8000-000000000001.json"}) {
    std::ofstream(folder_.path() / name) << Text(payment);
  }
  EXPECT_TRUE(FindUnanswered(keyring_).empty());
}

TEST_F(UnansweredTest, TheSameIntentHasAnotherIdAndNothingElse) {
  const Instruction one = Payment(5);
  const Instruction again = Payment(5);
  EXPECT_FALSE(one.header.id == again.header.id);
  EXPECT_TRUE(SameIntent(one, again));
  EXPECT_FALSE(SameIntent(one, Payment(6)));
}

}  // namespace
}  // namespace enishi
