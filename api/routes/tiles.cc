#include "api/routes/tiles.h"

#include "api/http/problems.h"
#include "api/routes/json_response.h"
#include "ledger/merkle/tile.h"

namespace enishi {
namespace {

constexpr std::string_view kCacheFull = "public, max-age=31536000, immutable";
constexpr std::string_view kCachePartial = "public, max-age=300";

Response BytesResponse(std::string bytes, std::string_view cache_control) {
  Response response{200, "application/octet-stream", std::move(bytes)};
  response.headers.emplace_back("Cache-Control", cache_control);
  return response;
}

}  // namespace

Response GetTile(ApiContext& context, const Call& call) {
  const auto tile = ParseTilePath("tile/" + call.parameters.at(0));
  if (!tile || !TileIsWithin(*tile, context.service.counters().head_size)) {
    return ProblemResponse(Problem::kNotFound);
  }
  auto hashes = context.service.Tile(tile->level, tile->number, tile->width);
  const size_t size = tile->width * sizeof(Hash);
  if (!hashes || hashes->size() < size) return ProblemResponse(Problem::kNotFound);
  // A partial tile is a prefix of every wider one.
  hashes->resize(size);
  return BytesResponse(*std::move(hashes), tile->width == kTileWidth ? kCacheFull : kCachePartial);
}

Response GetEntryBundle(ApiContext& context, const Call& call) {
  const auto id = ParseBundlePath("tile/entries/" + call.parameters.at(0));
  if (!id || !TileIsWithin({0, id->number, id->width}, context.service.counters().head_size)) {
    return ProblemResponse(Problem::kNotFound);
  }
  std::string bundle;
  const auto read = context.service.log().ReadRange(id->number * kTileWidth, id->width,
                                                    [&](uint64_t, const StoredEntry& entry) {
                                                      AppendToBundle(bundle, entry.leaf);
                                                      return true;
                                                    });
  if (!read) return ProblemResponse(Problem::kInternalError, "entries could not be read");
  return BytesResponse(std::move(bundle), kCachePrivate);
}

}  // namespace enishi
