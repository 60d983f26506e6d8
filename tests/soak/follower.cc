#include "tests/soak/follower.h"

#include "ledger/instruction/leaf.h"
#include "tests/bench/workload.h"
#include "wallet-cli/export/log_export.h"

namespace enishi::soak {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLook{20};
constexpr milliseconds kWatch{50};
constexpr int kReadTries = 10;
constexpr std::chrono::seconds kHeadPatience{30};

KeyEntry Auditor() {
  SigningKey key = bench::KeyOf(bench::Part::kCounter);
  const AccountId account = AccountId::FromKey(key.public_key());
  return {"counter", account, std::move(key)};
}

// A read at the moment of a failure gets 503 once, and works again after it.
Parsed<std::string> ReadPatiently(LogSource& source, const BundleId& bundle) {
  auto bytes = source.Bundle(bundle);
  for (int i = 1; !bytes && i < kReadTries; ++i) {
    std::this_thread::sleep_for(kLook);
    bytes = source.Bundle(bundle);
  }
  return bytes;
}

}  // namespace

Follower::Follower(const std::filesystem::path& heads, VerifierKey verifier_key,
                   const Address& address, Acknowledgements& acknowledgements, Problems& problems)
    : verifier_key_(std::move(verifier_key)),
      address_(address),
      acknowledgements_(acknowledgements),
      problems_(problems),
      auditor_(Auditor()),
      heads_(heads, "the town", verifier_key_),
      watch_([this] { Watch(); }) {}

Follower::~Follower() {
  ending_ = true;
  watch_.join();
}

void Follower::Watch() {
  while (!ending_) {
    {
      const auto transport = *Connect(address_.url());
      Client client(*transport);
      const std::lock_guard<std::mutex> lock(mutex_);
      FetchHead(client);
    }
    std::this_thread::sleep_for(kWatch);
  }
}

bool Follower::FetchHead(Client& client) {
  const auto checked = heads_.Check(client);
  if (checked) {
    ++heads_checked_;
    return heads_.seen() && heads_.seen()->size > 0;
  }
  if (checked.error().code != "unreachable" && checked.error().code != "ledger_read_only") {
    heads_are_valid_ = false;
    problems_.Add("a head is not valid: " + checked.error().code + " " + checked.error().detail.en);
  }
  return false;
}

void Follower::WaitForHeadOf(Client& client, uint64_t size) {
  const auto until = steady_clock::now() + kHeadPatience;
  while (steady_clock::now() < until) {
    {
      const std::lock_guard<std::mutex> lock(mutex_);
      if (FetchHead(client) && heads_.seen()->size >= size) return;
      if (!heads_are_valid_) return;
    }
    std::this_thread::sleep_for(kLook);
  }
}

void Follower::Follow(uint64_t covered) {
  const auto transport = *Connect(address_.url());
  Client client(*transport);
  if (covered > 0) WaitForHeadOf(client, covered);
  // The entries as the service shows them now, even if they do not continue the earlier ones. Lost
  // payments are counted against these.
  const auto note = client.GetBytes("/checkpoint");
  const auto head = OpenCheckpoint(note ? *note : "", verifier_key_);
  if (!head) {
    problems_.Add("the head cannot be read: " + (note ? *note : note.error().title.en));
    return;
  }
  ReadUpTo(*head, client);
  acknowledgements_.Compare(covered);
}

void Follower::ReadUpTo(const Checkpoint& head, Client& client) {
  ServerSource source(client, auditor_);
  if (head.size >= acknowledgements_.read_size()) {
    if (!ReadBundles(head, source)) return;
    if (tree_.Root() == head.root) return;
  }
  problems_.Add("the log differs from what was read before, up to entry " +
                std::to_string(head.size));
  acknowledgements_.BeginAnew();
  tree_ = Frontier();
  if (ReadBundles(head, source) && tree_.Root() != head.root) {
    problems_.Add("the entries are not those of the head of size " + std::to_string(head.size));
  }
}

bool Follower::ReadBundles(const Checkpoint& head, LogSource& source) {
  while (acknowledgements_.read_size() < head.size) {
    const uint64_t number = acknowledgements_.read_size() / kTileWidth;
    const uint64_t left = head.size - number * kTileWidth;
    const auto width = static_cast<uint32_t>(std::min<uint64_t>(left, kTileWidth));
    const auto bytes = ReadPatiently(source, {number, width});
    const auto entries = bytes ? DecodeBundle(*bytes) : bytes.error();
    if (!entries || entries->size() != width) {
      problems_.Add("entries cannot be read: " + BundlePath({number, width}) +
                    (entries ? "" : ": " + entries.error().message));
      return false;
    }
    for (uint64_t i = acknowledgements_.read_size() % kTileWidth; i < width; ++i) {
      const auto leaf = DecodeLeaf((*entries)[i]);
      if (!leaf) {
        problems_.Add("entry " + std::to_string(acknowledgements_.read_size()) +
                      " does not decode");
        return false;
      }
      tree_.Append(LeafHash((*entries)[i]));
      acknowledgements_.Append(leaf->committed_at, BodyMark(leaf->body));
    }
  }
  return true;
}

}  // namespace enishi::soak
