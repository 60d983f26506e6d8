#include "tests/soak/promises.h"

#include <algorithm>
#include <utility>

#include "ledger/base/bytes.h"
#include "ledger/base/hash.h"

namespace enishi::soak {

uint64_t BodyMark(std::string_view body) {
  const Hash hash = Sha256({body});
  uint64_t mark = 0;
  ByteReader(AsView(hash)).Read(mark);
  return mark;
}

Promises::Promises(const std::filesystem::path& file) : file_(file, std::ios::trunc) {}

void Promises::Keep(const Acknowledgement& acknowledgement, const Uuid& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  promises_.push_back(acknowledgement);
  promised_size_ = std::max(promised_size_, acknowledgement.index + 1);
  file_ << acknowledgement.index << ' ' << acknowledgement.committed_at.ms << ' '
        << acknowledgement.body << ' ' << id.ToString() << '\n';
}

uint64_t Promises::promised_size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return promised_size_;
}

uint64_t Promises::acknowledged() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return promises_.size();
}

void Promises::Append(Timestamp committed_at, uint64_t body) {
  log_.push_back({committed_at.ms, body});
  claimed_.push_back(false);
}

void Promises::BeginAnew() {
  log_.clear();
  claimed_.clear();
  ahead_.clear();
  compared_ = 0;
  lost_ = 0;
  first_lost_.clear();
}

bool Promises::IsKept(const Acknowledgement& promise) const {
  if (promise.index >= log_.size()) return false;
  const Entry& entry = log_[promise.index];
  return entry.body == promise.body && entry.committed_at_ms == promise.committed_at.ms;
}

void Promises::Compare(uint64_t covered) {
  std::vector<Acknowledgement> due = std::exchange(ahead_, {});
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    due.insert(due.end(), promises_.begin() + static_cast<std::ptrdiff_t>(compared_),
               promises_.end());
    compared_ = promises_.size();
    file_.flush();
  }
  for (const Acknowledgement& promise : due) {
    if (IsKept(promise)) {
      claimed_[promise.index] = true;
    } else if (promise.index >= std::max<uint64_t>(log_.size(), covered)) {
      ahead_.push_back(promise);
    } else {
      ++lost_;
      if (first_lost_.empty()) {
        first_lost_ = "index " + std::to_string(promise.index) + ", answered for " +
                      FormatUtc(promise.committed_at) +
                      (promise.index < log_.size() ? ", holds something else"
                                                   : ", is beyond the end of the log");
      }
    }
  }
}

uint64_t Promises::CountDoubled() const {
  std::vector<uint64_t> bodies;
  bodies.reserve(log_.size());
  for (const Entry& entry : log_) bodies.push_back(entry.body);
  std::sort(bodies.begin(), bodies.end());
  uint64_t doubled = 0;
  for (size_t i = 1; i < bodies.size(); ++i) {
    if (bodies[i] == bodies[i - 1]) ++doubled;
  }
  return doubled;
}

uint64_t Promises::CountUnclaimed(uint64_t from) const {
  uint64_t unclaimed = 0;
  for (size_t i = from; i < claimed_.size(); ++i) {
    if (!claimed_[i]) ++unclaimed;
  }
  return unclaimed;
}

}  // namespace enishi::soak
