#pragma once

#include <array>
#include <string_view>
#include <tuple>

#include "ledger/rules/state/row.h"

// Payment codes that were captured or cancelled.

namespace enishi {

/// The random bytes of a payment code. JSON's integers cannot hold all of their values.
struct CodeNonce {
  std::array<uint8_t, 8> bytes{};
};
template <>
struct FieldType<CodeNonce> {
  static Json ToJson(const CodeNonce& value);
  static void Put(std::string& out, const CodeNonce& value);
  static bool Get(ByteReader& in, CodeNonce& value);
};

/// A payment code that was captured or cancelled.
struct UsedCodeRow {
  static constexpr char kTable = 'x';
  static constexpr std::string_view kName = "used_code";
  struct Key {
    AccountId payer;
    CodeNonce nonce;
    static constexpr auto Fields() {
      return std::tuple{Field{"payer", &Key::payer}, Field{"nonce", &Key::nonce}};
    }
  };
  Timestamp valid_until;
  static constexpr auto Fields() {
    return std::tuple{Field{"valid_until", &UsedCodeRow::valid_until}};
  }
};

}  // namespace enishi
