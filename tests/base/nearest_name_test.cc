#include "ledger/base/nearest_name.h"

#include <gtest/gtest.h>

#include <array>

namespace enishi {
namespace {

constexpr std::array<std::string_view, 5> kKinds = {"payment.pay", "payment.capture", "code.cancel",
                                                    "key.add", "key.revoke"};

std::string Nearest(std::string_view name) { return NearestName(name, kKinds).value_or("none"); }

TEST(NearestName, CorrectsMisspellings) {
  EXPECT_EQ(Nearest("payment.captur"), "payment.capture") << "a letter is missing";
  EXPECT_EQ(Nearest("payment.capturee"), "payment.capture") << "a letter too many";
  EXPECT_EQ(Nearest("payment.cabture"), "payment.capture") << "a wrong letter";
  EXPECT_EQ(Nearest("payment.cpature"), "payment.capture") << "two letters swapped";
  EXPECT_EQ(Nearest("Payment_Capture"), "payment.capture") << "case and separator";
  EXPECT_EQ(Nearest("key.ad"), "key.add");
}

TEST(NearestName, FindsTheOnlyNameThatContainsIt) {
  EXPECT_EQ(Nearest("capture"), "payment.capture");
  EXPECT_EQ(Nearest("cancel"), "code.cancel");
  EXPECT_EQ(Nearest("payment"), "none") << "two names contain it";
}

TEST(NearestName, HasNoneForDistantNames) {
  EXPECT_EQ(Nearest("expiry.sweep"), "none");
  EXPECT_EQ(Nearest(""), "none");
  EXPECT_EQ(Nearest(std::string(kNearestNameBytesMax + 1, 'k')), "none");
  EXPECT_EQ(NearestName("key.add", {}), std::nullopt);
}

}  // namespace
}  // namespace enishi
