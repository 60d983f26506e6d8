#include "ledger/rules/state/outcome.h"

#include "ledger/instruction/codec.h"
#include "ledger/rules/state/rows.h"

namespace enishi {
namespace {

constexpr uint8_t kOutcomeVersion = 1;

template <class R>
bool DescribeAs(const RowChange& change, Json& out) {
  typename R::Key key;
  R row;
  if (!ReadRowKey<R>(change.key, key)) return false;
  if (change.value && !RowCodec<R>::GetRow(*change.value, row)) return false;
  out["row"] = R::kName;
  RowCodec<R>::Describe(key, change.value ? &row : nullptr, out);
  if (!change.value) out["gone"] = true;
  return true;
}

template <class... R>
Json Describe(const RowChange& change, RowList<R...> /*all*/) {
  Json out = Json::object();
  if (!(DescribeAs<R>(change, out) || ...)) out = Json::object({{"row", "unknown"}});
  return out;
}

}  // namespace

std::string EncodeOutcome(const Outcome& outcome) {
  CHECK(outcome.postings.size() <= kOutcomeCountMax && outcome.changes.size() <= kOutcomeCountMax);
  std::string bytes;
  PutInteger(bytes, kOutcomeVersion);
  FieldType<std::vector<Posting>>::Put(bytes, outcome.postings);
  PutInteger(bytes, static_cast<uint16_t>(outcome.changes.size()));
  for (const RowChange& change : outcome.changes) {
    CHECK(change.key.size() <= kRowKeyBytesMax);
    PutInteger(bytes, static_cast<uint16_t>(change.key.size()));
    bytes += change.key;
    FieldType<bool>::Put(bytes, change.value.has_value());
    if (!change.value) continue;
    PutInteger(bytes, static_cast<uint32_t>(change.value->size()));
    bytes += *change.value;
  }
  return bytes;
}

Parsed<Outcome> DecodeOutcome(std::string_view bytes) {
  const FormatError bad{"an outcome that is cut short, too long or of another version"};
  ByteReader in(bytes);
  Outcome outcome;
  uint8_t version = 0;
  uint16_t changes = 0;
  if (!in.Read(version) || version != kOutcomeVersion ||
      !FieldType<std::vector<Posting>>::Get(in, outcome.postings) || !in.Read(changes)) {
    return bad;
  }
  for (uint16_t i = 0; i < changes; ++i) {
    uint16_t key_bytes = 0;
    uint32_t value_bytes = 0;
    std::string_view key;
    std::string_view value;
    bool present = false;
    if (!in.Read(key_bytes) || !in.ReadBytes(key_bytes, key) ||
        !FieldType<bool>::Get(in, present)) {
      return bad;
    }
    RowChange& change = outcome.changes.emplace_back();
    change.key = key;
    if (!present) continue;
    if (!in.Read(value_bytes) || !in.ReadBytes(value_bytes, value)) return bad;
    change.value = value;
  }
  if (!in.AtEnd()) return bad;
  return outcome;
}

Json OutcomeJson(const Outcome& outcome) {
  Json changes = Json::array();
  for (const RowChange& change : outcome.changes) changes.push_back(Describe(change, AllRows{}));
  Json json;
  json["postings"] = FieldType<std::vector<Posting>>::ToJson(outcome.postings);
  json["changes"] = std::move(changes);
  return json;
}

}  // namespace enishi
