#include "tests/scenarios/live_town.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <thread>

#include "tests/fixtures/shared_folder.h"
#include "wallet-cli/export/log_export.h"

namespace enishi::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{5};
constexpr std::chrono::seconds kStartPatience{60};

Timestamp WallClock() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {static_cast<uint64_t>(std::chrono::duration_cast<milliseconds>(since).count())};
}

Timestamp BeginningOf(ClockMode clock) {
  return clock == ClockMode::kReal ? WallClock() : Town::kStart;
}

std::unique_ptr<Transport> MustConnect(const std::string& url) {
  auto transport = Connect(url);
  CHECK(transport.has_value());
  return *std::move(transport);
}

std::optional<Reason> ReasonOf(const std::string& name) {
  for (int i = 0; i < kReasonCount; ++i) {
    if (ReasonName(static_cast<Reason>(i)) == name) return static_cast<Reason>(i);
  }
  return std::nullopt;
}

}  // namespace

std::filesystem::path EnishidProgram() { return ENISHI_TEST_ENISHID; }
std::filesystem::path EnishiProgram() { return ENISHI_TEST_ENISHI; }

Caller::Caller(const std::string& url) : transport(MustConnect(url)), client(*transport) {}

Answered AnswerOf(const Tried<Json>& answer) {
  Answered answered;
  if (!answer) {
    answered.code = answer.error().code;
    return answered;
  }
  const Json* repeated = Find(*answer, "repeated");
  answered.accepted = true;
  answered.repeated = repeated != nullptr && AsBool(*repeated) != nullptr && *AsBool(*repeated);
  answered.index = static_cast<uint64_t>(IntegerOf(*answer, "index", -1));
  answered.committed_at = {static_cast<uint64_t>(IntegerOf(*answer, "committed_at"))};
  return answered;
}

LiveTown::LiveTown(ClockMode clock) : Town(BeginningOf(clock)), clock_(clock) {
  std::vector<std::string> arguments = {"init",           "--json",
                                        "--folder",       ledger_folder(),
                                        "--origin",       Founding().origin.text,
                                        "--clock",        std::string(EnumName(clock)),
                                        "--no-passphrase"};
  for (const char* founder : {"mayor", "deputy", "clerk"}) {
    arguments.insert(arguments.end(),
                     {"--administrator", Base64Encode(AsView(Key(founder).public_key().bytes))});
  }
  const Ended init = RunToEnd({EnishidProgram(), arguments}, folder());
  const auto json = ParseJson(std::string_view(init.out).substr(0, init.out.find('\n')));
  EXPECT_EQ(init.exit, 0) << init.err;
  CHECK(json.has_value());
  log_key_ = *ReadField<PublicKey>(TextOf(*json, "log_key"));
  service_key_ = *ReadField<PublicKey>(TextOf(*json, "service_key"));
  verifier_key_ = TextOf(*json, "verifier_key");
  Start();
}

void LiveTown::FoundAndFurnish() {
  Genesis genesis = Founding(clock_);
  genesis.log_key = log_key_;
  genesis.service_key = service_key_;
  Do("mayor", genesis, {"deputy", "clerk"});
  Furnish();
}

Checked<Outcome> LiveTown::Submit(const Instruction& instruction) {
  Caller caller(url());
  const Answered answer =
      AnswerOf(caller.client.Submit(WriteEnvelope(instruction.body, instruction.signatures)));
  if (!answer.accepted) {
    const auto reason = ReasonOf(answer.code);
    if (!reason) {
      ADD_FAILURE() << "no decision: " << answer.code << "\n" << process_->err();
      return Outcome{};
    }
    return Rejection{*reason};
  }
  LookAtTheClock();
  return Outcome{};
}

void LiveTown::LookAtTheClock() {
  Caller caller(url());
  const auto info = caller.client.Ledger();
  ASSERT_TRUE(info.has_value()) << info.error().detail.en << "\n" << process_->err();
  SetLedger(info->time, info->ledger.value_or(Hash{}));
}

std::string LiveTown::Envelope(const std::string& actor, const Payload& payload,
                               const std::vector<std::string>& with) {
  const std::lock_guard<std::mutex> lock(making_);
  const Instruction instruction = Make(actor, payload, with);
  return WriteEnvelope(instruction.body, instruction.signatures);
}

ProgramCall LiveTown::ServeCall(uint16_t port) const {
  return {EnishidProgram(),
          {"serve", "--no-passphrase", "--config", ledger_folder() / "enishid.toml", "--listen",
           "127.0.0.1:" + std::to_string(port), "--port-file", PortFile()}};
}

void LiveTown::StartWithoutWaiting(uint16_t port) {
  std::filesystem::remove(PortFile());
  process_.reset();
  process_ =
      std::make_unique<Process>(ServeCall(port), folder(), "enishid-" + std::to_string(++starts_));
}

bool LiveTown::Start(uint16_t port) {
  StartWithoutWaiting(port);
  const auto until = steady_clock::now() + kStartPatience;
  while (!std::filesystem::exists(PortFile())) {
    if (!process_->is_running() || steady_clock::now() > until) {
      ADD_FAILURE() << "enishid does not start:\n" << process_->err();
      return false;
    }
    std::this_thread::sleep_for(kLook);
  }
  port_ = static_cast<uint16_t>(std::stoi(ReadFile(PortFile())));
  return true;
}

std::string LiveTown::url() const { return "http://127.0.0.1:" + std::to_string(port_); }

KeyEntry LiveTown::Entry(const std::string& label) {
  auto seed = Seed::FromBytes(Key(label).seed().bytes());
  return {label, Account(label), SigningKey::FromSeed(*std::move(seed))};
}

int64_t LiveTown::LiveBalance(const std::string& label) {
  Caller caller(url());
  const KeyEntry holder = Entry(label);
  const auto json =
      caller.client.Get("/v1/accounts/" + holder.account.ToString() + "/lots", &holder);
  if (!json) {
    ADD_FAILURE() << label << ": " << json.error().code << " " << json.error().detail.en;
    return -1;
  }
  int64_t sum = 0;
  const Json* lots = Find(*json, "lots");
  if (lots == nullptr || AsArray(*lots) == nullptr) return -1;
  for (const Json& lot : *AsArray(*lots)) sum += IntegerOf(lot, "amount");
  return sum;
}

Tried<LedgerInfo> LiveTown::CheckHead() {
  if (!heads_) {
    heads_ = std::make_unique<HeadKeeper>(folder() / "heads.json", "the town",
                                          *VerifierKey::Parse(verifier_key_));
  }
  Caller caller(url());
  return heads_->Check(caller.client);
}

void LiveTown::WaitForHead() {
  Caller caller(url());
  const auto until = steady_clock::now() + std::chrono::minutes(1);
  while (steady_clock::now() < until) {
    const auto info = caller.client.Ledger();
    if (info && info->head_size == info->size) return;
    std::this_thread::sleep_for(kLook);
  }
  ADD_FAILURE() << "no head over the whole log after a minute";
}

AuditReport LiveTown::AuditLive() {
  WaitForHead();
  Caller caller(url());
  const KeyEntry auditor = Entry("auditor");
  ServerSource source(caller.client, auditor);
  AuditOptions options;
  options.verifier_key = *VerifierKey::Parse(verifier_key_);
  if (heads_ && heads_->seen() && heads_->seen()->size > 0) {
    options.earlier_heads.push_back(
        *OpenCheckpoint(heads_->seen()->checkpoint, *options.verifier_key));
  }
  AuditReport report = Audit(source, options);
  EXPECT_TRUE(report.ok) << report.problem << ", entry "
                         << (report.bad_entry ? std::to_string(*report.bad_entry) : "none");
  EXPECT_THAT(report.not_checked, ::testing::IsEmpty());
  EXPECT_EQ(report.entries, report.head.size);
  return report;
}

}  // namespace enishi::testing
