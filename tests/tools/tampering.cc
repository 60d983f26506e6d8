#include "tests/tools/tampering.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <random>
#include <string_view>
#include <utility>

#include "ledger/base/amount.h"
#include "ledger/base/json.h"
#include "ledger/instruction/instruction.h"
#include "ledger/instruction/leaf.h"
#include "ledger/merkle/tree.h"
#include "ledger/rules/apply.h"
#include "ledger/rules/state/outcome.h"

namespace enishi {
namespace {

struct Entry {
  Leaf leaf;
  Instruction instruction;
};

Parsed<Entry> ReadEntry(const std::string& bytes) {
  auto leaf = DecodeLeaf(bytes);
  if (!leaf) return leaf.error();
  auto instruction = ReadBody(leaf->body, leaf->signatures);
  if (!instruction) return FormatError{"an entry has no instruction that can be read"};
  return Entry{*std::move(leaf), *std::move(instruction)};
}

bool IsPayment(const Instruction& instruction) {
  return std::holds_alternative<PaymentPay>(instruction.payload) ||
         std::holds_alternative<PaymentCapture>(instruction.payload);
}

// The body with its amount lowered by one, or raised from 1 to 2.
Parsed<std::string> WithOtherAmount(const std::string& body) {
  auto json = ParseJson(body);
  if (!json) return json.error();
  if (!json->is_object()) return FormatError{"the body is not an object"};
  for (auto& [name, value] : json->items()) {
    const int64_t* amount = AsInteger(value);
    if (name != "amount" || amount == nullptr) continue;
    value = Json(*amount > 1 ? *amount - 1 : *amount + 1);
    return Dump(*json);
  }
  return FormatError{"the entry has no amount"};
}

Parsed<uint64_t> ChoosePayment(const TamperChoice& choice, const std::vector<std::string>& leaves) {
  std::vector<uint64_t> payments;
  for (uint64_t i = 0; i < leaves.size(); ++i) {
    const auto entry = ReadEntry(leaves[i]);
    if (!entry) return entry.error();
    if (IsPayment(entry->instruction)) payments.push_back(i);
  }
  if (choice.entry) {
    if (std::binary_search(payments.begin(), payments.end(), *choice.entry)) return *choice.entry;
    return FormatError{"the entry chosen is no payment"};
  }
  if (payments.empty()) return FormatError{"the log has no payment"};
  return payments[std::mt19937_64(choice.seed)() % payments.size()];
}

}  // namespace

Parsed<uint64_t> FlipBit(const TamperChoice& choice, std::vector<std::string>& leaves) {
  std::mt19937_64 random(choice.seed);
  if (leaves.empty()) return FormatError{"the log is empty"};
  const uint64_t entry = choice.entry.value_or(random() % leaves.size());
  if (entry >= leaves.size()) return FormatError{"the log has no entry of that number"};
  std::string& leaf = leaves[entry];
  if (leaf.empty()) return FormatError{"the entry chosen has no bytes"};
  char& byte = leaf[random() % leaf.size()];
  byte = static_cast<char>(static_cast<uint8_t>(byte) ^ (1U << (random() % 8)));
  return entry;
}

Parsed<uint64_t> ChangeAmount(const TamperChoice& choice, std::vector<std::string>& leaves) {
  const auto changed = ChoosePayment(choice, leaves);
  if (!changed) return changed.error();
  const EmptyView nothing;
  Overlay state(nothing);
  const Hash ledger = LeafHash(leaves.front());
  for (uint64_t i = 0; i < leaves.size(); ++i) {
    auto entry = ReadEntry(leaves[i]);
    if (!entry) return entry.error();
    auto& [leaf, instruction] = *entry;
    if (i == *changed) {
      auto body = WithOtherAmount(leaf.body);
      if (!body) return body.error();
      leaf.body = *std::move(body);
      auto reread = ReadBody(leaf.body, leaf.signatures);
      if (!reread) return FormatError{"the changed entry has no instruction that can be read"};
      instruction = *std::move(reread);
    }
    const Context context{state, i == 0 ? Hash{} : ledger, leaf.committed_at};
    if (const auto outcome = Apply(context, instruction)) {
      leaf.outcome_hash = Sha256({EncodeOutcome(*outcome)});
      Fold(state, i, instruction.header, *outcome);
    } else if (i < *changed) {
      return FormatError{"the rules refuse entry " + std::to_string(i) + " of the log as it is"};
    }
    if (i >= *changed) leaves[i] = EncodeLeaf(leaf);
  }
  return *changed;
}

}  // namespace enishi
