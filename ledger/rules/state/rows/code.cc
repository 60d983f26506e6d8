#include "ledger/rules/state/rows/code.h"

#include <nlohmann/json.hpp>

#include "ledger/rules/state/row_codec.h"

namespace enishi {

Json FieldType<CodeNonce>::ToJson(const CodeNonce& value) { return HexEncode(AsView(value.bytes)); }
void FieldType<CodeNonce>::Put(std::string& out, const CodeNonce& value) {
  PutBytes(out, value.bytes);
}
bool FieldType<CodeNonce>::Get(ByteReader& in, CodeNonce& value) { return in.Read(value.bytes); }

template struct RowCodec<UsedCodeRow>;

}  // namespace enishi
