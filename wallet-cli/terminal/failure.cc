#include "wallet-cli/terminal/failure.h"

#include "ledger/messages/wallet.h"

namespace enishi {

Failure Within(const Bilingual& where, Failure failure) {
  failure.title = Fill(texts::kInField, where, failure.title);
  return failure;
}

}  // namespace enishi
