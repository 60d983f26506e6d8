#include "ledger/audit/replay.h"

#include <gtest/gtest.h>

#include "tests/audit/history.h"

namespace enishi {
namespace {

using testing::Town;

template <class R>
size_t RowsOf(const View& view) {
  size_t rows = 0;
  ForEachRow<R>(view, "", [&](const auto& /*key*/, const R& /*row*/) { return ++rows > 0; });
  return rows;
}

// Replays all leaves from `from` on. Fails the test at the first fault.
void ReplayAll(Replay& replay, const std::vector<std::string>& leaves) {
  for (uint64_t i = replay.size(); i < leaves.size(); ++i) {
    const auto fault = replay.Next(ReadAndVerify(leaves[i]));
    ASSERT_FALSE(fault) << i << ": " << fault->why;
  }
}

// A town with a shop and one participant who holds points.
void Settle(Town& town) {
  town.Found();
  town.Furnish();
  town.OpenParticipant("hanako");
  town.OpenShop("shop");
  town.Charge("hanako", 50'000);
}

void Pay(Town& town, int times) {
  for (int i = 0; i < times; ++i) {
    town.Do("hanako", PaymentPay{town.Account("shop"), Town::Currency(), Town::Points(1), {}});
  }
}

TEST(Replays, ReachTheStateOfTheLedger) {
  Town& town = testing::SharedHistory().town();
  Replay replay;
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(replay.size(), town.leaves().size());
  EXPECT_EQ(replay.ledger(), town.ledger());
  // Except for expired ids and codes, the rows are the same.
  size_t same = 0;
  town.state().Scan("", [&](std::string_view key, std::string_view value) {
    const bool passing = key.front() == IdRow::kTable || key.front() == UsedCodeRow::kTable;
    if (!passing) {
      EXPECT_EQ(replay.state().Get(key), std::string(value));
      ++same;
    }
    return true;
  });
  size_t all = 0;
  replay.state().Scan("", [&](std::string_view key, std::string_view /*value*/) {
    all += key.front() != IdRow::kTable && key.front() != UsedCodeRow::kTable ? 1 : 0;
    return true;
  });
  EXPECT_EQ(all, same);
  EXPECT_GT(same, 100U);
}

TEST(Replays, ForgetIdsAfterADay) {
  Town town;
  Settle(town);
  Pay(town, 100);
  Replay replay;
  ReplayAll(replay, town.leaves());
  const size_t first_day = town.leaves().size();
  EXPECT_EQ(RowsOf<IdRow>(replay.state()), first_day);

  // Nothing is forgotten up to the end of the window, because the ids are still valid.
  town.AdvanceTo({Town::kStart.ms + kDayMs});
  Pay(town, 1);
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(RowsOf<IdRow>(replay.state()), first_day + 2);

  town.AdvanceTo({Town::kStart.ms + kDayMs + 1});
  Pay(town, 1);
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(RowsOf<IdRow>(replay.state()), 3U);  // the payment before, the advance, the payment
  EXPECT_EQ(RowsOf<IdRow>(town.state()), town.leaves().size());
}

TEST(Replays, ForgetExpiredCodes) {
  Town town;
  Settle(town);
  town.Do("shop", PaymentCapture{town.Code("hanako", 500), Town::Points(1), {}});
  town.Do("hanako", CodeCancel{town.Code("hanako", 500, "shop", kHourMs)});
  Replay replay;
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(RowsOf<UsedCodeRow>(replay.state()), 2U);
  town.AdvanceTo({town.now().ms + 30'000});
  Pay(town, 1);
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(RowsOf<UsedCodeRow>(replay.state()), 2U);  // at its last instant it is valid
  town.AdvanceTo({town.now().ms + 1});
  Pay(town, 1);
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(RowsOf<UsedCodeRow>(replay.state()), 1U);
  town.AdvanceTo({town.now().ms + kHourMs});
  Pay(town, 1);
  ReplayAll(replay, town.leaves());
  EXPECT_EQ(RowsOf<UsedCodeRow>(replay.state()), 0U);
}

// The rules decide the same with and without the rows that a replay has forgotten. So an audit
// never accepts an entry that a ledger refuses, nor the reverse.
TEST(Replays, DecideARepeatedNonceAsTheLedgerDoes) {
  Town town;
  Settle(town);
  PaymentCode code = town.Code("hanako", 500).code;
  const auto capture = [&] {
    const auto text = EncodePaymentCode(code, town.Key("hanako"));
    return town.Make("shop", PaymentCapture{*DecodePaymentCode(text), Town::Points(1), {}});
  };
  Replay replay;
  for (int times = 0; times < 3; ++times) {
    ASSERT_TRUE(town.Submit(capture())) << times;
    ReplayAll(replay, town.leaves());
    EXPECT_EQ(RowsOf<UsedCodeRow>(replay.state()), 1U);
    const Instruction again = capture();
    const auto ledgers = Apply({town.state(), town.ledger(), town.now()}, again);
    const auto replays = Apply({replay.state(), town.ledger(), town.now()}, again);
    ASSERT_FALSE(ledgers);
    ASSERT_FALSE(replays);
    EXPECT_EQ(ledgers.error().reason, Reason::kCodeUsed);
    EXPECT_EQ(replays.error().reason, Reason::kCodeUsed);
    town.AdvanceTo({code.valid_until.ms + 1});
    code.valid_until.ms += 30'000;
  }
}

// The number of rows follows the open state: ten times as many payments leave as many rows.
TEST(Replays, RowsFollowTheOpenStateAndNotTheLog) {
  Town town;
  Settle(town);
  Replay replay;
  ReplayAll(replay, town.leaves());
  size_t rows_before = 0;
  for (int day = 0; day < 12; ++day) {
    Pay(town, 20);
    ReplayAll(replay, town.leaves());
    size_t rows = 0;
    replay.state().Scan("", [&](std::string_view, std::string_view) { return ++rows > 0; });
    if (day >= 3) {
      EXPECT_EQ(rows, rows_before) << day;
    }
    rows_before = rows;
    town.AdvanceTo({town.now().ms + kDayMs + 1});
  }
}

TEST(Replays, RefuseTimeThatGoesBackOnARealClock) {
  Town town;
  town.Found(ClockMode::kReal);
  town.Furnish();
  for (const int64_t by : {int64_t{0}, int64_t{1}, int64_t{kHourMs}, int64_t{-1}}) {
    const auto leaves = testing::Recomputed(town.leaves(), 5, [&](Leaf& leaf) {
      leaf.committed_at.ms = static_cast<uint64_t>(static_cast<int64_t>(leaf.committed_at.ms) + by);
    });
    Replay replay;
    std::optional<EntryFault> fault;
    while (!fault && replay.size() < leaves.size()) {
      fault = replay.Next(ReadAndVerify(leaves[replay.size()]));
    }
    if (by == 0) {
      EXPECT_FALSE(fault);
      continue;
    }
    ASSERT_TRUE(fault) << by;
    EXPECT_EQ(fault->why, "its time is before that of the entry before it");
    EXPECT_EQ(replay.size(), by < 0 ? 5U : 6U);
  }
}

// An operator may sign a log that claims to be of any year. No date that the rules compute from it
// may pass the end of the calendar, because that would stop the replay.
TEST(Replays, RefuseALogFromTheEndOfTheCalendar) {
  for (const ClockMode clock : {ClockMode::kReal, ClockMode::kSimulated}) {
    Town town(Town::Day("9990-04-01").Start());
    const auto refusal = town.Refusal("mayor", town.Founding(clock), {"deputy", "clerk"});
    EXPECT_TRUE(refusal) << EnumName(clock);
  }
}

TEST(Replays, RefuseTheEntryThatReachesTheEndOfTheCalendar) {
  Town town;
  town.Found(ClockMode::kReal);
  Header header = town.HeaderFor("mayor");
  const Timestamp late = Town::Day("9990-04-01").Start();
  const Uuid late_id = Uuid::At(late);
  std::copy_n(late_id.bytes.begin(), 6, header.id.bytes.begin());
  header.valid_until = {late.ms + kHourMs};
  const Instruction instruction = Sign(header, PostCreate{Town::Name("late"), {Role::kCashier}},
                                       {&town.Key("mayor"), &town.Key("deputy")});
  const auto outcome = Apply({town.state(), town.ledger(), late}, instruction);
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().reason, Reason::kValidUntilTooFar);
}

TEST(Reconciling, FindsPointsThatWereNeverIssued) {
  Town& town = testing::SharedHistory().town();
  const View& base = town.state();
  Overlay state(base);
  ASSERT_TRUE(Reconcile(state));
  const HoldingRow::Key key{HolderKind::kAccount, town.Account("shop-1"), 0};
  HoldingRow holding = *Find<HoldingRow>(state, key);
  ASSERT_FALSE(holding.lots.empty());
  holding.lots[0].amount += 1;
  state.Put(RowKey<HoldingRow>(key), RowValue(holding));
  const auto totals = Reconcile(state);
  ASSERT_FALSE(totals);
  EXPECT_NE(totals.error().message.find("lot class " + std::to_string(holding.lots[0].lot_class)),
            std::string::npos);
  // Two lot classes that are wrong by opposite amounts do not cancel out.
  HoldingRow both = *Find<HoldingRow>(town.state(), key);
  for (size_t i = 1; i < both.lots.size(); ++i) {
    if (both.lots[i].lot_class == both.lots[0].lot_class) continue;
    both.lots[0].amount += 1;
    both.lots[i].amount -= 1;
    state.Put(RowKey<HoldingRow>(key), RowValue(both));
    EXPECT_FALSE(Reconcile(state));
    return;
  }
  FAIL() << "the shop holds one lot class only";
}

// Two lots may each have the largest amount; their sum is then not an amount, but not a fault
// either.
TEST(Reconciling, SumsEachCurrencySeparatelyWithinTheRangeOfAmounts) {
  Town town;
  town.Found();
  town.Furnish();
  town.OpenParticipant("hana");
  CurrencyCreate create;
  create.currency = CurrencyCode{"SHIO"};
  create.issuer = *MunicipalityCode::Parse("372013");
  create.paid_months = 1;
  town.Do("mayor", create, {"deputy"});
  const auto sell = [&](const CurrencyCode& currency, int64_t amount) {
    town.Do("cashier", Charge{town.Account("hana"), currency, Town::Points(amount), {}});
  };
  sell(Town::Currency(), Amount::kMax);
  sell(create.currency, 7);
  auto totals = Reconcile(town.state());
  ASSERT_TRUE(totals) << totals.error().message;
  EXPECT_EQ(totals->currencies.at(Town::Currency())->issued, Town::Points(Amount::kMax));
  EXPECT_EQ(totals->currencies.at(create.currency)->issued, Town::Points(7));
  EXPECT_EQ(totals->currencies.at(create.currency)->outstanding, Town::Points(7));
  // Points sold in another month are another lot.
  town.AdvanceTo(Town::Day("2026-05-01").Start());
  sell(create.currency, Amount::kMax - 7);
  EXPECT_EQ(Reconcile(town.state())->currencies.at(create.currency)->issued,
            Town::Points(Amount::kMax));
  town.AdvanceTo(Town::Day("2026-06-01").Start());
  sell(create.currency, 1);
  totals = Reconcile(town.state());
  ASSERT_TRUE(totals) << totals.error().message;
  EXPECT_FALSE(totals->currencies.at(create.currency).has_value());
  EXPECT_EQ(totals->currencies.at(Town::Currency())->outstanding, Town::Points(Amount::kMax));
}

// Extreme values that no rule writes, at both ends of a row's range.
TEST(Reconciling, RefusesSumsOutsideTheRangeOfAmounts) {
  const View& base = testing::SharedHistory().town().state();
  const HoldingRow::Key issued{HolderKind::kIssued, AccountId(), 1};
  const HoldingRow::Key account{HolderKind::kAccount,
                                testing::SharedHistory().town().Account("log"), 0};
  for (const int64_t amount : {INT64_MIN, INT64_MIN + 1, -Amount::kMax - 1, INT64_MAX}) {
    for (const HoldingRow::Key& key : {issued, account}) {
      Overlay state(base);
      HoldingRow holding = Find<HoldingRow>(state, key).value_or(HoldingRow{});
      holding.lots.push_back({1, kNever, amount, 0});
      holding.lots.push_back({1, kNever, amount, 0});
      state.Put(RowKey<HoldingRow>(key), RowValue(holding));
      EXPECT_FALSE(Reconcile(state)) << amount;
    }
  }
}

}  // namespace
}  // namespace enishi
