#pragma once

#include "ledger/instruction/kinds/post.h"
#include "ledger/rules/authority.h"
#include "ledger/rules/context.h"
#include "ledger/rules/row_keys.h"
#include "ledger/rules/state/outcome.h"

// The rules of post.create, post.appoint, post.dismiss; what the overloads are for is in
// ledger/rules/kinds.h.

namespace enishi {

Authority AuthorityOf(const RuleInput& in, const PostCreate& create);
void AddRows(RowKeys& keys, const Header& header, const PostCreate& create);
Checked<Outcome> Rule(const RuleInput& in, const PostCreate& create);

Authority AuthorityOf(const RuleInput& in, const PostAppoint& appoint);
void AddRows(RowKeys& keys, const Header& header, const PostAppoint& appoint);
Checked<Outcome> Rule(const RuleInput& in, const PostAppoint& appoint);

Authority AuthorityOf(const RuleInput& in, const PostDismiss& dismiss);
void AddRows(RowKeys& keys, const Header& header, const PostDismiss& dismiss);
Checked<Outcome> Rule(const RuleInput& in, const PostDismiss& dismiss);

}  // namespace enishi
