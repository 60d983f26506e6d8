#pragma once

#include <vector>

#include "ledger/query/bounded_list.h"
#include "ledger/rules/state/rows.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// The latest appointment of an account to a post, in force or not.
struct PostHolder {
  AccountId account;
  AppointmentRow appointment;
};

struct PostSummary {
  Code post;
  PostRow row;
  std::vector<PostHolder> holders;  // in the order of their accounts
};

/// All posts in the order of the table.
BoundedList<PostSummary> ListPosts(const View& view, size_t count_max = kListedMax);

}  // namespace enishi
