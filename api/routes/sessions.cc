#include "api/routes/sessions.h"

#include <algorithm>

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/codes/session_message.h"
#include "ledger/instruction/codec.h"

namespace enishi {
namespace {

constexpr size_t kLoginBytesMax = 4096;
constexpr size_t kChallengeTextMax = 64;

// A small JSON object that has exactly the expected members, all of them strings.
struct Texts {
  Json json;
  [[nodiscard]] std::string Get(std::string_view name) const { return TextOf(json, name); }
};

Result<Texts, Response> ReadTexts(const Request& request,
                                  std::initializer_list<std::string_view> names) {
  if (request.body.size() > kLoginBytesMax) return ProblemResponse(Problem::kTooLarge);
  auto json = ParseJson(request.body);
  if (!json || !json->is_object() || json->size() != names.size()) {
    return ProblemResponse(
        Problem::kBadRequest,
        "the body must be a JSON object with exactly the members of this request");
  }
  for (const std::string_view name : names) {
    const Json* member = Find(*json, name);
    if (member == nullptr || AsString(*member) == nullptr) {
      return ProblemResponse(Problem::kBadRequest,
                             std::string(name) + " is missing or not a string");
    }
  }
  return Texts{*std::move(json)};
}

Parsed<Signature> ReadSignature(std::string_view text) {
  const auto bytes = Base64Decode(text);
  Signature signature;
  if (!bytes || bytes->size() != signature.bytes.size()) {
    return FormatError{"a signature must be 64 bytes in base64"};
  }
  std::copy(bytes->begin(), bytes->end(), signature.bytes.begin());
  return signature;
}

}  // namespace

Response PostChallenge(ApiContext& context, const Call& call) {
  const auto texts = ReadTexts(call.request, {"account"});
  if (!texts) return texts.error();
  const auto account = ReadAccountId(texts->Get("account"));
  if (!account) return account.error();
  const uint64_t ends_at = context.wall_clock().ms + context.sessions.options().challenge_ms;
  return JsonResponse(Json::object({{"challenge", context.sessions.NewChallenge(*account)},
                                    {"expires_at", ends_at}}),
                      201);
}

Response PostSession(ApiContext& context, const Call& call) {
  const auto texts = ReadTexts(call.request, {"account", "key", "challenge", "signature"});
  if (!texts) return texts.error();
  const auto account = AccountId::Parse(texts->Get("account"));
  const auto key = ReadField<PublicKey>(texts->Get("key"));
  const auto signature = ReadSignature(texts->Get("signature"));
  const std::string challenge = texts->Get("challenge");
  if (!account || !key || !signature || challenge.size() > kChallengeTextMax) {
    return ProblemResponse(Problem::kBadRequest,
                           "account, key, challenge or signature is malformed");
  }
  // One answer for every cause, so that it does not reveal which keys an account has.
  const auto refused = [] {
    return ProblemResponse(Problem::kUnauthorized,
                           "the challenge was used or has expired, or the signature is not by a "
                           "live key of the account");
  };
  if (!context.sessions.TakeChallenge(challenge, *account)) return refused();
  std::optional<Caller> caller;
  context.service.Read([&](const View& view) {
    caller = CallerWithKey(view, *account, *key, context.service.now());
  });
  const auto ledger = context.service.ledger();
  if (!caller || !ledger ||
      !Verify(*key, Domain::kSession, SessionMessage(challenge, *account, *ledger), *signature)) {
    return refused();
  }
  const uint64_t ends_at = context.wall_clock().ms + context.sessions.options().session_ms;
  return JsonResponse(Json::object({{"token", context.sessions.Open({*account, *key})},
                                    {"roles", FieldType<std::vector<Role>>::ToJson(caller->roles)},
                                    {"expires_at", ends_at}}),
                      201);
}

}  // namespace enishi
