#include <algorithm>

#include "tests/rules/rejection_chains.h"

namespace enishi::testing {
namespace {

const Right kAdministrators{"mayor", {"deputy"}, "bakery", true};
const Right kOneAdministrator{"mayor", {}, "bakery", true};
const Right kRegistrar{"registrar", {}, "bakery", true};

using Fix = std::function<void(Walk&)>;

// The actor opens or adds the key of another label, which signs with it or does not.
template <class Kind>
Fix Bring(const std::string& actor, const std::string& label, bool agreed = true) {
  return [=](Walk& walk) {
    walk.As<Kind>().key = walk.town.Key(label).public_key();
    walk.ActAs(actor, agreed ? std::vector{label} : std::vector<std::string>{});
  };
}

// A walk that begins furnished, acting as nobody and signed by a stranger, with a payload in which
// everything is wrong.
Chain ByAuthority(const std::string& name, const std::function<Payload(Walk&)>& payload,
                  std::vector<Step> steps) {
  Chain chain{name, name, nullptr, std::move(steps)};
  chain.start = [payload](Walk& walk) {
    walk.Furnish();
    walk.Act("nobody", payload(walk));
    walk.signers = {"stranger"};
  };
  std::replace(chain.name.begin(), chain.name.end(), '.', '_');
  return chain;
}

Chain Rules() {
  Chain chain = ByAuthority(
      "rules.activate", [](Walk&) { return RulesActivate{kRulesVersion}; },
      WithAuthority(kAdministrators,
                    {{Reason::kRulesNotNewer,
                      [](Walk& walk) { walk.As<RulesActivate>().version = kRulesVersion + 1; }},
                     {Reason::kRulesUnknown, nullptr}}));
  chain.accepted = false;
  return chain;
}

Chain Advance() {
  return ByAuthority(
      "clock.advance", [](Walk&) { return ClockAdvance{Timestamp{Timestamp::kMax}}; },
      WithAuthority(
          kOneAdministrator,
          {{Reason::kPeriodInvalid,
            [](Walk& walk) { walk.As<ClockAdvance>().to = walk.town.now(); }},
           {Reason::kClockBackwards, [](Walk& walk) { walk.As<ClockAdvance>().to.ms += 1; }}}));
}

Chain AdvanceOfRealClock() {
  Chain chain{"clock_advance_real", "clock.advance", nullptr, {}, false};
  chain.start = [](Walk& walk) {
    walk.town.Found(ClockMode::kReal);
    walk.Act("mayor", ClockAdvance{Timestamp{Timestamp::kMax}});
  };
  chain.steps = {
      {Reason::kPeriodInvalid, [](Walk& walk) { walk.As<ClockAdvance>().to = Timestamp{}; }},
      {Reason::kClockNotSimulated, nullptr}};
  return chain;
}

Chain Sweep() {
  return ByAuthority(
      "expiry.sweep", [](Walk&) { return ExpirySweep{}; },
      {{Reason::kAccountUnknown,
        [](Walk& walk) { walk.header.account = walk.town.Account("mayor"); }},
       {Reason::kAccountKindWrong,
        [](Walk& walk) { walk.header.account = walk.town.Account("service"); }},
       {Reason::kActorNotSigned, [](Walk& walk) { walk.signers = {"mayor", "service"}; }},
       {Reason::kSignerUnneeded, [](Walk& walk) { walk.signers = {"service"}; }},
       {Reason::kNothingToExpire, [](Walk& walk) {
          walk.town.Announce("drill", 10);
          walk.town.Do("coordinator",
                       ParticipationRecord{Town::Name("drill"), walk.town.Account("hana")});
          walk.town.AdvanceTo(Town::Day("2026-09-30").End());
          walk.header = walk.town.HeaderFor("service");
        }}});
}

Chain Open() {
  return ByAuthority(
      "account.open", [](Walk& walk) { return AccountOpen{walk.town.Key("log").public_key()}; },
      WithAuthority(kRegistrar,
                    {{Reason::kKeyNotSigned, Bring<AccountOpen>("registrar", "log")},
                     {Reason::kKeyReserved, Bring<AccountOpen>("registrar", "hana")},
                     {Reason::kKeyInUse, Bring<AccountOpen>("registrar", "newcomer")}}));
}

Chain OpenEnrolledShop() {
  Chain chain = ByAuthority(
      "account.open",
      [](Walk& walk) {
        return AccountOpen{walk.town.Key("log").public_key(), AccountKind::kShop, {}, true};
      },
      {{Reason::kAccountUnknown,
        [](Walk& walk) { walk.header.account = walk.town.Account("auditor"); }},
       {Reason::kAccountKindWrong, [](Walk& walk) { walk.As<AccountOpen>().enrolled = false; }},
       {Reason::kKeyUnknown, [](Walk& walk) { walk.ActAs("auditor"); }},
       {Reason::kRoleMissing, Bring<AccountOpen>("registrar", "hana", false)},
       {Reason::kKeyNotSigned, Bring<AccountOpen>("registrar", "hana")},
       {Reason::kKeyInUse, Bring<AccountOpen>("registrar", "grocer")}});
  chain.name += "_enrolled_shop";
  return chain;
}

Chain OpenOwnAccount() {
  Chain chain{"account_open_own", "account.open", nullptr, {}};
  chain.start = [](Walk& walk) {
    walk.Furnish();
    walk.Act("newcomer", AccountOpen{walk.town.Key("newcomer").public_key(), AccountKind::kShop});
    walk.signers = {"hana"};
  };
  chain.steps = {
      {Reason::kAccountKindWrong,
       [](Walk& walk) { walk.As<AccountOpen>().holder = AccountKind::kParticipant; }},
      {Reason::kActorNotSigned, [](Walk& walk) { walk.signers = {"hana", "newcomer"}; }},
      {Reason::kSignerUnneeded, [](Walk& walk) { walk.signers = {"newcomer"}; }},
  };
  return chain;
}

Chain OpenOwnAccountWithATakenKey() {
  Chain chain{"account_open_own_taken", "account.open", nullptr, {}, false};
  chain.start = [](Walk& walk) {
    walk.Furnish();
    walk.Act("service", AccountOpen{walk.town.Key("service").public_key()});
  };
  chain.steps = {{Reason::kKeyReserved,
                  [](Walk& walk) {
                    walk.ActAs("hana");
                    walk.As<AccountOpen>().key = walk.town.Key("hana").public_key();
                  }},
                 {Reason::kKeyInUse, nullptr}};
  return chain;
}

Chain Enrol() {
  return ByAuthority(
      "account.enrol", [](Walk& walk) { return AccountEnrol{walk.town.Account("hana")}; },
      WithAuthority(
          kRegistrar,
          {{Reason::kAlreadyEnrolled,
            [](Walk& walk) { walk.As<AccountEnrol>().participant = walk.town.Account("bakery"); }},
           {Reason::kParticipantUnknown,
            [](Walk& walk) { walk.As<AccountEnrol>().participant = walk.town.Account("taro"); }}}));
}

Chain AddKey() {
  return ByAuthority(
      "key.add",
      [](Walk& walk) {
        const std::vector<Reference> kinds = {Reference{"payment.nothing"}};
        return KeyAdd{walk.town.Key("log").public_key(), {}, kinds, {}, Town::Day("2026-03-31")};
      },
      WithAuthority({"hana"},
                    {{Reason::kKeyNotSigned, Bring<KeyAdd>("hana", "log")},
                     {Reason::kKeyReserved, Bring<KeyAdd>("hana", "bakery")},
                     {Reason::kKeyInUse, Bring<KeyAdd>("hana", "watch")},
                     {Reason::kLimitInvalid,
                      [](Walk& walk) { walk.As<KeyAdd>().kinds = {Reference{"payment.pay"}}; }},
                     {Reason::kPeriodInvalid,
                      [](Walk& walk) { walk.As<KeyAdd>().until = Town::Day("2026-04-01"); }}}));
}

Chain RevokeKey() {
  return ByAuthority(
      "key.revoke", [](Walk& walk) { return KeyRevoke{walk.town.Key("bakery").public_key()}; },
      WithAuthority(
          {"hana"},
          {{Reason::kKeyNotOnAccount,
            [](Walk& walk) { walk.As<KeyRevoke>().key = walk.town.Key("hana").public_key(); }},
           {Reason::kKeyLast, [](Walk& walk) {
              walk.town.Do("hana", KeyAdd{walk.town.Key("watch").public_key(), {}, {}, {}, {}});
            }}}));
}

Chain CreatePost() {
  return ByAuthority(
      "post.create",
      [](Walk&) { return PostCreate{Town::Name("cashier"), {Role::kAdministrator}}; },
      WithAuthority(kAdministrators, {{Reason::kNameTaken, [](Walk& walk) {
                                         walk.As<PostCreate>().post = Town::Name("evaluator");
                                       }}}));
}

Chain Appoint() {
  const auto holder = [](const char* label) -> Fix {
    return [label](Walk& walk) { walk.As<PostAppoint>().holder = walk.town.Account(label); };
  };
  return ByAuthority(
      "post.appoint",
      [](Walk& walk) {
        return PostAppoint{Town::Name("none"), walk.town.Account("deputy"), Town::Day("2026-05-02"),
                           Town::Day("2026-05-01")};
      },
      WithAuthority(kAdministrators,
                    {{Reason::kSignerBenefits, holder("bakery")},
                     {Reason::kPostUnknown,
                      [](Walk& walk) { walk.As<PostAppoint>().post = Town::Name("cashier"); }},
                     {Reason::kHolderUnknown, holder("cashier")},
                     {Reason::kAppointmentOverlaps, holder("witness")},
                     {Reason::kPeriodInvalid, [](Walk& walk) {
                        walk.As<PostAppoint>().until = Town::Day("2026-05-02");
                      }}}));
}

Chain Dismiss() {
  return ByAuthority(
      "post.dismiss",
      [](Walk& walk) {
        const Code post = Town::Name("administrator");
        walk.town.Do("mayor", PostDismiss{post, walk.town.Account("clerk")}, {"deputy"});
        return PostDismiss{Town::Name("none"), walk.town.Account("clerk")};
      },
      WithAuthority(
          kAdministrators,
          {{Reason::kPostUnknown,
            [](Walk& walk) { walk.As<PostDismiss>().post = Town::Name("administrator"); }},
           {Reason::kAppointmentUnknown,
            [](Walk& walk) { walk.As<PostDismiss>().holder = walk.town.Account("deputy"); }},
           {Reason::kQuorumWouldBeLost, [](Walk& walk) {
              walk.payload = PostDismiss{Town::Name("cashier"), walk.town.Account("cashier")};
            }}}));
}

Chain CreateCurrency() {
  return ByAuthority(
      "currency.create",
      [](Walk&) {
        return CurrencyCreate{Town::Currency(), *MunicipalityCode::Parse("372013"), 121, {}, {}};
      },
      WithAuthority(
          kAdministrators,
          {{Reason::kNameTaken,
            [](Walk& walk) { walk.As<CurrencyCreate>().currency = CurrencyCode{"SHIO"}; }},
           {Reason::kPeriodInvalid,
            [](Walk& walk) { walk.As<CurrencyCreate>().paid_months = 120; }}}));
}

Chain CreateProgramme() {
  return ByAuthority(
      "programme.create",
      [](Walk&) {
        ProgrammeCreate create;
        create.programme = Town::Name(Town::kProgramme);
        create.currency = CurrencyCode{"NONE"};
        create.fiscal_year = 2025;
        create.starts_on = create.ends_on = create.expires_on = Town::Day("2026-04-01");
        create.caps = {{Period::kDay, Town::Points(1)}, {Period::kDay, Town::Points(2)}};
        return create;
      },
      WithAuthority(
          {"planner-1", {"planner-2"}, "bakery", true},
          {{Reason::kCurrencyUnknown,
            [](Walk& walk) { walk.As<ProgrammeCreate>().currency = Town::Currency(); }},
           {Reason::kNameTaken,
            [](Walk& walk) { walk.As<ProgrammeCreate>().programme = Town::Name("welcome"); }},
           {Reason::kLimitInvalid, [](Walk& walk) { walk.As<ProgrammeCreate>().caps.pop_back(); }},
           {Reason::kPeriodInvalid,
            [](Walk& walk) { walk.As<ProgrammeCreate>().fiscal_year = 2026; }}}));
}

}  // namespace

std::vector<Chain> OfficeChains() {
  return {Rules(),   Advance(),          AdvanceOfRealClock(), Sweep(),
          Open(),    OpenEnrolledShop(), OpenOwnAccount(),     OpenOwnAccountWithATakenKey(),
          Enrol(),   AddKey(),           RevokeKey(),          CreatePost(),
          Appoint(), Dismiss(),          CreateCurrency(),     CreateProgramme()};
}

}  // namespace enishi::testing
