#include "wallet-cli/terminal/progress.h"

#include <algorithm>
#include <utility>

#include "wallet-cli/terminal/text.h"

namespace enishi {

using std::chrono::steady_clock;

Progress::Progress(std::ostream& err, bool enabled, std::string unit, uint64_t total)
    : err_(err),
      enabled_(enabled),
      unit_(std::move(unit)),
      total_(total),
      started_(steady_clock::now()),
      drawn_(started_) {}

Progress::~Progress() {
  if (!enabled_ || done_ == 0) return;
  Draw(steady_clock::now());
  err_ << '\n' << std::flush;
}

void Progress::Update(uint64_t done) {
  done_ = done;
  const auto now = steady_clock::now();
  // More than five lines a second only flicker.
  if (!enabled_ || now - drawn_ < std::chrono::milliseconds(200)) return;
  Draw(now);
}

void Progress::Draw(steady_clock::time_point now) {
  drawn_ = now;
  const auto ms = std::max<int64_t>(
      1, std::chrono::duration_cast<std::chrono::milliseconds>(now - started_).count());
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
