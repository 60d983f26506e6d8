#include "api/auth/sessions.h"

#include <utility>

namespace enishi {
namespace {

constexpr size_t kChallengeBytes = 32;
constexpr size_t kTokenBytes = 32;

}  // namespace

template <class V>
void Sessions::Store<V>::DropEnded(uint64_t now_ms) {
  while (!order.empty()) {
    const auto oldest = entries.find(order.front());
    if (oldest != entries.end() && oldest->second.ends_ms > now_ms) return;
    if (oldest != entries.end()) entries.erase(oldest);
    order.pop_front();
  }
}

template <class V>
void Sessions::Store<V>::Add(const Hash& digest, Entry entry, size_t count_max) {
  while (order.size() >= count_max && !order.empty()) {
    entries.erase(order.front());
    order.pop_front();
  }
  entries.emplace(digest, std::move(entry));
  order.push_back(digest);
}

std::string Sessions::NewChallenge(AccountId account) {
  std::string challenge = Base64Encode(RandomBytes(kChallengeBytes));
  const uint64_t now_ms = options_.monotonic_ms();
  const std::lock_guard lock(mutex_);
  challenges_.DropEnded(now_ms);
  challenges_.Add(Sha256({challenge}), {account, now_ms + options_.challenge_ms},
                  options_.challenges_max);
  return challenge;
}

bool Sessions::TakeChallenge(std::string_view challenge, AccountId account) {
  const uint64_t now_ms = options_.monotonic_ms();
  const std::lock_guard lock(mutex_);
  challenges_.DropEnded(now_ms);
  const auto found = challenges_.entries.find(Sha256({challenge}));
  if (found == challenges_.entries.end()) return false;
  const bool good = found->second.value == account;
  challenges_.entries.erase(found);
  return good;
}

std::string Sessions::Open(const Holder& holder) {
  std::string token = HexEncode(RandomBytes(kTokenBytes));
  const uint64_t now_ms = options_.monotonic_ms();
  const std::lock_guard lock(mutex_);
  sessions_.DropEnded(now_ms);
  sessions_.Add(Sha256({token}), {holder, now_ms + options_.session_ms}, options_.sessions_max);
  return token;
}

std::optional<Sessions::Holder> Sessions::Find(std::string_view token) {
  const uint64_t now_ms = options_.monotonic_ms();
  const Hash digest = Sha256({token});
  const std::lock_guard lock(mutex_);
  sessions_.DropEnded(now_ms);
  const auto found = sessions_.entries.find(digest);
  if (found == sessions_.entries.end()) return std::nullopt;
  return found->second.value;
}

size_t Sessions::session_count() const {
  const std::lock_guard lock(mutex_);
  return sessions_.entries.size();
}

}  // namespace enishi
