#include "ledger/instruction/instruction.h"

#include <algorithm>
#include <utility>

namespace enishi {
namespace {

constexpr std::string_view kKindField = "kind";

Rejection Malformed(Reason reason, std::string detail) { return {reason, "", std::move(detail)}; }

// The version and the kind decide which fields there must be, so they are read first.
Checked<Payload> KindOf(const Json& body) {
  if (body.AsObject() == nullptr) return Malformed(Reason::kBodyMalformed, "not an object");
  const Json* version = body.Find("v");
  const Json* kind = body.Find(kKindField);
  if (version != nullptr && *version != Json(uint64_t{kBodyVersion})) {
    return Rejection{Reason::kVersionUnknown, "/v"};
  }
  auto payload = kind == nullptr || kind->AsString() == nullptr ? std::nullopt
                                                                : EmptyPayload(*kind->AsString());
  if (kind != nullptr && !payload) return Rejection{Reason::kKindUnknown, "/kind"};
  if (version == nullptr) return Rejection{Reason::kFieldMissing, "/v"};
  if (kind == nullptr) return Rejection{Reason::kFieldMissing, "/kind"};
  return *std::move(payload);
}

template <HasFields P>
Checked<Payload> ReadPayload(const Json& body, const P& /*kind*/) {
  if (auto missing = MissingField<P>(body)) return *std::move(missing);
  for (const auto& [name, value] : *body.AsObject()) {
    if (name != kKindField && !HasField<Header>(name) && !HasField<P>(name)) {
      return Rejection{Reason::kFieldUnknown, "", "a name that this kind does not have"};
    }
  }
  auto payload = ReadFields<P>(body);
  if (!payload) return payload.error();
  return Payload(*std::move(payload));
}

Checked<std::vector<SignedBy>> ReadSignatures(const Json& list) {
  const Json::Array* array = list.AsArray();
  if (array == nullptr || array->size() > kSignaturesMax) {
    return Malformed(Reason::kEnvelopeMalformed, "signatures is no list of at most 16");
  }
  std::vector<SignedBy> signatures;
  for (const Json& element : *array) {
    const Json* key = element.Find("key");
    const Json* text = element.Find("signature");
    if (key == nullptr || text == nullptr || element.AsObject()->size() != 2 ||
        text->AsString() == nullptr) {
      return Malformed(Reason::kEnvelopeMalformed, "a signature has a key and a signature");
    }
    const auto read_key = FieldType<PublicKey>::FromJson(*key);
    const auto bytes = Base64Decode(*text->AsString());
    SignedBy by;
    if (!read_key || !bytes || bytes->size() != by.signature.bytes.size()) {
      return Malformed(Reason::kEnvelopeMalformed, "a key or signature of the wrong form");
    }
    by.key = *read_key;
    std::copy(bytes->begin(), bytes->end(), by.signature.bytes.begin());
    signatures.push_back(by);
  }
  return signatures;
}

}  // namespace

std::string WriteBody(const Header& header, const Payload& payload) {
  Json body = Json::Object{};
  WriteFields(header, body);
  body.Set(std::string(kKindField), KindName(payload));
  std::visit([&](const auto& kind) { WriteFields(kind, body); }, payload);
  return body.Dump();
}

Checked<Instruction> ReadBody(std::string body, std::vector<SignedBy> signatures) {
  if (body.size() > kBodyBytesMax) return Rejection{Reason::kBodyTooLarge};
  const auto json = Json::Parse(body);
  if (!json) return Malformed(Reason::kBodyMalformed, json.error().message);
  auto kind = KindOf(*json);
  if (!kind) return kind.error();
  if (auto missing = MissingField<Header>(*json)) return *std::move(missing);
  auto payload = std::visit([&](const auto& empty) { return ReadPayload(*json, empty); }, *kind);
  if (!payload) return payload.error();
  auto header = ReadFields<Header>(*json);
  if (!header) return header.error();
  return Instruction{*std::move(header), *std::move(payload), std::move(body),
                     std::move(signatures)};
}

Checked<Instruction> ReadEnvelope(std::string_view text) {
  if (text.size() > kEnvelopeBytesMax) return Rejection{Reason::kBodyTooLarge};
  const auto json = Json::Parse(text);
  if (!json) return Malformed(Reason::kEnvelopeMalformed, json.error().message);
  const Json* body = json->Find("body");
  const Json* signatures = json->Find("signatures");
  if (body == nullptr || signatures == nullptr || json->AsObject()->size() != 2 ||
      body->AsString() == nullptr) {
    return Malformed(Reason::kEnvelopeMalformed, "an envelope has a body, a text, and signatures");
  }
  auto read = ReadSignatures(*signatures);
  if (!read) return read.error();
  return ReadBody(*body->AsString(), *std::move(read));
}

std::string WriteEnvelope(const std::string& body, const std::vector<SignedBy>& signatures) {
  Json::Array list;
  for (const SignedBy& by : signatures) {
    list.push_back(Json::Object{{"key", Base64Encode(AsView(by.key.bytes))},
                                {"signature", Base64Encode(AsView(by.signature.bytes))}});
  }
  return Json(Json::Object{{"body", body}, {"signatures", std::move(list)}}).Dump();
}

Instruction Sign(const Header& header, const Payload& payload,
                 const std::vector<const SigningKey*>& keys) {
  Instruction instruction{header, payload, WriteBody(header, payload), {}};
  for (const SigningKey* key : keys) {
    instruction.signatures.push_back(
        {key->public_key(), key->Sign(Domain::kInstruction, instruction.body)});
  }
  return instruction;
}

std::optional<Rejection> VerifySignatures(const Instruction& instruction) {
  const auto& signatures = instruction.signatures;
  if (signatures.empty()) return Rejection{Reason::kSignatureMissing};
  for (auto at = signatures.begin(); at != signatures.end(); ++at) {
    const auto same_key = [&](const SignedBy& other) { return other.key == at->key; };
    if (std::any_of(signatures.begin(), at, same_key)) {
      return Rejection{Reason::kSignatureDuplicate};
    }
  }
  for (const SignedBy& by : signatures) {
    if (!Verify(by.key, Domain::kInstruction, instruction.body, by.signature)) {
      return Rejection{Reason::kSignatureInvalid};
    }
  }
  if (!CodeIsSigned(instruction.payload)) return Rejection{Reason::kCodeSignatureInvalid, "/code"};
  return std::nullopt;
}

Json BodySchema(const Payload& payload) {
  Json properties = Json::Object{};
  Json required = Json::Array{};
  AddSchema<Header>(properties, required);
  properties.Set(std::string(kKindField), Json::Object{{"const", KindName(payload)}});
  required.Push(kKindField);
  std::visit(
      [&](const auto& kind) { AddSchema<std::decay_t<decltype(kind)>>(properties, required); },
      payload);
  return Json::Object{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                      {"title", KindName(payload)},
                      {"type", "object"},
                      {"additionalProperties", false},
                      {"properties", std::move(properties)},
                      {"required", std::move(required)}};
}

}  // namespace enishi
