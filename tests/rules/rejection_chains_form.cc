#include <nlohmann/json.hpp>

#include "tests/rules/rejection_chains.h"

namespace enishi::testing {
namespace {

constexpr uint64_t kTwoDaysMs = 2 * kDayMs;

std::string Envelope(std::string_view body, std::string_view signatures) {
  return R"({"body":)" + Dump(Json(body)) + R"(,"signatures":)" + std::string(signatures) + "}";
}

// From bytes that are no envelope to a code whose signature is not good.
Chain Bytes() {
  Chain chain{"bytes", "payment.capture", nullptr, {}};
  chain.start = [](Walk& walk) {
    walk.Furnish();
    walk.town.Charge("hana", 100);
    walk.Act("bakery", PaymentCapture{walk.town.Code("hana", 100), Town::Points(100), {}});
    walk.envelope = R"({"body":)" + Dump(Json(std::string(kBodyBytesMax + 1, 'x'))) + "}";
  };
  chain.steps = {
      {Reason::kEnvelopeMalformed,
       [](Walk& walk) { walk.envelope = Envelope(std::string(kBodyBytesMax + 1, 'x'), "[]"); }},
      {Reason::kBodyTooLarge,
       [](Walk& walk) { walk.envelope = Envelope(R"({"v":2,"kind":"no","v":2})", "[]"); }},
      {Reason::kBodyMalformed,
       [](Walk& walk) { walk.envelope = Envelope(R"({"v":2,"kind":"no"})", "[]"); }},
      {Reason::kVersionUnknown,
       [](Walk& walk) { walk.envelope = Envelope(R"({"kind":"no","extra":1})", "[]"); }},
      {Reason::kKindUnknown,
       [](Walk& walk) {
         walk.envelope = Envelope(R"({"kind":"payment.capture","extra":1,"id":0})", "[]");
       }},
      {Reason::kFieldMissing,
       [](Walk& walk) {
         walk.envelope.reset();
         walk.signers.clear();
         walk.header.ledger = {};
         walk.As<PaymentCapture>().code.signature.bytes[0] ^= 1;
         walk.body = WriteBody(walk.header, walk.payload);
         walk.body->replace(walk.body->find(R"("amount":100)"), 12, R"("amount":-1,"extra":1)");
       }},
      {Reason::kFieldUnknown,
       [](Walk& walk) { walk.body->erase(walk.body->find(R"(,"extra":1)"), 10); }},
      {Reason::kFieldInvalid, [](Walk& walk) { walk.body.reset(); }},
      {Reason::kSignatureMissing,
       [](Walk& walk) {
         walk.signers = {"bakery"};
         walk.signature_twice = walk.signature_spoilt = true;
       }},
      {Reason::kSignatureDuplicate, [](Walk& walk) { walk.signature_twice = false; }},
      {Reason::kSignatureInvalid, [](Walk& walk) { walk.signature_spoilt = false; }},
      {Reason::kCodeSignatureInvalid,
       [](Walk& walk) { walk.As<PaymentCapture>().code.signature.bytes[0] ^= 1; }},
      {Reason::kLedgerMismatch, [](Walk& walk) { walk.header.ledger = walk.town.ledger(); }},
  };
  return chain;
}

Chain Clock() {
  Chain chain{"ledger_and_clock", "payment.pay", nullptr, {}};
  chain.start = [](Walk& walk) {
    walk.Act("hana", PaymentPay{{}, Town::Currency(), Town::Points(1), {}});
    walk.As<PaymentPay>().shop = walk.town.Account("bakery");
    walk.header.ledger[0] = 1;
    walk.header.id = Uuid::At({walk.town.now().ms - kTwoDaysMs});
    walk.header.valid_until = {walk.town.now().ms - 1};
  };
  chain.steps = {
      {Reason::kGenesisMissing,
       [](Walk& walk) {
         walk.Furnish();
         walk.town.Charge("hana", 2);
       }},
      {Reason::kLedgerMismatch, [](Walk& walk) { walk.header.ledger = walk.town.ledger(); }},
      {Reason::kValidUntilPassed,
       [](Walk& walk) { walk.header.valid_until = {walk.town.now().ms + kHourMs}; }},
      {Reason::kValidUntilTooFar,
       [](Walk& walk) { walk.header.id = Uuid::At({walk.town.now().ms + kDayMs + 1}); }},
      {Reason::kIdTimeOutOfWindow,
       [](Walk& walk) {
         const Instruction first = walk.town.Make("hana", walk.payload);
         CHECK(walk.town.Submit(first).has_value());
         walk.header = first.header;
         walk.signers = {"stranger"};
       }},
      {Reason::kIdConflict, [](Walk& walk) { walk.header = walk.town.HeaderFor("hana"); }},
      {Reason::kKeyUnknown, [](Walk& walk) { walk.signers = {"hana"}; }},
  };
  return chain;
}

Chain Founding() {
  Chain chain{"genesis", "genesis", nullptr, {}};
  chain.start = [](Walk& walk) {
    Genesis genesis = walk.town.Founding();
    genesis.quorum = 4;
    genesis.service_key = genesis.administrators[1];
    genesis.until = Town::Day("2026-03-31");
    genesis.rules = kRulesVersion + 1;
    walk.Act("mayor", genesis);
    walk.signers = {"deputy", "stranger"};
    walk.header.ledger[0] = 1;
    walk.header.valid_until = {walk.town.now().ms - 1};
  };
  chain.steps = {
      {Reason::kLedgerMismatch, [](Walk& walk) { walk.header.ledger = {}; }},
      {Reason::kValidUntilPassed,
       [](Walk& walk) { walk.header.valid_until = {walk.town.now().ms + kDayMs + 1}; }},
      {Reason::kValidUntilTooFar,
       [](Walk& walk) { walk.header.valid_until = {walk.town.now().ms + kDayMs}; }},
      {Reason::kActorNotSigned, [](Walk& walk) { walk.signers = {"deputy", "stranger", "mayor"}; }},
      {Reason::kQuorumNotMet,
       [](Walk& walk) {
         walk.As<Genesis>().quorum = 2;
         walk.signers.emplace_back("clerk");
       }},
      {Reason::kSignerUnneeded, [](Walk& walk) { walk.signers = {"mayor", "deputy", "clerk"}; }},
      {Reason::kKeyReserved,
       [](Walk& walk) { walk.As<Genesis>().service_key = walk.town.Key("service").public_key(); }},
      {Reason::kPeriodInvalid,
       [](Walk& walk) { walk.As<Genesis>().until = Town::Day("2026-04-01"); }},
      {Reason::kRulesUnknown, [](Walk& walk) { walk.As<Genesis>().rules = kRulesVersion; }},
  };
  return chain;
}

Chain SecondGenesis() {
  Chain chain{"second_genesis", "genesis", nullptr, {}, false};
  chain.start = [](Walk& walk) {
    walk.town.Found();
    walk.Act("mayor", walk.town.Founding());
    walk.header.ledger = {};
  };
  chain.steps = {{Reason::kGenesisRepeated, nullptr}};
  return chain;
}

// An account's keys are looked at in the order of their reasons, whatever the order of signing.
Chain Keys() {
  Chain chain{"keys", "charge", nullptr, {}};
  chain.start = [](Walk& walk) {
    walk.Furnish();
    Town& town = walk.town;
    const auto key = [&](const char* label) { return town.Key(label).public_key(); };
    town.Do("cashier", KeyAdd{key("small"), {}, {}, Town::Points(10), {}});
    const std::vector<Reference> kinds = {Reference{"payment.pay"}};
    town.Do("cashier", KeyAdd{key("narrow"), {}, kinds, Town::Points(10), {}});
    town.Do("cashier", KeyAdd{key("ended"), {}, kinds, {}, Date::Of(town.now())});
    town.Do("cashier", KeyAdd{key("revoked"), {}, kinds, {}, Date::Of(town.now())});
    town.Do("cashier", KeyRevoke{key("revoked")});
    town.AdvanceTo({town.now().ms + kDayMs});
    town.Charge("hana", 1);
    walk.Act("auditor", Charge{town.Account("nobody"), CurrencyCode{"NONE"}, Town::Points(11), {}});
    walk.signers = {"small", "narrow", "ended", "revoked", "stranger"};
  };
  chain.steps = {
      {Reason::kKeyUnknown, [](Walk& walk) { walk.signers.pop_back(); }},
      {Reason::kKeyRevoked, [](Walk& walk) { walk.signers.pop_back(); }},
      {Reason::kKeyExpired, [](Walk& walk) { walk.signers.pop_back(); }},
      {Reason::kKeyKindNotAllowed, [](Walk& walk) { walk.signers.pop_back(); }},
      {Reason::kKeyAmountExceeded, [](Walk& walk) { walk.signers = {"cashier"}; }},
      {Reason::kActorNotSigned, [](Walk& walk) { walk.signers = {"cashier", "auditor"}; }},
      {Reason::kRoleMissing,
       [](Walk& walk) { walk.header.account = walk.town.Account("cashier"); }},
      {Reason::kSignerUnneeded, [](Walk& walk) { walk.signers = {"cashier"}; }},
      {Reason::kCurrencyUnknown, [](Walk& walk) { walk.As<Charge>().currency = Town::Currency(); }},
      {Reason::kParticipantUnknown,
       [](Walk& walk) {
         walk.As<Charge>().participant = walk.town.Account("hana");
         walk.As<Charge>().amount = Town::Points(0);
       }},
      {Reason::kAmountZero,
       [](Walk& walk) { walk.As<Charge>().amount = Town::Points(Amount::kMax); }},
      {Reason::kAmountOverflow,
       [](Walk& walk) { walk.As<Charge>().amount = Town::Points(Amount::kMax - 1); }},
  };
  return chain;
}

}  // namespace

std::vector<Chain> FormChains() { return {Bytes(), Clock(), Founding(), SecondGenesis(), Keys()}; }

}  // namespace enishi::testing
