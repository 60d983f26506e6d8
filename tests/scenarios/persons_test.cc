#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/fixtures/shared_folder.h"
#include "tests/scenarios/person.h"

// The town's people with the real program, and with their mistakes: each mistake is reported with
// the right exit code, and nothing is lost.

namespace enishi::testing {
namespace {

using ::testing::HasSubstr;

class Persons : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.FoundAndFurnish();
    town_.OpenShop("bakery");
    town_.OpenParticipant("hana");
    town_.Charge("hana", 1'000);
  }
  void TearDown() override {
    town_.AuditLive();
    EXPECT_EQ(town_.process().Terminate(), 0) << town_.process().err();
  }

  std::string Id(const std::string& label) { return town_.Account(label).ToString(); }
  uint64_t LogSize() {
    Caller caller(town_.url());
    return caller.client.Ledger()->size;
  }
  void PassTime(uint64_t ms) { town_.AdvanceTo({town_.now().ms + ms}); }

  LiveTown town_{ClockMode::kSimulated};
};

// --- Participants ------------------------------------------------------------------------------

TEST_F(Persons, NewParticipantOpensAnAccountAndRestoresItFromWords) {
  const Person taro(town_, "taro");
  const Person office(town_, "office", {"registrar", "cashier"});
  const Json made = taro.Expect(0, {"key", "new", "--label", "taro"});
  ASSERT_NE(Find(made, "keys"), nullptr);
  const std::string account = TextOf(AsArray(*Find(made, "keys"))->front(), "account");
  EXPECT_EQ(taro.Failure(2, {"key", "new", "--label", "taro"}), "keyring");
  (void)taro.Expect(0, {"account", "open"});
  (void)office.Expect(0, {"office", "enrol", "--as", "registrar", "--participant", account});
  (void)office.Expect(
      0, {"office", "charge", "--as", "cashier", "--participant", account, "--amount", "1,000"});

  EXPECT_EQ(taro.Failure(2, {"key", "words", "--as", "taro"}), "usage")
      << "words must not go into a pipe";
  const std::string words = TextOf(
      taro.Expect(0, {"key", "words", "--as", "taro", "--words", "en", "--force-output"}), "words");
  EXPECT_EQ(std::count(words.begin(), words.end(), ' '), 23);

  const Person new_phone(town_, "new-phone");
  EXPECT_EQ(new_phone.Failure(1, {"key", "restore", "--label", "taro"},
                              words.substr(0, words.rfind(' ')) + " \n"),
            "words_wrong")
      << "23 words";
  EXPECT_EQ(new_phone.Failure(1, {"key", "restore", "--label", "taro"}, "x" + words + "\n"),
            "words_wrong");
  EXPECT_FALSE(std::filesystem::exists(new_phone.keyring()));
  const Json restored = new_phone.Expect(0, {"key", "restore", "--label", "taro"}, words + "\n");
  EXPECT_EQ(TextOf(AsArray(*Find(restored, "keys"))->front(), "account"), account);
  EXPECT_EQ(AvailableTo(new_phone, "taro"), 1'000);
  (void)new_phone.Expect(0, {"pay", "send", Id("bakery"), "400", "--yes"});
  EXPECT_EQ(AvailableTo(taro, "taro"), 600);
}

TEST_F(Persons, WrongPassphraseOpensNothing) {
  Person hana(town_, "hana-home", {"hana"});
  hana.set_passphrase("cherry blossom 7");
  EXPECT_EQ(hana.Failure(1, {"account", "lots"}), "keyring");
  hana.set_passphrase("");
  EXPECT_EQ(hana.Failure(2, {"account", "lots"}), "usage");
  hana.forget_passphrase();
  EXPECT_EQ(hana.Failure(2, {"account", "lots"}), "usage")
      << "no terminal to ask for the passphrase";
}

TEST_F(Persons, TypingErrorSendsNoPayment) {
  const Person hana(town_, "hana-home", {"hana"});
  const uint64_t before = LogSize();
  std::string typo = Id("bakery");
  typo[8] = typo[8] == 'A' ? 'B' : 'A';
  EXPECT_EQ(hana.Failure(2, {"pay", "send", typo, "100", "--yes"}), "usage");
  EXPECT_EQ(hana.Failure(2, {"pay", "send", Id("bakery"), "1,00", "--yes"}), "usage");
  EXPECT_EQ(hana.Failure(2, {"pay", "send", Id("bakery"), "1.5", "--yes"}), "usage");
  EXPECT_EQ(hana.Failure(2, {"pay", "send", Id("bakery"), "--yes"}), "usage");
  EXPECT_EQ(hana.Failure(2, {"pay", "send", Id("bakery"), "100"}), "usage") << "no confirmation";
  EXPECT_EQ(hana.Failure(2, {"pay", "send", Id("bakery"), "100", "--yes", "--as", "hanako"}),
            "usage");
  EXPECT_EQ(hana.Failure(1, {"pay", "send", Id("bakery"), "0", "--yes"}), "amount_zero");
  EXPECT_EQ(hana.Failure(1, {"pay", "send", Id("bakery"), "1001", "--yes"}), "insufficient_funds");
  EXPECT_EQ(hana.Failure(1, {"pay", "send", Id("hana"), "100", "--yes"}), "shop_unknown");
  EXPECT_EQ(hana.Run({"pay", "sned", Id("bakery"), "100"}).exit, 2);
  EXPECT_EQ(hana.Run({}).exit, 2);
  EXPECT_EQ(hana.Run({"--help"}).exit, 0);
  EXPECT_THAT(hana.Run({"--version"}).out, HasSubstr("enishi 0."));
  EXPECT_EQ(LogSize(), before);

  // Ids are read in any case and without hyphens.
  std::string spoken = Id("bakery");
  spoken.erase(std::remove(spoken.begin(), spoken.end(), '-'), spoken.end());
  for (char& letter : spoken) letter = static_cast<char>(std::tolower(letter));
  (void)hana.Expect(0, {"pay", "send", spoken, "100", "--yes"});
  EXPECT_EQ(town_.LiveBalance("bakery"), 100);
}

TEST_F(Persons, SameFileSentTwicePaysOnce) {
  const Person hana(town_, "hana-home", {"hana"});
  const std::string file = hana.Path("pay.json");
  (void)hana.Expect(0, {"pay", "send", Id("bakery"), "250", "--out", file});
  const Json first = hana.Expect(0, {"office", "submit", file});
  const Json second = hana.Expect(0, {"office", "submit", file});
  EXPECT_EQ(*AsBool(*Find(first, "repeated")), false);
  EXPECT_EQ(*AsBool(*Find(second, "repeated")), true);
  EXPECT_EQ(IntegerOf(first, "index"), IntegerOf(second, "index"));
  EXPECT_EQ(AvailableTo(hana, "hana"), 750);

  std::string edited = ReadFile(file);
  const size_t amount = edited.find("250");
  ASSERT_NE(amount, std::string::npos);
  edited.replace(amount, 3, "150");
  EXPECT_EQ(hana.Failure(1, {"office", "submit", hana.File("edited.json", edited)}),
            "signature_invalid");
  EXPECT_EQ(hana.Failure(1, {"office", "submit", hana.File("cut.json", edited.substr(0, 40))}),
            "envelope_malformed");
  EXPECT_EQ(hana.Failure(1, {"office", "submit", hana.Path("nowhere.json")}), "file");
}

// The file that a time-out or a crash leaves next to the keyring.
std::string LeaveUnanswered(const Person& person, const std::vector<std::string>& pay) {
  std::vector<std::string> call = pay;
  const std::string file = person.Path("left.json");
  call.insert(call.end(), {"--out", file});
  const std::string id = TextOf(person.Expect(0, call), "id");
  std::string kept = person.keyring().string() + "." + id + ".json";
  std::string envelope = ReadFile(file);
  while (envelope.ends_with('\n')) envelope.pop_back();
  std::ofstream(kept, std::ios::binary) << envelope;
  return kept;
}

TEST_F(Persons, PaymentWithoutAnswerIsMadeOnceWhenRepeated) {
  const Person hana(town_, "hana-home", {"hana"});
  const std::vector<std::string> pay = {"pay", "send", Id("bakery"), "250", "--yes"};
  // It had been accepted, and the answer was lost.
  const std::string kept = LeaveUnanswered(hana, pay);
  (void)hana.Expect(0, {"office", "submit", hana.Path("left.json")});
  EXPECT_FALSE(std::filesystem::exists(kept)) << "removed after the answer";
  std::filesystem::copy(hana.Path("left.json"), kept);
  EXPECT_EQ(hana.Failure(1, {"pay", "send", Id("bakery"), "240", "--yes"}), "outcome_unknown")
      << "a correction may pay twice";
  const Json again = hana.Expect(0, pay);
  EXPECT_EQ(*AsBool(*Find(again, "repeated")), true);
  EXPECT_EQ(AvailableTo(hana, "hana"), 750);
  EXPECT_FALSE(std::filesystem::exists(kept));
  // After that it is another payment.
  (void)hana.Expect(0, pay);
  EXPECT_EQ(AvailableTo(hana, "hana"), 500);
}

TEST_F(Persons, PaymentThatExpiredWithoutAnswerKeepsItsId) {
  const Person hana(town_, "hana-home", {"hana"});
  const std::vector<std::string> pay = {"pay", "send", Id("bakery"), "250", "--yes"};
  const std::string kept = LeaveUnanswered(hana, pay);
  const std::string file = hana.Path("left.json");
  PassTime(23 * kHourMs + 30 * kMinuteMs);
  (void)hana.Expect(0, pay);
  EXPECT_EQ(AvailableTo(hana, "hana"), 750);
  // The ledger compares the earlier bytes with the entry of their own id.
  EXPECT_FALSE(std::filesystem::exists(kept));
  EXPECT_EQ(hana.Failure(1, {"office", "submit", file}), "valid_until_passed");
  const Json history = hana.Expect(0, {"account", "history", "--limit", "1"});
  EXPECT_EQ(AsArray(*Find(history, "entries"))->size(), 1U);
}

TEST_F(Persons, ReceiptIsVerifiedWithoutTheServer) {
  const Person hana(town_, "hana-home", {"hana"});
  const Json paid = hana.Expect(0, {"pay", "send", Id("bakery"), "250", "--yes"});
  const std::string index = std::to_string(IntegerOf(paid, "index"));
  const std::string file = hana.Path("receipt");
  (void)hana.Expect(0, {"account", "receipt", index, "--out", file});

  Person stranger(town_, "stranger");
  stranger.forget_passphrase();
  const std::vector<std::string> verify = {
      "account",           "verify", file, "--verifier-key", town_.verifier_key(), "--server",
      "http://127.0.0.1:1"};
  (void)stranger.Expect(0, verify);
  std::string leaf = ReadFile(file + ".leaf");
  leaf[leaf.size() / 2] ^= 1;
  std::ofstream(file + ".leaf", std::ios::binary) << leaf;
  EXPECT_EQ(stranger.Run(verify).exit, 1);

  const Person other(town_, "bakery-counter", {"bakery"});
  (void)other.Expect(0, {"account", "receipt", index});
  const Person nosy(town_, "coordinator-desk", {"coordinator"});
  EXPECT_EQ(nosy.Failure(1, {"account", "receipt", index}), "forbidden");
  EXPECT_EQ(nosy.Failure(1, {"account", "lots", Id("hana")}), "forbidden");
}

TEST_F(Persons, UnreachableOrForeignServerIsReported) {
  const Person hana(town_, "hana-home", {"hana"});
  EXPECT_EQ(hana.Failure(1, {"account", "lots", "--server", "http://127.0.0.1:1"}), "unreachable");
  EXPECT_EQ(hana.Failure(2, {"account", "lots", "--server", "127.0.0.1"}), "usage");
  EXPECT_EQ(hana.Failure(2, {"account", "lots", "--server", ""}), "usage");
}

TEST_F(Persons, WalletDetectsAServerRestoredFromABackup) {
  const Person hana(town_, "hana-home", {"hana"});
  (void)hana.Expect(0, {"pay", "send", Id("bakery"), "100", "--yes"});
  EXPECT_EQ(town_.process().Terminate(), 0);
  const auto backup = town_.folder() / "backup";
  std::filesystem::copy(town_.ledger_folder(), backup, std::filesystem::copy_options::recursive);
  ASSERT_TRUE(town_.Start());
  (void)hana.Expect(0, {"pay", "send", Id("bakery"), "200", "--yes"});
  town_.WaitForHead();
  EXPECT_EQ(AvailableTo(hana, "hana"), 700);
  EXPECT_EQ(town_.process().Terminate(), 0);
  std::filesystem::remove_all(town_.ledger_folder());
  std::filesystem::rename(backup, town_.ledger_folder());
  ASSERT_TRUE(town_.Start());
  EXPECT_EQ(hana.Failure(1, {"account", "lots"}), "history_rewritten");
  EXPECT_EQ(hana.Failure(1, {"pay", "send", Id("bakery"), "200", "--yes"}), "history_rewritten");
  EXPECT_EQ(town_.LiveBalance("hana"), 900);
}

// --- Shops -------------------------------------------------------------------------------------

TEST_F(Persons, ShopLearnsWhyACodeIsRefused) {
  const Person hana(town_, "hana-home", {"hana"});
  const Person bakery(town_, "bakery-counter", {"bakery"});
  const auto code = [&](const std::string& most) {
    return TextOf(hana.Expect(0, {"pay", "code", "--max-amount", most}), "code");
  };
  const auto capture = [](const std::string& text, const std::string& amount) {
    return std::vector<std::string>{"shop", "capture", "--code", text, "--amount", amount};
  };
  const std::string first = code("500");
  EXPECT_EQ(bakery.Failure(1, capture(first, "501")), "code_amount_exceeded");
  (void)bakery.Expect(0, capture(first, "300"));
  EXPECT_EQ(bakery.Failure(1, capture(first, "10")), "code_used");

  const std::string late = code("500");
  PassTime(2 * kMinuteMs);
  EXPECT_EQ(bakery.Failure(1, capture(late, "10")), "code_expired");

  const std::string cancelled = code("500");
  (void)hana.Expect(0, {"pay", "cancel-code", "--code", cancelled});
  // A code that no shop could capture is not created.
  EXPECT_EQ(hana.Failure(2, {"pay", "code", "--max-amount", "100", "--expires-in", "61"}), "usage");
  (void)hana.Expect(
      0, {"pay", "code", "--max-amount", "100", "--expires-in", "61", "--payee", Id("bakery")});
  EXPECT_EQ(bakery.Failure(1, capture(cancelled, "10")), "code_used");

  // More than the balance: the refusal does not reveal the balance.
  const Ended refused = bakery.Run(capture(code("5000"), "5000"));
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr("insufficient_funds"));
  EXPECT_THAT(refused.err, ::testing::Not(HasSubstr("700")));

  EXPECT_EQ(bakery.Failure(2, capture(first.substr(0, 30), "10")), "usage");
  std::string misread = code("500");
  misread[40] = misread[40] == 'A' ? 'B' : 'A';
  EXPECT_NE(bakery.Run(capture(misread, "10")).exit, 0);
  EXPECT_EQ(AvailableTo(hana, "hana"), 700);
  EXPECT_EQ(town_.LiveBalance("bakery"), 300);
  const Json history = bakery.Expect(0, {"shop", "payments"});
  ASSERT_NE(Find(history, "entries"), nullptr);
  EXPECT_EQ(AsArray(*Find(history, "entries"))->size(), 1U);
}

// --- The office --------------------------------------------------------------------------------

TEST_F(Persons, RegistrarsListWithAnInvalidLineSendsNothing) {
  const Person registrar(town_, "town-hall", {"registrar"});
  (void)registrar.Expect(0, {"key", "new", "--count", "3", "--prefix", "new-"});
  const uint64_t before = LogSize();
  const std::vector<std::pair<std::string, std::string>> lists = {
      {"key,holder,enrolled\n@new-1,participant,true\n@new-2,participant,maybe\n", ":3:"},
      {"key,holder,enrolled\n@new-1,participant,true\n@new-2,robot,true\n", ":3:"},
      {"key,holder,enrolled\n@new-1,participant,true\n\n@nobody,participant,true\n", ":4:"},
      {"key,holder,enrolled\n@new-1,participant,true\nAAAA,participant,true\n", ":3:"},
      {"key,holder,enrolled\n@new-1,participant,true,1\n", ":2:"},
      {"key,kind\n@new-1,participant\n", "kind"},
      {"key,holder\n", "no rows"},
      {"key,holder\n\"@new-1,participant\n", ":2:"},
      {"", "no rows"},
  };
  for (const auto& [text, expected] : lists) {
    const std::string file = registrar.File("people.csv", text);
    const Ended ended = registrar.Run({"office", "open", "--as", "registrar", "--file", file});
    EXPECT_EQ(ended.exit, 2) << text << ended.out << ended.err;
    EXPECT_THAT(ended.err, HasSubstr(expected)) << text;
  }
  EXPECT_EQ(LogSize(), before);
}

TEST_F(Persons, RegistrarsListReportsRefusedLines) {
  const Person registrar(town_, "town-hall", {"registrar"});
  (void)registrar.Expect(0, {"key", "new", "--count", "3", "--prefix", "new-"});
  // As a Japanese spreadsheet writes it, with a byte-order mark and carriage returns; one line is
  // duplicated.
  const std::string file = registrar.File("people.csv",
                                          "\xEF\xBB\xBFkey,holder,enrolled\r\n"
                                          "@new-1,participant,true\r\n@new-2,participant,true\r\n"
                                          "@new-1,participant,true\r\n\"@new-3\",shop,\r\n");
  const std::string refusals = registrar.Path("refusals.ndjson");
  const Json summary = registrar.Expect(
      1, {"office", "open", "--as", "registrar", "--file", file, "--refusals", refusals});
  EXPECT_EQ(IntegerOf(summary, "sent"), 4);
  EXPECT_EQ(IntegerOf(summary, "accepted"), 3);
  const std::string lines = ReadFile(refusals);
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1);
  EXPECT_THAT(lines, HasSubstr("key_in_use"));
  // Run again: only the refused line is sent.
  const std::vector<std::string> once_more = {"office",    "open",   "--as",
                                              "registrar", "--file", file};
  const Json again = registrar.Expect(1, once_more);
  EXPECT_EQ(IntegerOf(again, "sent"), 1);
  EXPECT_EQ(IntegerOf(again, "earlier"), 3);
  EXPECT_EQ(IntegerOf(again, "accepted"), 3);
}

TEST_F(Persons, RepeatedListPaysEachPersonOnce) {
  const Person desk(town_, "desk", {"cashier", "hana"});
  const std::string list = "participant,amount\n@hana,100\n@hana,200\n";
  const std::string file = desk.File("sales.csv", list);
  const std::vector<std::string> sell = {"office", "charge", "--as", "cashier", "--file", file};
  (void)desk.Expect(0, sell);
  EXPECT_EQ(AvailableTo(desk, "hana"), 1'300);
  const Json again = desk.Expect(0, sell);
  EXPECT_EQ(IntegerOf(again, "sent"), 0);
  EXPECT_EQ(AvailableTo(desk, "hana"), 1'300);
  const Ended told = desk.Run(sell);
  EXPECT_THAT(told.out, HasSubstr("sales.csv.charge.sent.ndjson"));
  // A corrected row: the program cannot know whether it is meant as an additional payment.
  (void)desk.File("sales.csv", "participant,amount\n@hana,100\n@hana,250\n");
  EXPECT_EQ(desk.Failure(2, sell), "plan_changed");
  // The next day's list has the same rows but is another list.
  (void)desk.File("sales.csv", list);
  std::vector<std::string> next_day = sell;
  next_day.insert(next_day.end(), {"--sent", desk.Path("next-day.ndjson")});
  (void)desk.Expect(0, next_day);
  EXPECT_EQ(AvailableTo(desk, "hana"), 1'600);
  const std::vector<std::string> each = {"office",   "charge", "--as",   "cashier",
                                         "--amount", "10",     "--each", "hana"};
  (void)desk.Expect(0, each);
  (void)desk.Expect(0, each);
  EXPECT_EQ(AvailableTo(desk, "hana"), 1'610);
}

TEST_F(Persons, OfficialsCannotActOutsideTheirRoles) {
  const Person desk(town_, "desk", {"mayor", "deputy", "cashier", "planner-1", "hana"});
  EXPECT_EQ(desk.Failure(1, {"office", "post-create", "--as", "mayor", "--post", "night", "--roles",
                             "cashier"}),
            "quorum_not_met");
  EXPECT_EQ(desk.Failure(1, {"office", "charge", "--as", "planner-1", "--participant", "@hana",
                             "--amount", "10"}),
            "role_missing");
  (void)desk.Expect(0, {"office", "post-create", "--as", "mayor", "--with", "deputy", "--post",
                        "night", "--roles", "cashier"});
  // The second signature may be added later, in a file.
  const std::string file = desk.Path("post.json");
  (void)desk.Expect(0, {"office", "post-create", "--as", "mayor", "--post", "evening", "--roles",
                        "cashier", "--out", file});
  EXPECT_EQ(desk.Failure(1, {"office", "submit", file}), "quorum_not_met");
  EXPECT_EQ(desk.Failure(2, {"office", "sign", file, "--as", "mayor", "--yes"}), "usage");
  (void)desk.Expect(0, {"office", "sign", file, "--as", "deputy", "--yes"});
  (void)desk.Expect(0, {"office", "submit", file});
}

TEST_F(Persons, KeyIsOpenedOrAddedOnlyWithItsOwnSignature) {
  const Person registrar(town_, "town-hall", {"registrar"});
  const Person noodles(town_, "noodle-shop");
  (void)noodles.Expect(0, {"key", "new", "--label", "noodles"});
  const std::string key = TextOf(noodles.Expect(0, {"key", "public"}), "key");
  const std::string file = registrar.Path("noodles.json");
  std::vector<std::string> open = {"office", "open", "--as",     "registrar",
                                   "--key",  key,    "--holder", "shop"};
  EXPECT_EQ(registrar.Failure(2, open), "key_not_signed");
  const std::string list = registrar.File("shops.csv", "key,holder\n" + key + ",shop\n");
  EXPECT_EQ(registrar.Failure(2, {"office", "open", "--as", "registrar", "--file", list}),
            "key_not_signed");
  open.insert(open.end(), {"--out", file});
  (void)registrar.Expect(0, open);
  EXPECT_EQ(registrar.Failure(1, {"office", "submit", file}), "key_not_signed");
  (void)noodles.Expect(0, {"office", "sign", file, "--yes"});
  (void)noodles.Expect(0, {"office", "submit", file});
  EXPECT_EQ(TextOf(noodles.Expect(0, {"account", "show"}), "kind"), "shop");

  // A second key of the shop: immediately if both keys are available, otherwise by a file.
  (void)noodles.Expect(0, {"key", "new", "--label", "till", "--for", "noodles"});
  (void)noodles.Expect(0, {"account", "key-add", "--as", "noodles", "--key", "@till"});
  const Person branch(town_, "branch");
  (void)branch.Expect(0, {"key", "new", "--label", "branch"});
  const std::string far = TextOf(branch.Expect(0, {"key", "public"}), "key");
  const std::vector<std::string> add = {"account", "key-add", "--as", "noodles", "--key", far};
  EXPECT_EQ(noodles.Failure(2, add), "key_not_signed");
  std::vector<std::string> to_file = add;
  to_file.insert(to_file.end(), {"--out", file});
  (void)noodles.Expect(0, to_file);
  (void)branch.Expect(0, {"office", "sign", file, "--yes"});
  (void)noodles.Expect(0, {"office", "submit", file});
  const Json keys = noodles.Expect(0, {"account", "keys", "--as", "noodles"});
  EXPECT_EQ(AsArray(*Find(keys, "keys"))->size(), 3U);
}

TEST_F(Persons, LostKeyIsRevokedAndSignsNothing) {
  const Person hana(town_, "hana-home", {"hana"});
  (void)hana.Expect(0, {"key", "new", "--label", "phone", "--for", "hana"});
  (void)hana.Expect(0, {"account", "key-add", "--as", "hana", "--key", "@phone", "--until",
                        "2026-12-31", "--amount-max", "300"});
  const std::vector<std::string> pay = {"pay",   "send", Id("bakery"), "250",
                                        "--yes", "--as", "phone"};
  (void)hana.Expect(0, pay);
  EXPECT_EQ(hana.Failure(1, {"pay", "send", Id("bakery"), "301", "--yes", "--as", "phone"}),
            "key_amount_exceeded");
  EXPECT_EQ(hana.Failure(1, {"account", "key-add", "--as", "hana", "--key", "@phone"}),
            "key_in_use");
  EXPECT_EQ(hana.Failure(1, {"account", "key-revoke", "--as", "phone", "--key", "@hana"}),
            "key_kind_not_allowed")
      << "a limited key must not revoke another key";
  (void)hana.Expect(0, {"account", "key-revoke", "--as", "hana", "--key", "@phone"});
  EXPECT_EQ(hana.Failure(1, pay), "key_revoked");
  EXPECT_EQ(hana.Failure(1, {"account", "key-revoke", "--as", "hana", "--key", "@hana"}),
            "key_last");
  EXPECT_EQ(AvailableTo(hana, "hana"), 750);
}

TEST_F(Persons, AppointmentsAreRenewedBeforeTheyEnd) {
  const Person desk(town_, "desk", {"mayor", "deputy", "cashier", "hana"});
  (void)desk.Expect(0, {"office", "post-create", "--as", "mayor", "--with", "deputy", "--post",
                        "night", "--roles", "cashier"});
  const auto appoint = [&](const std::string& from, const std::string& until) {
    return std::vector<std::string>{"office", "appoint", "--as",    "mayor",    "--with",
                                    "deputy", "--post",  "night",   "--holder", "@cashier",
                                    "--from", from,      "--until", until};
  };
  (void)desk.Expect(0, appoint("2026-04-01", "2026-06-30"));
  EXPECT_EQ(desk.Failure(1, appoint("2026-05-01", "2026-06-30")), "appointment_overlaps");
  EXPECT_EQ(desk.Failure(1, appoint("2026-07-02", "2026-09-30")), "appointment_overlaps");
  (void)desk.Expect(0, appoint("2026-07-01", "2026-09-30"));
  (void)desk.Expect(0, {"office", "dismiss", "--as", "mayor", "--with", "deputy", "--post",
                        "cashier", "--holder", "@cashier"});
  const std::vector<std::string> sell = {"office",        "charge", "--as",     "cashier",
                                         "--participant", "@hana",  "--amount", "10"};
  town_.AdvanceTo(Town::Day("2026-09-30").Start());
  (void)desk.Expect(0, sell);
  town_.AdvanceTo(Town::Day("2026-10-01").Start());
  EXPECT_EQ(desk.Failure(1, sell), "role_missing");
}

TEST_F(Persons, RulesVersionIsRaisedByAQuorumAndOnlyToAKnownOne) {
  const Person desk(town_, "desk", {"mayor", "deputy"});
  EXPECT_EQ(desk.Failure(1, {"office", "rules", "--as", "mayor", "--version", "1"}),
            "quorum_not_met");
  const auto raise_to = [&](const char* version) {
    return desk.Failure(
        1, {"office", "rules", "--as", "mayor", "--with", "deputy", "--version", version});
  };
  EXPECT_EQ(raise_to("1"), "rules_not_newer");
  EXPECT_EQ(raise_to("2"), "rules_unknown");
  EXPECT_EQ(desk.Failure(2, {"office", "rules", "--as", "mayor", "--version", "two"}), "usage");
}

// --- Auditors ----------------------------------------------------------------------------------

class Auditors : public Persons {
 protected:
  void SetUp() override {
    Persons::SetUp();
    // The log has more than one tile.
    std::vector<std::string> payments;
    for (int i = 0; i < 300; ++i) {
      payments.push_back(town_.Envelope(
          "hana",
          PaymentPay{town_.Account("bakery"), Town::Currency(), Town::Points(1), std::nullopt}));
    }
    Caller caller(town_.url());
    ASSERT_TRUE(caller.client.SubmitLines(payments).has_value());
    town_.WaitForHead();
  }

  std::vector<std::string> AuditCall(const std::string& where) {
    return {"audit", where, "--verifier-key", town_.verifier_key()};
  }
  // Returns the problem that the audit finds.
  Json ExpectCaught(const Person& auditor, std::vector<std::string> call) {
    const Json report = auditor.Expect(1, std::move(call));
    const Json* ok = Find(report, "ok");
    EXPECT_TRUE(ok != nullptr && AsBool(*ok) != nullptr && !*AsBool(*ok));
    EXPECT_FALSE(TextOf(report, "problem").empty());
    return report;
  }
};

TEST_F(Auditors, FindAnEditedExport) {
  const Person auditor(town_, "audit-office", {"auditor"});
  const std::string folder = auditor.Path("export");
  (void)auditor.Expect(0, {"export", "log", "--out", folder});
  const Json good = auditor.Expect(0, AuditCall(folder));
  EXPECT_GE(IntegerOf(good, "signatures"), IntegerOf(good, "entries"));
  EXPECT_EQ(static_cast<uint64_t>(IntegerOf(good, "entries")), LogSize());
  EXPECT_EQ(IntegerOf(AsArray(*Find(*Find(good, "totals"), "currencies"))->at(0), "issued"), 1'000);
  (void)auditor.Expect(
      0, {"export", "activities", "--log", folder, "--out", auditor.Path("facts.csv")});

  const auto bundle = std::filesystem::path(folder) / "tile" / "entries" / "000";
  ASSERT_TRUE(std::filesystem::exists(bundle));
  const std::string bytes = ReadFile(bundle);
  std::string edited = bytes;
  const size_t amount = edited.rfind("\"amount\":1");
  ASSERT_NE(amount, std::string::npos);
  edited[amount + 9] = '9';
  std::ofstream(bundle, std::ios::binary) << edited;
  const Json report = ExpectCaught(auditor, AuditCall(folder));
  EXPECT_EQ(IntegerOf(report, "bad_entry"), 255);
  EXPECT_EQ(
      auditor.Run({"export", "activities", "--log", folder, "--out", auditor.Path("facts-2.csv")})
          .exit,
      1);
  EXPECT_FALSE(std::filesystem::exists(auditor.Path("facts-2.csv")));
  EXPECT_FALSE(std::filesystem::exists(auditor.Path("facts-2.csv.new")));

  std::filesystem::remove(bundle);
  ExpectCaught(auditor, AuditCall(folder));
  std::ofstream(bundle, std::ios::binary) << bytes;
  (void)auditor.Expect(0, AuditCall(folder));
  std::filesystem::remove(std::filesystem::path(folder) / "checkpoint");
  ExpectCaught(auditor, AuditCall(folder));
  EXPECT_EQ(auditor.Failure(2, AuditCall(auditor.Path("nowhere"))), "usage");
}

TEST_F(Auditors, FindALogThatLostAHeadOfAWallet) {
  const Person auditor(town_, "audit-office", {"auditor"});
  const Person hana(town_, "hana-home", {"hana"});
  const std::string old_folder = auditor.Path("export-old");
  (void)auditor.Expect(0, {"export", "log", "--out", old_folder});
  (void)hana.Expect(0, {"pay", "send", Id("bakery"), "100", "--yes"});
  town_.WaitForHead();
  (void)hana.Expect(0, {"account", "lots"});
  std::vector<std::string> call = AuditCall(old_folder);
  (void)auditor.Expect(0, call);
  call.insert(call.end(), {"--old-head", hana.keyring().string() + ".head"});
  ExpectCaught(auditor, call);

  // An export continues where it stopped, and continues the earlier log.
  (void)auditor.Expect(0, {"export", "log", "--out", old_folder});
  (void)auditor.Expect(0, call);
  EXPECT_EQ(auditor.Failure(2, {"audit", old_folder, "--old-head", hana.keyring().string(),
                                "--verifier-key", town_.verifier_key()}),
            "usage");
}

TEST_F(Auditors, AloneMayAuditTheRunningServer) {
  const Person auditor(town_, "audit-office", {"auditor"});
  const Json report = auditor.Expect(0, {"audit", town_.url()});
  EXPECT_EQ(static_cast<uint64_t>(IntegerOf(report, "entries")), LogSize());
  const Person hana(town_, "hana-home", {"hana"});
  // Missing rights are not a fault of the log.
  EXPECT_EQ(hana.Failure(1, {"audit", town_.url()}), "forbidden");
  EXPECT_NE(hana.Run({"export", "log", "--out", hana.Path("export")}).exit, 0);
  EXPECT_FALSE(std::filesystem::exists(hana.Path("export") + "/checkpoint"));
  std::string other_key = town_.verifier_key();
  other_key.replace(0, 4, "city");
  EXPECT_NE(auditor.Run({"audit", town_.url(), "--verifier-key", other_key}).exit, 0);
}

}  // namespace
}  // namespace enishi::testing
