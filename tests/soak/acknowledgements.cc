#include "tests/soak/acknowledgements.h"

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

Acknowledgements::Acknowledgements(const std::filesystem::path& file)
    : file_(file, std::ios::trunc) {}

void Acknowledgements::Keep(const Acknowledgement& acknowledgement, const Uuid& id) {
  const std::lock_guard<std::mutex> lock(mutex_);
  acknowledgements_.push_back(acknowledgement);
  acknowledged_size_ = std::max(acknowledged_size_, acknowledgement.index + 1);
  file_ << acknowledgement.index << ' ' << acknowledgement.committed_at.ms << ' '
        << acknowledgement.body << ' ' << id.ToString() << '\n';
}

uint64_t Acknowledgements::acknowledged_size() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return acknowledged_size_;
}

uint64_t Acknowledgements::acknowledged() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return acknowledgements_.size();
}

void Acknowledgements::Append(Timestamp committed_at, uint64_t body) {
  log_.push_back({committed_at.ms, body});
  claimed_.push_back(false);
}

void Acknowledgements::BeginAnew() {
  log_.clear();
  claimed_.clear();
  ahead_.clear();
  compared_ = 0;
  lost_ = 0;
  first_lost_.clear();
}

bool Acknowledgements::IsInLog(const Acknowledgement& acknowledgement) const {
  if (acknowledgement.index >= log_.size()) return false;
  const Entry& entry = log_[acknowledgement.index];
  return entry.body == acknowledgement.body &&
         entry.committed_at_ms == acknowledgement.committed_at.ms;
}

void Acknowledgements::Compare(uint64_t covered) {
  std::vector<Acknowledgement> due = std::exchange(ahead_, {});
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    due.insert(due.end(), acknowledgements_.begin() + static_cast<std::ptrdiff_t>(compared_),
               acknowledgements_.end());
    compared_ = acknowledgements_.size();
    file_.flush();
  }
  for (const Acknowledgement& acknowledgement : due) {
    if (IsInLog(acknowledgement)) {
      claimed_[acknowledgement.index] = true;
    } else if (acknowledgement.index >= std::max<uint64_t>(log_.size(), covered)) {
      ahead_.push_back(acknowledgement);
    } else {
      ++lost_;
      if (first_lost_.empty()) {
        first_lost_ = "index " + std::to_string(acknowledgement.index) + ", answered for " +
                      FormatUtc(acknowledgement.committed_at) +
                      (acknowledgement.index < log_.size() ? ", holds something else"
                                                           : ", is beyond the end of the log");
      }
    }
  }
}

uint64_t Acknowledgements::CountDoubled() const {
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

uint64_t Acknowledgements::CountUnclaimed(uint64_t from) const {
  uint64_t unclaimed = 0;
  for (size_t i = from; i < claimed_.size(); ++i) {
    if (!claimed_[i]) ++unclaimed;
  }
  return unclaimed;
}

}  // namespace enishi::soak
