#include <algorithm>

#include "tests/rules/rejection_chains.h"

namespace enishi::testing {
namespace {

using Fix = std::function<void(Walk&)>;

const Right kParticipant{"hana", {}, "bakery"};

// As in rejection_chains_office.cc: furnished, by an unknown account, signed by an unknown key.
Chain ByAuthority(const std::string& kind, const std::function<Payload(Walk&)>& payload,
                  std::vector<Step> steps) {
  Chain chain{kind, kind, nullptr, std::move(steps)};
  chain.start = [payload](Walk& walk) {
    walk.Furnish();
    Payload what = payload(walk);
    walk.Act("nobody", std::move(what));
    walk.signers = {"stranger"};
  };
  std::replace(chain.name.begin(), chain.name.end(), '.', '_');
  return chain;
}

void Record(Town& town, const char* activity, const char* participant) {
  town.Do("coordinator", ParticipationRecord{Town::Name(activity), town.Account(participant)});
}

// A programme that one award of 100 exhausts, and that one award of 100 caps.
void CreateTinyProgramme(Town& town) {
  ProgrammeCreate create;
  create.programme = Town::Name("tiny");
  create.currency = Town::Currency();
  create.fiscal_year = 2026;
  create.budget = create.award_max = Town::Points(100);
  create.starts_on = Town::Day("2026-04-01");
  create.ends_on = create.expires_on = Town::Day("2026-12-31");
  create.caps = {{Period::kMonth, Town::Points(100)}};
  town.Do("planner-1", create, {"planner-2"});
}

ActivityCreate Tiny(Town& town, const char* name) {
  ActivityCreate create;
  create.activity = Town::Name(name);
  create.programme = Town::Name("tiny");
  create.organiser = town.Account("coordinator");
  create.starts_at = town.now();
  create.ends_at = {town.now().ms + 1};
  create.award = Town::Points(100);
  return create;
}

Chain Announce() {
  return ByAuthority(
      "activity.create",
      [](Walk& walk) {
        walk.town.Announce("drill", 1);
        ActivityCreate create = Tiny(walk.town, "drill");
        create.programme = Town::Name("none");
        create.organiser = walk.town.Account("hana");
        create.starts_at = create.ends_at = Town::Day("2026-09-01").Start();
        create.award = Town::Points(501);
        return create;
      },
      WithAuthority(
          {"coordinator", {}, "bakery", true},
          {{Reason::kProgrammeUnknown,
            [](Walk& walk) { walk.As<ActivityCreate>().programme = Town::Name(Town::kProgramme); }},
           {Reason::kHolderUnknown,
            [](Walk& walk) {
              walk.As<ActivityCreate>().organiser = walk.town.Account("coordinator");
            }},
           {Reason::kNameTaken,
            [](Walk& walk) { walk.As<ActivityCreate>().activity = Town::Name("cleaning"); }},
           {Reason::kPeriodInvalid, [](Walk& walk) { walk.As<ActivityCreate>().ends_at.ms += 1; }},
           {Reason::kProgrammeNotOpen,
            [](Walk& walk) {
              walk.As<ActivityCreate>().starts_at = Town::Day("2026-08-31").Start();
            }},
           {Reason::kAwardTooLarge,
            [](Walk& walk) { walk.As<ActivityCreate>().award = Town::Points(500); }}}));
}

// "soon" has not begun and has no capacity, "small" takes one person, "full" leaves no budget.
Chain Take() {
  const auto line = [](const char* activity, const char* participant) -> Fix {
    return [=](Walk& walk) {
      walk.As<ParticipationRecord>() = {Town::Name(activity), walk.town.Account(participant)};
    };
  };
  return ByAuthority(
      "participation.record",
      [](Walk& walk) {
        CreateTinyProgramme(walk.town);
        ActivityCreate small = Tiny(walk.town, "small");
        small.capacity = 1;
        ActivityCreate soon = Tiny(walk.town, "soon");
        soon.starts_at = {walk.town.now().ms + 1};
        soon.ends_at = {walk.town.now().ms + 2};
        soon.capacity = 0;
        for (const auto& activity : {small, soon, Tiny(walk.town, "full")}) {
          walk.town.Do("coordinator", activity);
        }
        walk.town.Announce("drill", 1);
        Record(walk.town, "small", "hana");
        return ParticipationRecord{Town::Name("none"), walk.town.Account("bakery")};
      },
      WithAuthority(
          {"planner-1"},
          {{Reason::kActivityUnknown, line("soon", "bakery")},
           {Reason::kParticipantUnknown, line("soon", "taro")},
           {Reason::kNotOrganiser, [](Walk& walk) { walk.ActAs("coordinator"); }},
           {Reason::kNotEnrolled,
            [](Walk& walk) { walk.town.Do("registrar", AccountEnrol{walk.town.Account("taro")}); }},
           {Reason::kActivityNotStarted, line("small", "hana")},
           {Reason::kAlreadyParticipated, line("small", "taro")},
           {Reason::kActivityFull, line("full", "hana")},
           {Reason::kCapReached, line("full", "taro")},
           {Reason::kBudgetExhausted, line("drill", "taro")}}));
}

// Once its points have expired, a programme awards nothing.
Chain TakeTooLate() {
  Chain chain{"participation_record_too_late", "participation.record", nullptr, {}, false};
  chain.start = [](Walk& walk) {
    walk.Furnish();
    walk.town.Announce("drill", 1);
    Record(walk.town, "drill", "hana");
    walk.town.AdvanceTo(Town::Day("2026-09-30").End());
    walk.Act("coordinator", ParticipationRecord{Town::Name("drill"), walk.town.Account("taro")});
  };
  chain.steps = {
      {Reason::kNotEnrolled,
       [](Walk& walk) { walk.As<ParticipationRecord>().participant = walk.town.Account("hana"); }},
      {Reason::kProgrammeNotOpen, nullptr}};
  return chain;
}

Chain Claim() {
  return ByAuthority(
      "participation.claim",
      [](Walk& walk) {
        CreateTinyProgramme(walk.town);
        walk.town.Do("coordinator", Tiny(walk.town, "small"));
        walk.town.Do("coordinator", Tiny(walk.town, "full"));
        Record(walk.town, "small", "hana");
        walk.town.Announce("drill", 1);
        walk.payload = ParticipationClaim{};
        walk.attendance = walk.town.Attendance("coordinator", "none").code;
        walk.attendance.valid_until.ms += kHourMs;
        walk.ShowAttendance("planner-1");
        return walk.payload;
      },
      WithAuthority(
          kParticipant,
          {{Reason::kActivityUnknown,
            [](Walk& walk) {
              walk.attendance.activity = Town::Name("small");
              walk.ShowAttendance("planner-1");
            }},
           {Reason::kAttendanceCodeWrong, [](Walk& walk) { walk.ShowAttendance("coordinator"); }},
           {Reason::kAttendanceCodeExpired,
            [](Walk& walk) {
              walk.attendance.valid_until.ms -= kHourMs;
              walk.ShowAttendance("coordinator");
            }},
           {Reason::kAlreadyParticipated,
            [](Walk& walk) {
              walk.attendance.activity = Town::Name("full");
              walk.ShowAttendance("coordinator");
            }},
           {Reason::kCapReached,
            [](Walk& walk) {
              walk.town.Do("registrar", AccountEnrol{walk.town.Account("taro")});
              walk.ActAs("taro");
            }},
           {Reason::kBudgetExhausted, [](Walk& walk) {
              walk.attendance.activity = Town::Name("drill");
              walk.ShowAttendance("coordinator");
            }}}));
}

Chain Sell() {
  return ByAuthority(
      "charge",
      [](Walk& walk) {
        return Charge{walk.town.Account("bakery"), CurrencyCode{"NONE"}, Town::Points(0), {}};
      },
      WithAuthority(
          {"cashier", {}, "bakery", true},
          {{Reason::kCurrencyUnknown,
            [](Walk& walk) { walk.As<Charge>().currency = Town::Currency(); }},
           {Reason::kParticipantUnknown,
            [](Walk& walk) { walk.As<Charge>().participant = walk.town.Account("hana"); }},
           {Reason::kAmountZero, [](Walk& walk) { walk.As<Charge>().amount = Town::Points(1); }}}));
}

// Gives hana 500 points that have expired and have not been swept.
void LetPointsExpire(Town& town) {
  town.Announce("drill", 500);
  Record(town, "drill", "hana");
  town.AdvanceTo(Town::Day("2026-09-30").End());
}

// Gives the account as many lots as it can hold, of classes that do not exist.
void FillHolding(Town& town, const std::string& label) {
  HoldingRow holding;
  for (uint32_t i = 0; i < kHoldingLotsMax; ++i) holding.lots.push_back({1'000 + i, kNever, 1, 0});
  town.PutRow<HoldingRow>({HolderKind::kAccount, town.Account(label), 0}, holding);
}

Chain Pay() {
  const auto amount = [](int64_t points) -> Fix {
    return [points](Walk& walk) { walk.As<PaymentPay>().amount = Town::Points(points); };
  };
  return ByAuthority(
      "payment.pay",
      [](Walk& walk) {
        LetPointsExpire(walk.town);
        walk.town.Charge("hana", 100);
        FillHolding(walk.town, "bakery");
        return PaymentPay{walk.town.Account("taro"), CurrencyCode{"NONE"}, Town::Points(0), {}};
      },
      WithAuthority(kParticipant,
                    {{Reason::kCurrencyUnknown,
                      [](Walk& walk) { walk.As<PaymentPay>().currency = Town::Currency(); }},
                     {Reason::kShopUnknown,
                      [](Walk& walk) { walk.As<PaymentPay>().shop = walk.town.Account("bakery"); }},
                     {Reason::kAmountZero, amount(100'001)},
                     {Reason::kPaymentTooLarge, amount(600)},
                     {Reason::kLotsExpired, amount(601)},
                     {Reason::kInsufficientFunds, amount(100)},
                     {Reason::kHoldingFull, [](Walk& walk) {
                        walk.town.PutRow<HoldingRow>(
                            {HolderKind::kAccount, walk.town.Account("bakery"), 0}, {});
                      }}}));
}

Chain Capture() {
  const auto code = [](void (*edit)(Walk&)) -> Fix {
    return [edit](Walk& walk) {
      edit(walk);
      walk.Show("hana");
    };
  };
  return ByAuthority(
      "payment.capture",
      [](Walk& walk) {
        LetPointsExpire(walk.town);
        walk.town.OpenShop("florist");
        walk.payload = PaymentCapture{};
        walk.code = walk.town.Code("hana", 6'000).code;
        const SignedPaymentCode cancelled = walk.town.Code("hana", 1);
        walk.town.Do("hana", CodeCancel{cancelled});
        walk.code.nonce = cancelled.code.nonce;
        walk.code.currency = CurrencyCode{"NONE"};
        walk.code.valid_until = {walk.town.now().ms - 1};
        walk.Show("stranger");
        return walk.payload;
      },
      WithAuthority(
          {"bakery", {}, "hana"},
          {{Reason::kCurrencyUnknown,
            [](Walk& walk) {
              walk.code.currency = Town::Currency();
              walk.Show("stranger");
            }},
           {Reason::kAmountZero,
            [](Walk& walk) { walk.As<PaymentCapture>().amount = Town::Points(100'001); }},
           {Reason::kPaymentTooLarge,
            [](Walk& walk) { walk.As<PaymentCapture>().amount = Town::Points(5'999); }},
           {Reason::kCodeWrong, [](Walk& walk) { walk.Show("hana"); }},
           {Reason::kCodeExpired,
            code([](Walk& walk) { walk.code.valid_until = {walk.town.now().ms + kMinuteMs + 1}; })},
           {Reason::kCodeLifetimeTooLong, code([](Walk& walk) { walk.code.valid_until.ms -= 1; })},
           {Reason::kCodePayeeRequired,
            code([](Walk& walk) { walk.code.payee = walk.town.Account("florist"); })},
           {Reason::kCodePayeeWrong,
            code([](Walk& walk) { walk.code.payee = walk.town.Account("bakery"); })},
           {Reason::kCodeUsed,
            code([](Walk& walk) { walk.code.nonce = walk.town.Code("hana", 1).code.nonce; })},
           {Reason::kCodeAmountExceeded, code([](Walk& walk) {
              walk.code.amount_max = walk.As<PaymentCapture>().amount = Town::Points(500);
            })},
           {Reason::kInsufficientFunds, [](Walk& walk) { walk.town.Charge("hana", 500); }}}));
}

Chain Cancel() {
  return ByAuthority(
      "code.cancel",
      [](Walk& walk) {
        walk.payload = CodeCancel{};
        walk.code = walk.town.Code("hana", 1).code;
        walk.code.payer = walk.town.Account("taro");
        walk.code.valid_until = {walk.town.now().ms - 1};
        walk.Show("taro");
        return walk.payload;
      },
      WithAuthority(kParticipant, {{Reason::kCodeWrong,
                                    [](Walk& walk) {
                                      walk.code.payer = walk.town.Account("hana");
                                      walk.Show("hana");
                                    }},
                                   {Reason::kCodeExpired,
                                    [](Walk& walk) {
                                      walk.code.valid_until = walk.town.now();
                                      walk.Show("hana");
                                      walk.town.Do("hana", walk.payload);
                                    }},
                                   {Reason::kCodeUsed, [](Walk& walk) {
                                      walk.code.nonce = walk.town.Code("hana", 1).code.nonce;
                                      walk.Show("hana");
                                    }}}));
}

}  // namespace

std::vector<Chain> PeopleChains() {
  return {Announce(), Take(), TakeTooLate(), Claim(), Sell(), Pay(), Capture(), Cancel()};
}

}  // namespace enishi::testing
