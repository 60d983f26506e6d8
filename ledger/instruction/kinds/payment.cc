#include "ledger/instruction/kinds/payment.h"

#include "ledger/instruction/codec.h"

namespace enishi {

template struct Codec<PaymentPay>;
template struct Codec<PaymentCapture>;

}  // namespace enishi
