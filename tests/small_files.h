#pragma once

#include <sys/resource.h>

#include <csignal>
#include <cstdint>

#include "ledger/core/result.h"

namespace enishi {

/// Nearly as on a full disk: while it lives, no file of this process grows beyond that many bytes.
/// The error is EFBIG; a disk that says ENOSPC is tests/faults and the soak's.
class SmallFiles {
 public:
  /// In the text of every failure that comes of it.
  static constexpr const char* kFailure = "File too large";

  explicit SmallFiles(uint64_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    CHECK(::getrlimit(RLIMIT_FSIZE, &before_) == 0);
    const rlimit small{.rlim_cur = bytes, .rlim_max = before_.rlim_max};
    CHECK(::setrlimit(RLIMIT_FSIZE, &small) == 0);
  }
  SmallFiles(const SmallFiles&) = delete;
  SmallFiles& operator=(const SmallFiles&) = delete;
  ~SmallFiles() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }

 private:
  void (*handler_)(int);
  rlimit before_{};
};

}  // namespace enishi
