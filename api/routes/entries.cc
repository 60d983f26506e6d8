#include "api/routes/entries.h"

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "api/routes/parameters.h"
#include "ledger/instruction/codec.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/query/entry_access.h"

namespace enishi {
namespace {

// An entry that the caller may read.
struct Entry {
  uint64_t index = 0;
  StoredEntry stored;
  DecodedEntry decoded;
};

// The size of the tree that a published head signs; 0 before the first.
uint64_t HeadSizeOf(const std::string& note) {
  const auto parsed = ParseNote(note);
  if (!parsed) return 0;
  const auto checkpoint = ParseCheckpoint(parsed->text);
  return checkpoint ? checkpoint->size : 0;
}

// Reads the entry that the path names, or returns the problem to answer with.
Result<Entry, Response> ReadEntry(const ApiContext& context, const Call& call) {
  const auto index = ReadNumber(call.parameters.at(0));
  if (!index) return ProblemResponse(Problem::kBadRequest, "the index must be an integer");
  const Log& log = context.service.log();
  if (*index >= log.size()) return ProblemResponse(Problem::kNotFound);
  auto stored = log.Read(*index);
  if (!stored) return ProblemResponse(Problem::kInternalError, "the entry could not be read");
  auto decoded = DecodeEntry(stored->leaf, stored->outcome);
  if (!decoded) return ProblemResponse(Problem::kInternalError, "the entry is damaged");
  const Caller& caller = *call.caller;
  if (!caller.Has(Role::kAuditor) && !Concerns(*decoded, caller.account)) {
    return ProblemResponse(Problem::kForbidden);
  }
  return Entry{*index, *std::move(stored), *std::move(decoded)};
}

Json InstructionJson(const Instruction& instruction) {
  JsonArray signatures;
  for (const SignedBy& by : instruction.signatures) {
    signatures.push_back(Json::object({{"key", FieldType<PublicKey>::ToJson(by.key)},
                                       {"signature", Base64Encode(AsView(by.signature.bytes))}}));
  }
  return Json::object({{"body", instruction.body}, {"signatures", std::move(signatures)}});
}

}  // namespace

Response GetEntry(ApiContext& context, const Call& call) {
  const auto entry = ReadEntry(context, call);
  if (!entry) return entry.error();
  return PrivateJsonResponse(
      Json::object({{"index", entry->index},
                    {"committed_at", entry->decoded.committed_at.ms},
                    {"leaf", Base64Encode(entry->stored.leaf)},
                    {"instruction", InstructionJson(entry->decoded.instruction)},
                    {"outcome", OutcomeJson(entry->decoded.outcome)}}));
}

Response GetReceipt(ApiContext& context, const Call& call) {
  const auto entry = ReadEntry(context, call);
  if (!entry) return entry.error();
  // Read once, so that the proof and the checkpoint are of the same size.
  const std::string checkpoint = context.service.checkpoint();
  const uint64_t size = HeadSizeOf(checkpoint);
  if (size <= entry->index) return ProblemResponse(Problem::kNotYetPublished);
  const auto proof = context.service.Inclusion(entry->index, size);
  if (!proof) return ProblemResponse(Problem::kNotYetPublished);
  return PrivateJsonResponse(Json::object({{"index", entry->index},
                                           {"leaf", Base64Encode(entry->stored.leaf)},
                                           {"outcome_bytes", Base64Encode(entry->stored.outcome)},
                                           {"outcome", OutcomeJson(entry->decoded.outcome)},
                                           {"proof", FieldType<std::vector<Hash>>::ToJson(*proof)},
                                           {"checkpoint", checkpoint}}));
}

}  // namespace enishi
