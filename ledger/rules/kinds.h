#pragma once

#include "ledger/rules/kinds/account.h"
#include "ledger/rules/kinds/activity.h"
#include "ledger/rules/kinds/charge.h"
#include "ledger/rules/kinds/code.h"
#include "ledger/rules/kinds/currency.h"
#include "ledger/rules/kinds/expiry.h"
#include "ledger/rules/kinds/key.h"
#include "ledger/rules/kinds/ledger.h"
#include "ledger/rules/kinds/participation.h"
#include "ledger/rules/kinds/payment.h"
#include "ledger/rules/kinds/post.h"
#include "ledger/rules/kinds/programme.h"

// The rules of every kind, one header and source per family. Each kind has three overloads, which
// rule_sets.cc and prefetch.cc call for every alternative of Payload, so that a kind without one of
// them does not compile:
//
//   Authority AuthorityOf(const RuleInput&, const Kind&);     who must sign
//   void AddRows(RowKeys&, const Header&, const Kind&);       rows to fetch before the rule runs
//   Checked<Outcome> Rule(const RuleInput&, const Kind&);     what it does, or why not
//
// A rule is called after the authority was checked.
