#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/auth/sessions.h"
#include "api/http/message.h"
#include "api/routes/listings.h"
#include "ledger/service/ledger_service.h"

namespace enishi {

/// What all routes share. Lives as long as the server; for any number of threads.
struct Desk {
  LedgerService& service;
  Sessions sessions;
  Listings listings;
  std::function<Timestamp()> wall_clock;  // only for the ends of challenges and sessions, as told
};

/// Whose session a request came with, and what the account may do at this moment.
struct Caller {
  AccountId account;
  std::vector<Role> roles;

  [[nodiscard]] bool Has(Role role) const;
};

/// A request that has found its route.
struct Call {
  const Request& request;
  std::vector<std::string> parameters;  // what stood at the {…} of the pattern, in order
  std::optional<Caller> caller;         // nothing without a session
};

// Every handler answers from committed state, or with a problem.

/// The answer is given after the commit of whatever it depends on.
void PostInstructions(Desk& desk, const Call& call, Reply reply);

Response PostChallenge(Desk& desk, const Call& call);
Response PostSession(Desk& desk, const Call& call);

Response GetLedger(Desk& desk, const Call& call);
Response GetCheckpoint(Desk& desk, const Call& call);
Response GetTile(Desk& desk, const Call& call);
Response GetEntryBundle(Desk& desk, const Call& call);
Response GetConsistency(Desk& desk, const Call& call);
Response GetEntry(Desk& desk, const Call& call);
Response GetReceipt(Desk& desk, const Call& call);
Response GetHealth(Desk& desk, const Call& call);

Response GetCurrencies(Desk& desk, const Call& call);
Response GetCurrency(Desk& desk, const Call& call);
Response GetProgrammes(Desk& desk, const Call& call);
Response GetPosts(Desk& desk, const Call& call);
Response GetShops(Desk& desk, const Call& call);
Response GetActivities(Desk& desk, const Call& call);

Response GetAccount(Desk& desk, const Call& call);
Response GetLots(Desk& desk, const Call& call);
Response GetHistory(Desk& desk, const Call& call);
Response GetAcceptedId(Desk& desk, const Call& call);

/// An answer of 200 with that JSON.
Response JsonResponse(const Json& json, int status = 200);

}  // namespace enishi
