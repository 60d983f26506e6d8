#include <algorithm>

#include "api/http/problems.h"
#include "api/routes/context.h"
#include "ledger/codes/session_message.h"
#include "ledger/rules/apply.h"

// Opening a session: a challenge, signed by a key of the account, gives a short-lived token.

namespace enishi {
namespace {

constexpr size_t kLoginBytesMax = 4096;
constexpr size_t kChallengeTextMax = 64;

// The members of a small JSON object that is known to have exactly these, all of them texts.
struct Texts {
  Json json;
  [[nodiscard]] std::string Get(std::string_view name) const { return json.Text(name); }
};

Result<Texts, Response> ReadTexts(const Request& request,
                                  std::initializer_list<std::string_view> names) {
  if (request.body.size() > kLoginBytesMax) return ProblemResponse(Problem::kTooLarge);
  auto json = Json::Parse(request.body);
  if (!json || json->AsObject() == nullptr || json->AsObject()->size() != names.size()) {
    return ProblemResponse(Problem::kBadRequest, "not a JSON object with the members it needs");
  }
  for (const std::string_view name : names) {
    const Json* member = json->Find(name);
    if (member == nullptr || member->AsString() == nullptr) {
      return ProblemResponse(Problem::kBadRequest, std::string(name) + " is no text or missing");
    }
  }
  return Texts{*std::move(json)};
}

Parsed<Signature> ReadSignature(std::string_view text) {
  const auto bytes = Base64Decode(text);
  Signature signature;
  if (!bytes || bytes->size() != signature.bytes.size()) {
    return FormatError{"a signature is 64 bytes in base64"};
  }
  std::copy(bytes->begin(), bytes->end(), signature.bytes.begin());
  return signature;
}

}  // namespace

Response PostChallenge(Desk& desk, const Call& call) {
  const auto texts = ReadTexts(call.request, {"account"});
  if (!texts) return texts.error();
  const auto account = AccountId::Parse(texts->Get("account"));
  if (!account) return ProblemResponse(Problem::kBadRequest, "account is no account id");
  const uint64_t ends_at = desk.wall_clock().ms + desk.sessions.options().challenge_ms;
  return JsonResponse(
      Json::Object{{"challenge", desk.sessions.NewChallenge(*account)}, {"expires_at", ends_at}},
      201);
}

Response PostSession(Desk& desk, const Call& call) {
  const auto texts = ReadTexts(call.request, {"account", "key", "challenge", "signature"});
  if (!texts) return texts.error();
  const auto account = AccountId::Parse(texts->Get("account"));
  const auto key = FieldType<PublicKey>::FromJson(texts->Get("key"));
  const auto signature = ReadSignature(texts->Get("signature"));
  const std::string challenge = texts->Get("challenge");
  if (!account || !key || !signature || challenge.size() > kChallengeTextMax) {
    return ProblemResponse(Problem::kBadRequest, "a member does not have the form it needs");
  }
  // One answer for every reason: it does not say which accounts have which keys.
  const auto refused = [] {
    return ProblemResponse(Problem::kUnauthorized,
                           "the challenge is used or has ended, or the signature is not by a key "
                           "of the account");
  };
  if (!desk.sessions.TakeChallenge(challenge, *account)) return refused();
  bool known = false;
  std::vector<Role> roles;
  desk.service.Read([&](const View& view) {
    const Timestamp now = desk.service.now();
    const auto row = Find<KeyRow>(view, {*key});
    known = row && row->account == *account && !row->revoked_at &&
            (!row->until || now < row->until->End());
    if (known) roles = RolesOf(view, *account, now);
  });
  const auto ledger = desk.service.ledger();
  if (!known || !ledger ||
      !Verify(*key, Domain::kSession, SessionMessage(challenge, *account, *ledger), *signature)) {
    return refused();
  }
  const uint64_t ends_at = desk.wall_clock().ms + desk.sessions.options().session_ms;
  return JsonResponse(Json::Object{{"token", desk.sessions.Open({*account, *key})},
                                   {"roles", FieldType<std::vector<Role>>::ToJson(roles)},
                                   {"expires_at", ends_at}},
                      201);
}

}  // namespace enishi
