#include "api/routes/posts.h"

#include "api/routes/json_response.h"
#include "ledger/instruction/codec.h"
#include "ledger/query/posts.h"

namespace enishi {
namespace {

Json PostJson(const PostSummary& post) {
  JsonArray holders;
  for (const PostHolder& held : post.holders) {
    Json holder = Json::object({{"account", held.account.ToString()}});
    WriteFields(held.appointment, holder);
    holders.push_back(std::move(holder));
  }
  Json json = RowJson<PostRow>({post.post}, post.row);
  json["holders"] = std::move(holders);
  return json;
}

}  // namespace

Response GetPosts(ApiContext& context, const Call& /*call*/) {
  BoundedList<PostSummary> posts;
  context.service.Read([&](const View& view) { posts = ListPosts(view); });
  return ListResponse("posts", posts, PostJson);
}

}  // namespace enishi
