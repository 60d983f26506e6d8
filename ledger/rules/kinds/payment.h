#pragma once

#include "ledger/instruction/kinds/payment.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of payment.pay, payment.capture; what the overloads are for is in ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const PaymentPay& pay);
void AddRows(RowKeys& keys, const Header& header, const PaymentPay& pay);
Checked<Outcome> Rule(const RuleInput& in, const PaymentPay& pay);

Authority AuthorityOf(const RuleInput& in, const PaymentCapture& capture);
void AddRows(RowKeys& keys, const Header& header, const PaymentCapture& capture);
Checked<Outcome> Rule(const RuleInput& in, const PaymentCapture& capture);

}  // namespace enishi
