// An operator with the log's key edits the log, recomputes every outcome, hash and tile, and signs
// the head. Some edits are visible in the export alone, others only with an earlier head.

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/audit/export.h"
#include "tests/audit/history.h"
#include "tests/tools/tampering.h"

namespace enishi {
namespace {

using testing::AuditFolder;
using testing::ExportFolder;
using testing::HeadOf;
using testing::LeafAt;
using testing::Recomputed;
using testing::SharedHistory;
using testing::Town;

using Leaves = std::vector<std::string>;

AuditReport AuditOf(const Leaves& leaves, std::vector<Checkpoint> earlier = {}) {
  AuditOptions options;
  options.earlier_heads = std::move(earlier);
  return AuditFolder(ExportFolder(leaves), options);
}

// Appends an entry with the outcome of the rules, or with an empty one if they refuse it.
Leaves WithAppended(Leaves leaves, const Instruction& instruction,
                    const std::vector<SignedBy>& signatures) {
  Town& town = SharedHistory().town();
  const auto outcome = Apply({town.state(), town.ledger(), town.now()}, instruction);
  const Outcome chosen = outcome ? *outcome : Outcome{};
  leaves.push_back(
      EncodeLeaf({town.now(), instruction.body, signatures, Sha256({EncodeOutcome(chosen)})}));
  return leaves;
}

void ExpectFault(const Leaves& leaves, uint64_t entry, std::string_view why) {
  const AuditReport report = AuditOf(leaves);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.bad_entry, entry) << report.problem;
  EXPECT_EQ(report.entries, entry);
  EXPECT_NE(report.problem.find(why), std::string::npos) << report.problem;
  EXPECT_TRUE(report.not_checked.empty());
}

TEST(ForgedLogs, ChangedAmountIsDetectedByTheSignature) {
  for (const char* kind : {"payment.pay", "payment.capture"}) {
    for (const uint64_t from : {0U, 300U}) {
      Leaves leaves = SharedHistory().leaves();
      const uint64_t entry = SharedHistory().Find(kind, from);
      const auto changed = ChangeAmount({entry, 0}, leaves);
      ASSERT_TRUE(changed) << changed.error().message;
      ExpectFault(leaves, entry, "signature_invalid");
    }
  }
}

// The rules require the organiser's key.
TEST(ForgedLogs, AwardSignedByAnotherKeyIsDetectedByTheRules) {
  const auto& leaves = SharedHistory().leaves();
  const uint64_t entry = SharedHistory().Find("participation.record", 100);
  const SigningKey stranger = SigningKey::Random();
  const struct {
    const SigningKey& key;
    std::string_view why;
  } kRows[] = {{stranger, "key_unknown"},
               {SharedHistory().town().Key("participant-3"), "actor_not_signed"},
               {SharedHistory().town().Key("cashier"), "actor_not_signed"}};
  for (const auto& row : kRows) {
    const Leaves forged = Recomputed(leaves, entry, [&](Leaf& leaf) {
      leaf.signatures = {{row.key.public_key(), row.key.Sign(Domain::kInstruction, leaf.body)}};
    });
    ExpectFault(forged, entry, row.why);
  }
}

TEST(ForgedLogs, AwardOfAnotherOfficialIsDetectedByTheRules) {
  Town& town = SharedHistory().town();
  const ParticipationRecord record{Town::Name("day-1"), town.Account("participant-23")};
  for (const char* actor : {"cashier", "participant-23", "shop-1", "service", "log"}) {
    const Instruction forged = town.Make(actor, record);
    ExpectFault(WithAppended(SharedHistory().leaves(), forged, forged.signatures),
                SharedHistory().leaves().size(), "the rules refuse it");
  }
}

TEST(ForgedLogs, ChangedOutcomeIsDetected) {
  const auto& leaves = SharedHistory().leaves();
  for (const uint64_t entry : {0U, 1U, 255U, 256U, 400U, 599U}) {
    Leaves forged = leaves;
    Leaf leaf = LeafAt(leaves, entry);
    leaf.outcome_hash = Sha256({EncodeOutcome(Outcome{})});
    forged[entry] = EncodeLeaf(leaf);
    ExpectFault(forged, entry, entry == 0 ? "outcome" : "its outcome is not what the rules give");
  }
}

// Every bit of a leaf with two signatures, with a recomputed tree.
TEST(ForgedLogs, EveryFlippedBitOfALeafIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  leaves.resize(25);
  const uint64_t entry = SharedHistory().Find("post.appoint");
  Replay replay;
  const std::string bytes = leaves[entry];
  for (size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    std::string flipped = bytes;
    flipped[bit / 8] = static_cast<char>(static_cast<uint8_t>(flipped[bit / 8]) ^ (1U << bit % 8));
    const ReadEntry read = ReadAndVerify(flipped);
    if (read.fault) {
      // A new kind or version does not hide a change, because the signature no longer fits.
      EXPECT_TRUE(!read.fault->unknown_rules ||
                  read.fault->why.find("version") != std::string::npos)
          << bit << read.fault->why;
      continue;
    }
    // The rest are the time and the outcome, which the replay recomputes.
    Leaves forged = leaves;
    forged[entry] = flipped;
    Replay again;
    for (uint64_t i = 0; i < entry; ++i) ASSERT_FALSE(again.Next(ReadAndVerify(leaves[i])));
    EXPECT_TRUE(again.Next(read)) << bit;
  }
}

TEST(ForgedLogs, ChangedTimeIsDetectedOnASimulatedClock) {
  const auto& leaves = SharedHistory().leaves();
  for (const uint64_t entry : {1U, 200U, 599U}) {
    for (const int64_t by : {-int64_t{kDayMs}, int64_t{-1}, int64_t{1}, int64_t{kHourMs}}) {
      const Leaves forged = Recomputed(leaves, entry, [&](Leaf& leaf) {
        leaf.committed_at.ms =
            static_cast<uint64_t>(static_cast<int64_t>(leaf.committed_at.ms) + by);
      });
      ExpectFault(forged, entry, "its time is");
    }
  }
  // The time of the genesis is that of its id.
  const Leaves forged =
      Recomputed(leaves, 0, [](Leaf& leaf) { leaf.committed_at.ms += kSecondMs; });
  ExpectFault(forged, 0, "its time is");
}

TEST(ForgedLogs, AddedOrRemovedSignatureIsDetected) {
  Town& town = SharedHistory().town();
  const auto& leaves = SharedHistory().leaves();
  const uint64_t payment = SharedHistory().Find("payment.pay", 300);
  const uint64_t quorum = SharedHistory().Find("programme.create");
  const auto add = [&](const std::string& label) {
    return [&town, label](Leaf& leaf) {
      leaf.signatures.push_back(
          {town.Key(label).public_key(), town.Key(label).Sign(Domain::kInstruction, leaf.body)});
    };
  };
  ExpectFault(Recomputed(leaves, payment, add("log")), payment, "key_unknown");
  ExpectFault(Recomputed(leaves, payment, add("shop-1")), payment, "signer_unneeded");
  ExpectFault(Recomputed(leaves, quorum, add("mayor")), quorum, "signer_unneeded");
  const auto remove = [](Leaf& leaf) { leaf.signatures.pop_back(); };
  ExpectFault(Recomputed(leaves, quorum, remove), quorum, "quorum_not_met");
  ExpectFault(Recomputed(leaves, payment, remove), payment, "signature_missing");
  const auto twice = [](Leaf& leaf) { leaf.signatures.push_back(leaf.signatures.front()); };
  ExpectFault(Recomputed(leaves, payment, twice), payment, "signature_duplicate");
}

TEST(ForgedLogs, DuplicatedEntryIsDetected) {
  for (const uint64_t entry : {300U, 599U}) {
    Leaves leaves = SharedHistory().leaves();
    leaves.insert(leaves.begin() + static_cast<int64_t>(entry) + 1, leaves[entry]);
    leaves = Recomputed(leaves, entry, [](Leaf&) {});
    ExpectFault(leaves, entry + 1, "id_conflict");
  }
}

TEST(ForgedLogs, RemovedEntryThatOthersDependOnIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  const uint64_t opening = SharedHistory().Find("account.open", 30);
  const AccountId account = AccountId::FromKey(
      std::get<AccountOpen>(ReadBody(LeafAt(leaves, opening).body, {})->payload).key);
  leaves.erase(leaves.begin() + static_cast<int64_t>(opening));
  leaves = Recomputed(leaves, opening, [](Leaf&) {});
  // The first entry that refers to the account is the first that the rules refuse.
  const auto first = std::find_if(leaves.begin(), leaves.end(), [&](const std::string& leaf) {
    return leaf.find(account.ToString()) != std::string::npos;
  });
  ASSERT_NE(first, leaves.end());
  ExpectFault(leaves, static_cast<uint64_t>(first - leaves.begin()), "the rules refuse it");
}

TEST(ForgedLogs, EntryBeforeItsDependencyIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  const uint64_t activity = SharedHistory().Find("activity.create", 100);
  const uint64_t record = SharedHistory().Find("participation.record", activity);
  ASSERT_EQ(record, activity + 1);
  std::swap(leaves[activity], leaves[record]);
  ExpectFault(Recomputed(leaves, activity, [](Leaf&) {}), activity, "activity_unknown");
}

TEST(ForgedLogs, PaymentWithoutItsPayersKeyIsDetected) {
  Town& town = SharedHistory().town();
  const PaymentPay payment{town.Account("shop-1"), Town::Currency(), Town::Points(1), std::nullopt};
  const Instruction honest = town.Make("participant-1", payment);
  const uint64_t next = SharedHistory().leaves().size();
  const auto signed_by = [&](const std::string& label) {
    return std::vector<SignedBy>{
        {town.Key(label).public_key(), town.Key(label).Sign(Domain::kInstruction, honest.body)}};
  };
  const Leaves& leaves = SharedHistory().leaves();
  ASSERT_TRUE(AuditOf(WithAppended(leaves, honest, honest.signatures)).ok);
  ExpectFault(WithAppended(leaves, honest, signed_by("log")), next, "key_unknown");
  ExpectFault(WithAppended(leaves, honest, signed_by("shop-1")), next, "actor_not_signed");
  ExpectFault(WithAppended(leaves, honest, {}), next, "signature_missing");
  auto random = honest.signatures;
  random[0].signature.bytes.fill(7);
  ExpectFault(WithAppended(leaves, honest, random), next, "signature_invalid");
}

TEST(ForgedLogs, InstructionForAnotherLedgerIsDetected) {
  Town& town = SharedHistory().town();
  Header header = town.HeaderFor("participant-1");
  header.ledger = Sha256({"another town"});
  const PaymentPay payment{town.Account("shop-1"), Town::Currency(), Town::Points(1), std::nullopt};
  const Instruction other = Sign(header, payment, {&town.Key("participant-1")});
  ExpectFault(WithAppended(SharedHistory().leaves(), other, other.signatures),
              SharedHistory().leaves().size(), "ledger_mismatch");
}

TEST(ForgedLogs, SecondGenesisIsDetected) {
  Leaves leaves = SharedHistory().leaves();
  leaves.push_back(leaves.front());
  const AuditReport report = AuditOf(leaves);
  EXPECT_FALSE(report.ok);
  EXPECT_EQ(report.bad_entry, leaves.size() - 1);
  leaves.erase(leaves.begin());
  EXPECT_EQ(AuditOf(leaves).bad_entry, 0U);
}

// --- Edits that the export alone does not show ------------------------------------------------

TEST(ForgedLogs, TruncatedLogIsDetectedWithAnEarlierHead) {
  const Leaves& leaves = SharedHistory().leaves();
  Leaves cut = leaves;
  cut.resize(530);
  EXPECT_TRUE(AuditOf(cut).ok);
  EXPECT_TRUE(AuditOf(cut, {HeadOf(leaves, 530)}).ok);
  const AuditReport report = AuditOf(cut, {HeadOf(leaves, 531)});
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.problem.find("shorter"), std::string::npos) << report.problem;
}

TEST(ForgedLogs, ForkIsDetectedWithAnEarlierHeadOfTheSameSize) {
  Town& town = SharedHistory().town();
  const Leaves& leaves = SharedHistory().leaves();
  const PaymentPay payment{town.Account("shop-1"), Town::Currency(), Town::Points(1), std::nullopt};
  const Instruction one = town.Make("participant-1", payment);
  const Instruction other = town.Make("participant-2", payment);
  const Leaves shown = WithAppended(leaves, one, one.signatures);
  const Leaves published = WithAppended(leaves, other, other.signatures);
  EXPECT_TRUE(AuditOf(published).ok);
  EXPECT_TRUE(AuditOf(published, {HeadOf(shown, 600)}).ok);
  const AuditReport report = AuditOf(published, {HeadOf(shown, 601)});
  EXPECT_FALSE(report.ok);
  EXPECT_NE(report.problem.find("does not continue the head of size 601"), std::string::npos);
}

// The operator chooses the order of independent entries.
TEST(ForgedLogs, ReorderingIsDetectedWithAnEarlierHead) {
  const Leaves& leaves = SharedHistory().leaves();
  const uint64_t at = SharedHistory().Find("account.open", 40);
  Leaves swapped = leaves;
  std::swap(swapped[at], swapped[at + 1]);
  swapped = Recomputed(swapped, at, [](Leaf&) {});
  ASSERT_NE(swapped, leaves);
  EXPECT_TRUE(AuditOf(swapped).ok) << AuditOf(swapped).problem;
  EXPECT_TRUE(AuditOf(swapped, {HeadOf(leaves, at)}).ok);
  EXPECT_FALSE(AuditOf(swapped, {HeadOf(leaves, at + 1)}).ok);
}

// --- Entries of unknown rules ------------------------------------------------------------------

// Entries of a newer program, followed by a valid payment.
Leaves WithUnknown(const std::string& body, const std::string& signer) {
  Town& town = SharedHistory().town();
  Leaves leaves = SharedHistory().leaves();
  const SignedBy by{town.Key(signer).public_key(),
                    town.Key(signer).Sign(Domain::kInstruction, body)};
  leaves.push_back(EncodeLeaf({town.now(), body, {by}, Sha256({"unknown"})}));
  const PaymentPay payment{town.Account("shop-1"), Town::Currency(), Town::Points(1), std::nullopt};
  const Instruction after = town.Make("participant-1", payment);
  return WithAppended(leaves, after, after.signatures);
}

std::string Replaced(std::string text, std::string_view from, std::string_view to) {
  CHECK(text.find(from) != std::string::npos);
  return text.replace(text.find(from), from.size(), to);
}

void ExpectNotChecked(const Leaves& leaves, uint64_t entry) {
  const AuditReport report = AuditOf(leaves);
  EXPECT_FALSE(report.ok);
  EXPECT_TRUE(report.problem.empty()) << report.problem;
  EXPECT_FALSE(report.bad_entry);
  EXPECT_EQ(report.entries, entry);
  ASSERT_EQ(report.not_checked.size(), 1U);
  EXPECT_NE(report.not_checked[0].find("entry " + std::to_string(entry)), std::string::npos);
}

TEST(UnknownRules, UnknownKindIsNotChecked) {
  const std::string body = SharedHistory().town().Make("mayor", ClockAdvance{}).body;
  ExpectNotChecked(WithUnknown(Replaced(body, "clock.advance", "clock.rewind"), "mayor"), 600);
}

TEST(UnknownRules, UnknownBodyVersionIsNotChecked) {
  const std::string body = SharedHistory().town().Make("mayor", ClockAdvance{}).body;
  ExpectNotChecked(WithUnknown(Replaced(body, "\"v\":1", "\"v\":2"), "mayor"), 600);
}

TEST(UnknownRules, EntriesAfterNewerRulesAreNotChecked) {
  Town& town = SharedHistory().town();
  const Instruction activate = town.Make("mayor", RulesActivate{kRulesVersion + 1}, {"deputy"});
  const Leaves leaves = WithAppended(SharedHistory().leaves(), activate, activate.signatures);
  ExpectNotChecked(leaves, 600);
}

// An entry that is changed to look like a newer one is still checked.
TEST(UnknownRules, UnknownKindOrVersionStillNeedsItsSignatures) {
  const Leaves& leaves = SharedHistory().leaves();
  const uint64_t entry = SharedHistory().Find("payment.pay", 550);
  for (const auto& [from, to] : {std::pair{"payment.pay", "payment.pax"}, {"\"v\":1", "\"v\":2"}}) {
    Leaves forged = leaves;
    Leaf leaf = LeafAt(leaves, entry);
    leaf.body = Replaced(leaf.body, from, to);
    forged[entry] = EncodeLeaf(leaf);
    ExpectFault(forged, entry, "signature_invalid");
    leaf.signatures.clear();
    forged[entry] = EncodeLeaf(leaf);
    ExpectFault(forged, entry, "signature_missing");
  }
}

TEST(UnknownRules, HashesAndSignaturesAfterItAreStillChecked) {
  const std::string body = SharedHistory().town().Make("mayor", ClockAdvance{}).body;
  const Leaves leaves = WithUnknown(Replaced(body, "clock.advance", "clock.rewind"), "mayor");
  // The payment after it has a signature that does not fit.
  Leaves forged = leaves;
  Leaf leaf = LeafAt(leaves, 601);
  leaf.signatures[0].signature.bytes[3] ^= 1;
  forged[601] = EncodeLeaf(leaf);
  AuditReport report = AuditOf(forged);
  EXPECT_EQ(report.bad_entry, 601U) << report.problem;
  // Its bytes differ from the hashed ones.
  const ExportFolder folder(leaves);
  std::string bundle = folder.Read("tile/entries/002.p/90");
  bundle.back() = static_cast<char>(bundle.back() ^ 1);
  folder.Write("tile/entries/002.p/90", bundle);
  report = AuditFolder(folder);
  EXPECT_EQ(report.bad_entry, 601U) << report.problem;
  // An earlier head is checked independently of the rules.
  EXPECT_EQ(AuditOf(leaves, {HeadOf(leaves, 602)}).problem, "");
  Checkpoint other = HeadOf(leaves, 602);
  other.root[0] ^= 1;
  EXPECT_NE(AuditOf(leaves, {other}).problem, "");
}

TEST(UnknownRules, GenesisOfNewerRulesLeavesTheLogUnchecked) {
  Leaves leaves = SharedHistory().leaves();
  Leaf leaf = LeafAt(leaves, 0);
  Town& town = SharedHistory().town();
  leaf.body = Replaced(leaf.body, "\"rules\":1", "\"rules\":2");
  leaf.signatures.clear();
  for (const char* label : {"mayor", "deputy", "clerk"}) {
    leaf.signatures.push_back(
        {town.Key(label).public_key(), town.Key(label).Sign(Domain::kInstruction, leaf.body)});
  }
  leaves[0] = EncodeLeaf(leaf);
  ExpectNotChecked(leaves, 0);
}

}  // namespace
}  // namespace enishi
