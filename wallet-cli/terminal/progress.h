#pragma once

#include <cstdint>
#include <ostream>
#include <string>

namespace enishi {

/// One line that is written over and over during long work: how much is done, and how fast. Goes
/// to the error stream, so that the output stays clean. Not for concurrent use.
class Progress {
 public:
  /// Draws nothing unless enabled. `total` of zero means that it is not known.
  Progress(std::ostream& err, bool enabled, std::string unit, uint64_t total = 0);
  /// Ends the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Update(uint64_t done);

 private:
  void Draw(uint64_t now_ms);

  std::ostream& err_;
  bool enabled_;
  std::string unit_;
  uint64_t total_;
  uint64_t done_ = 0;
  size_t drawn_width_ = 0;
  uint64_t started_ms_;
  uint64_t drawn_ms_;
};

}  // namespace enishi
