#include "wallet-cli/commands/number_option.h"

#include "ledger/messages/wallet.h"
#include "wallet-cli/plan/fields.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {

Tried<int64_t> NumberFrom(const std::string& option, std::string_view text, NumberRange range) {
  const auto number = WholeNumberFromText(text);
  if (!number || *number < range.min || *number > range.max) {
    return Usage(
        Fill(texts::kOptionRange, option, GroupThousands(range.min), GroupThousands(range.max)));
  }
  return *number;
}

Tried<uint64_t> LimitFrom(const Arguments& arguments) {
  const auto limit = NumberFrom("--limit", arguments.GetOr("--limit", "20"), {1, 100'000});
  if (!limit) return limit.error();
  return static_cast<uint64_t>(*limit);
}

Tried<Amount> AmountFrom(std::string_view text) {
  const auto number = WholeNumberFromText(text);
  const auto amount = number ? Amount::From(*number) : std::nullopt;
  if (!amount) return Usage(texts::kAmountNotWhole);
  return *amount;
}

}  // namespace enishi
