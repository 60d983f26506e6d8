#include "wallet-cli/export/activity_data.h"

namespace enishi {

ActivityData::ActivityData() {
  for (const char* title : {"entry", "time", "kind", "person", "counterparty", "activity",
                            "programme", "currency", "paid", "bonus", "by_code"}) {
    writer_.Text(title);
  }
  writer_.EndRow();
}

void ActivityData::Add(const Fact& fact) {
  ++rows_;
  writer_.Number(static_cast<int64_t>(fact.index))
      .Text(FormatTokyo(fact.at))
      .Text(EnumName(fact.kind))
      .Text(fact.person.ToString())
      .Text(fact.counterparty ? fact.counterparty->ToString() : "")
      .Text(fact.activity ? fact.activity->text : "")
      .Text(fact.programme ? fact.programme->text : "")
      .Text(fact.currency ? fact.currency->text : "")
      .Number(fact.paid.minor())
      .Number(fact.bonus.minor())
      .Number(fact.by_code ? 1 : 0)
      .EndRow();
}

}  // namespace enishi
