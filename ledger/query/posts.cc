#include "ledger/query/posts.h"

#include <map>
#include <utility>

namespace enishi {

BoundedList<PostSummary> ListPosts(const View& view, size_t count_max) {
  std::map<Code, std::vector<PostHolder>> holders;
  ForEachRow<AppointmentRow>(view, "",
                             [&](const AppointmentRow::Key& key, const AppointmentRow& row) {
                               holders[key.post].push_back({key.holder, row});
                               return true;
                             });
  return ListRows<PostRow, PostSummary>(
      view, count_max, [&](const PostRow::Key& key, const PostRow& row) {
        return PostSummary{key.post, row, std::move(holders[key.post])};
      });
}

}  // namespace enishi
