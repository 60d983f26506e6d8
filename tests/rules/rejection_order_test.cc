#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "ledger/messages/reasons.h"
#include "tests/rules/rejection_chains.h"
#include "tests/rules/spec_table.h"

namespace enishi::testing {
namespace {

std::vector<Chain> AllChains() {
  std::vector<Chain> chains = FormChains();
  for (auto more : {OfficeChains(), PeopleChains()}) {
    std::move(more.begin(), more.end(), std::back_inserter(chains));
  }
  return chains;
}

class RejectionOrder : public ::testing::TestWithParam<Chain> {};

TEST_P(RejectionOrder, IsKeptStepByStepAndARefusalChangesNothing) {
  const Chain& chain = GetParam();
  Walk walk;
  chain.start(walk);
  ASSERT_EQ(KindName(walk.payload), chain.kind);
  for (const Step& step : chain.steps) {
    const Overlay::Rows before = walk.town.state().rows();
    const auto outcome = walk.Submit();
    ASSERT_FALSE(outcome.has_value()) << "not refused with " << ReasonName(step.refused);
    ASSERT_EQ(ReasonName(outcome.error().reason), ReasonName(step.refused))
        << outcome.error().pointer << " " << outcome.error().detail;
    ASSERT_EQ(before, walk.town.state().rows()) << ReasonName(step.refused);
    if (step.fix) step.fix(walk);
  }
  if (!chain.accepted) return;
  const auto outcome = walk.Submit();
  ASSERT_TRUE(outcome.has_value()) << ReasonName(outcome.error().reason);
}

INSTANTIATE_TEST_SUITE_P(Chains, RejectionOrder, ::testing::ValuesIn(AllChains()),
                         [](const auto& chain) { return chain.param.name; });

TEST(RejectionTable, WalksGoDownTheOrder) {
  for (const Chain& chain : AllChains()) {
    for (size_t i = 1; i < chain.steps.size(); ++i) {
      EXPECT_LT(chain.steps[i - 1].refused, chain.steps[i].refused)
          << chain.name << ": " << ReasonName(chain.steps[i].refused);
    }
  }
}

// Every reason can be met: none is left out as impossible.
TEST(RejectionTable, HasAWalkThroughEveryReason) {
  std::set<Reason> walked;
  for (const Chain& chain : AllChains()) {
    for (const Step& step : chain.steps) walked.insert(step.refused);
  }
  for (int i = 0; i < kReasonCount; ++i) {
    const auto reason = static_cast<Reason>(i);
    EXPECT_TRUE(walked.contains(reason)) << "no walk is refused with " << ReasonName(reason);
  }
}

template <size_t... I>
std::set<std::string> AllKinds(std::index_sequence<I...> /*all*/) {
  return {std::string(std::variant_alternative_t<I, Payload>::kKind)...};
}

TEST(RejectionTable, HasAWalkForEveryKind) {
  std::set<std::string> walked;
  for (const Chain& chain : AllChains()) walked.insert(chain.kind);
  EXPECT_EQ(walked, AllKinds(std::make_index_sequence<std::variant_size_v<Payload>>{}));
}

TEST(RejectionTable, IsInTheSpecificationRowByRow) {
  const auto rows = TableOfSpec("rejections.md");
  ASSERT_EQ(rows.size(), static_cast<size_t>(kReasonCount));
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto reason = static_cast<Reason>(i);
    ASSERT_EQ(rows[i].size(), 3U);
    EXPECT_EQ(rows[i][0], ReasonName(reason));
    EXPECT_EQ(rows[i][1], std::to_string(HttpStatus(reason)));
    EXPECT_EQ(rows[i][2], TextOf(reason).title.en);
  }
}

}  // namespace
}  // namespace enishi::testing
