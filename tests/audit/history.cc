#include "tests/audit/history.h"

namespace enishi::testing {
namespace {

constexpr int kParticipants = 24;
constexpr int kShops = 5;

std::string Participant(int number) { return "participant-" + std::to_string(number); }
std::string Shop(int number) { return "shop-" + std::to_string(number); }

}  // namespace

// One day: an activity with participants, some sales, payments to several shops.
void History::Day(int day) {
  const std::string activity = "day-" + std::to_string(day);
  town_.Announce(activity, day % 3 == 0 ? 0 : 20);
  for (int i = 0; i < 8; ++i) {
    town_.Do("coordinator", ParticipationRecord{Town::Name(activity),
                                                town_.Account(Participant((day + i * 3) % 24))});
  }
  for (int i = 0; i < 4; ++i) town_.Charge(Participant((day * 5 + i) % 24), 1'000 + 10 * day);
  for (int i = 0; i < 8; ++i) {
    const std::string payer = Participant((day * 5 + i / 2) % 24);
    const std::string shop = Shop((day + i) % kShops);
    const Amount amount = Town::Points(50 + i);
    if (i % 3 == 0) {
      town_.Do(shop, PaymentCapture{town_.Code(payer, 500), amount, std::nullopt});
    } else {
      town_.Do(payer, PaymentPay{town_.Account(shop), Town::Currency(), amount, std::nullopt});
    }
  }
  town_.Do(Participant(day % 24), CodeCancel{town_.Code(Participant(day % 24), 100)});
  town_.AdvanceTo({town_.now().ms + kDayMs});
}

History::History() {
  town_.Found();
  town_.Furnish();
  for (int i = 0; i < kParticipants; ++i) town_.OpenParticipant(Participant(i));
  for (int i = 0; i < kShops; ++i) town_.OpenShop(Shop(i));
  int day = 0;
  while (leaves().size() < 500) Day(++day);
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  town_.Sweep();
  // Paid value does not expire, so payments continue to the end.
  for (int i = 0; leaves().size() < kHistorySize; ++i) {
    if (i % 2 == 0) town_.Charge(Participant(i % 24), 500);
    if (leaves().size() == kHistorySize) break;
    town_.Do(Participant(i % 24), PaymentPay{town_.Account(Shop(i % kShops)), Town::Currency(),
                                             Town::Points(7), *Reference::Parse("till-1")});
  }
  CHECK(leaves().size() == kHistorySize);
}

uint64_t History::Find(std::string_view kind, uint64_t from) const {
  for (uint64_t i = from; i < leaves().size(); ++i) {
    const auto read = ReadBody(LeafAt(leaves(), i).body, {});
    CHECK(read.has_value());
    if (KindName(read->payload) == kind) return i;
  }
  CHECK(false);
}

History& SharedHistory() {
  static History history;
  return history;
}

Leaf LeafAt(const std::vector<std::string>& leaves, uint64_t index) {
  auto leaf = DecodeLeaf(leaves.at(index));
  CHECK(leaf.has_value());
  return *std::move(leaf);
}

std::vector<std::string> Recomputed(std::vector<std::string> leaves, uint64_t index,
                                    const std::function<void(Leaf&)>& edit) {
  const EmptyView nothing;
  Overlay state(nothing);
  Hash ledger{};
  for (uint64_t i = 0; i < leaves.size(); ++i) {
    Leaf leaf = LeafAt(leaves, i);
    if (i == index) edit(leaf);
    const auto instruction = ReadBody(leaf.body, leaf.signatures);
    CHECK(instruction.has_value());
    if (const auto outcome = Apply({state, ledger, leaf.committed_at}, *instruction)) {
      if (i >= index) leaf.outcome_hash = Sha256({EncodeOutcome(*outcome)});
      Fold(state, i, instruction->header, *outcome);
    }
    leaves[i] = EncodeLeaf(leaf);
    if (i == 0) ledger = LeafHash(leaves[0]);
  }
  return leaves;
}

}  // namespace enishi::testing
