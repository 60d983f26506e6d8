#include "wallet-cli/client/head_keeper.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/instruction/codec.h"
#include "ledger/merkle/proof.h"
#include "ledger/messages/failures.h"
#include "ledger/messages/wallet.h"

namespace enishi {
namespace {

Failure Rewritten(std::string detail) {
  return {Exit::kRefused, "history_rewritten", texts::kHistoryRewritten, std::move(detail)};
}

Failure FileFailure(const std::filesystem::path& file, Bilingual what) {
  return {Exit::kRefused, "file", Fill(texts::kHeadFileUnusable, file.string()), std::move(what)};
}

Json ToJson(const SeenHead& head) {
  return Json::object({{"server", head.server},
                       {"verifier_key", head.verifier_key.Encode()},
                       {"ledger", HexEncode(AsView(head.ledger))},
                       {"size", head.size},
                       {"root", HexEncode(AsView(head.root))},
                       {"checkpoint", head.checkpoint}});
}

std::optional<SeenHead> FromJson(const Json& json) {
  SeenHead head;
  const auto key = VerifierKey::Parse(TextOf(json, "verifier_key"));
  const auto ledger = ReadField<Hash>(TextOf(json, "ledger"));
  const auto root = ReadField<Hash>(TextOf(json, "root"));
  const int64_t size = IntegerOf(json, "size", -1);
  if (!key || !ledger || !root || size < 0) return std::nullopt;
  return SeenHead{TextOf(json, "server"),      *key,  *ledger,
                  static_cast<uint64_t>(size), *root, TextOf(json, "checkpoint")};
}

bool SameLedger(const SeenHead& one, const SeenHead& other) {
  return one.server == other.server || one.verifier_key.name == other.verifier_key.name;
}

// Holds an exclusive lock on a file beside the head file while it lives.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file)
      : descriptor_(open((file.string() + ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600)) {
    held_ = descriptor_ >= 0 && flock(descriptor_, LOCK_EX) == 0;
  }
  ~FileLock() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  [[nodiscard]] bool held() const { return held_; }

 private:
  int descriptor_;
  bool held_ = false;
};

Tried<std::vector<Hash>> FetchProof(Client& client, uint64_t from, uint64_t to) {
  const auto json =
      client.Get("/v1/consistency?from=" + std::to_string(from) + "&to=" + std::to_string(to));
  if (!json) return json.error();
  const Json* list = Find(*json, "proof");
  if (list == nullptr) return MalformedAnswer("a consistency proof without hashes");
  auto proof = ReadField<std::vector<Hash>>(*list);
  if (!proof) return MalformedAnswer("proof: " + proof.error().message);
  return *std::move(proof);
}

// Whether such an answer tells nothing of the log.
bool SaysNothing(std::string_view code) {
  return code == "unreachable" || code == "ledger_read_only" || code == "stopping" ||
         code == "queue_full";
}

struct Head {
  uint64_t size = 0;
  Hash root{};
};

// Nothing where the larger head continues the smaller one, and otherwise why that is not shown.
std::optional<Failure> Connects(Head older, Head newer, Client& client) {
  if (older.size > newer.size) std::swap(older, newer);
  if (older.size == 0) return std::nullopt;
  std::vector<Hash> proof;
  if (older.size < newer.size) {
    auto fetched = FetchProof(client, older.size, newer.size);
    // No connection and a service that says "not now" prove nothing, and the head is not taken;
    // a server that answers without a proof is refused.
    if (!fetched && SaysNothing(fetched.error().code)) return fetched.error();
    if (!fetched) return Rewritten("no consistency proof: " + fetched.error().code);
    proof = *std::move(fetched);
  }
  if (VerifyConsistency({older.size, older.root, newer.size, newer.root}, proof)) {
    return std::nullopt;
  }
  return Rewritten("the head of size " + std::to_string(newer.size) +
                   " does not continue the one of size " + std::to_string(older.size));
}

}  // namespace

HeadKeeper::HeadKeeper(std::filesystem::path file, std::string server,
                       std::optional<VerifierKey> expected)
    : file_(std::move(file)), server_(std::move(server)), expected_(std::move(expected)) {}

Tried<std::vector<SeenHead>> HeadKeeper::Load() const {
  std::vector<SeenHead> heads;
  if (!std::filesystem::exists(file_)) return heads;
  std::ifstream in(file_, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  const auto json = ParseJson(text);
  const Json* list = json ? Find(*json, "heads") : nullptr;
  if (!in || list == nullptr || AsArray(*list) == nullptr) {
    return FileFailure(file_, texts::kNotAHeadFile);
  }
  for (const Json& element : *AsArray(*list)) {
    auto head = FromJson(element);
    if (!head) return FileFailure(file_, texts::kNotAHeadFile);
    heads.push_back(*std::move(head));
  }
  return heads;
}

Tried<Unit> HeadKeeper::Save(const SeenHead& head) const {
  const FileLock lock(file_);
  if (!lock.held()) return FileFailure(file_, texts::kCannotLock);
  auto heads = Load();
  if (!heads) return heads.error();
  bool found = false;
  for (SeenHead& kept : *heads) {
    if (kept.server != head.server) continue;
    found = true;
    // Another process may have seen more in the meantime.
    if (kept.size <= head.size) kept = head;
  }
  if (!found) heads->push_back(head);
  JsonArray list;
  for (const SeenHead& kept : *heads) list.push_back(ToJson(kept));
  const std::string text = Pretty(Json::object({{"heads", std::move(list)}}));
  const auto written = WriteDurableFile(file_, text, FileAccess::kOwner);
  if (!written) return FileFailure(file_, written.error().message);
  return Unit{};
}

// Finds what is recorded of this ledger, and refuses a server that changed its key or its ledger.
Tried<Unit> HeadKeeper::Identify(const LedgerInfo& info) {
  if (expected_ && *expected_ != info.verifier_key) {
    return Rewritten("the server's log key is not the one given with --verifier-key");
  }
  const auto heads = Load();
  if (!heads) return heads.error();
  seen_ = SeenHead{server_, info.verifier_key, info.ledger.value_or(Hash{}), 0, {}, ""};
  const SeenHead described = *seen_;
  for (const SeenHead& kept : *heads) {
    if (!SameLedger(kept, described)) continue;
    if (!info.ledger) return Rewritten("the server's ledger has no genesis any more");
    if (kept.verifier_key != info.verifier_key) return Rewritten("the log's key is another one");
    if (kept.ledger != *info.ledger) return Rewritten("the genesis is another one");
    if (kept.size >= seen_->size) seen_ = kept;
  }
  seen_->server = server_;
  return Unit{};
}

Tried<LedgerInfo> HeadKeeper::Check(Client& client) {
  auto info = client.Ledger();
  if (!info) return info.error();
  if (auto known = Identify(*info); !known) return known.error();
  if (!info->ledger) return info;
  auto note = client.GetBytes("/checkpoint");
  if (!note && note.error().code == "not_found") {
    // The first head follows the genesis within moments.
    if (seen_->size > 0) return Rewritten("the server shows no head any more");
    return info;
  }
  if (!note) return note.error();
  const auto head = OpenCheckpoint(*note, info->verifier_key);
  if (!head) return Rewritten("the head: " + std::string(Describe(head.error())));
  if (head->size < seen_->size) {
    return Rewritten("the log shrank from " + std::to_string(seen_->size) + " to " +
                     std::to_string(head->size) + " entries");
  }
  if (auto broken = Connects({seen_->size, seen_->root}, {head->size, head->root}, client)) {
    return *std::move(broken);
  }
  seen_->size = head->size;
  seen_->root = head->root;
  seen_->checkpoint = *std::move(note);
  if (auto saved = Save(*seen_); !saved) return saved.error();
  return info;
}

Tried<Checkpoint> HeadKeeper::CheckNote(const std::string& note, Client& client) {
  CHECK(seen_.has_value());
  const auto head = OpenCheckpoint(note, seen_->verifier_key);
  if (!head) return Rewritten("the head: " + std::string(Describe(head.error())));
  if (auto broken = Connects({seen_->size, seen_->root}, {head->size, head->root}, client)) {
    return *std::move(broken);
  }
  if (head->size > seen_->size) {
    seen_->size = head->size;
    seen_->root = head->root;
    seen_->checkpoint = note;
    if (auto saved = Save(*seen_); !saved) return saved.error();
  }
  return *head;
}

}  // namespace enishi
