#include "wallet-cli/terminal/progress.h"

#include <algorithm>
#include <utility>

#include "ledger/base/clock.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {

Progress::Progress(std::ostream& err, bool enabled, std::string unit, uint64_t total)
    : err_(err),
      enabled_(enabled),
      unit_(std::move(unit)),
      total_(total),
      started_ms_(MonotonicMs()),
      drawn_ms_(started_ms_) {}

Progress::~Progress() {
  if (!enabled_ || done_ == 0) return;
  Draw(MonotonicMs());
  err_ << '\n' << std::flush;
}

void Progress::Update(uint64_t done) {
  done_ = done;
  const uint64_t now_ms = MonotonicMs();
  // More than five lines a second only flicker.
  if (!enabled_ || now_ms - drawn_ms_ < 200) return;
  Draw(now_ms);
}

void Progress::Draw(uint64_t now_ms) {
  drawn_ms_ = now_ms;
  const auto ms = std::max<int64_t>(1, static_cast<int64_t>(now_ms - started_ms_));
  const auto done = static_cast<int64_t>(done_);
  std::string line = GroupThousands(done);
  if (total_ > 0) {
    line += " / " + GroupThousands(static_cast<int64_t>(total_)) + " (" +
            std::to_string(done_ * 100 / total_) + " %)";
  }
  line += " " + unit_ + ", " + GroupThousands(done * 1000 / ms) + "/s";
  const size_t width = DisplayWidth(line);
  line.append(drawn_width_ > width ? drawn_width_ - width : 0, ' ');
  drawn_width_ = width;
  err_ << '\r' << line << std::flush;
}

}  // namespace enishi
