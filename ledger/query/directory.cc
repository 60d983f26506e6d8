#include "ledger/query/directory.h"

#include "ledger/rules/state/rows.h"

namespace enishi {

Directory ScanDirectory(const View& view) {
  Directory directory;
  ForEachRow<AccountRow>(view, "", [&](const AccountRow::Key& key, const AccountRow& row) {
    if (row.kind == AccountKind::kShop) directory.shops.push_back(key.account);
    if (row.kind == AccountKind::kParticipant) ++directory.participants;
    return true;
  });
  ForEachRow<ActivityRow>(view, "", [&](const ActivityRow::Key& key, const ActivityRow& /*row*/) {
    directory.activities.push_back(key.activity);
    return true;
  });
  return directory;
}

}  // namespace enishi
