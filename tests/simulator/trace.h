#pragma once

#include <sstream>
#include <string>
#include <vector>

namespace enishi::simulator {

/// A readable trace of events, kept only if requested.
class Trace {
 public:
  explicit Trace(bool kept) : kept_(kept) {}

  template <class... Parts>
  void Say(const Parts&... parts) {
    if (!kept_) return;
    std::ostringstream line;
    (line << ... << parts);
    lines_.push_back(line.str());
  }
  [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }

 private:
  bool kept_;
  std::vector<std::string> lines_;
};

}  // namespace enishi::simulator
