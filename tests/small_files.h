#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <cstdint>
#include <functional>
#include <set>
#include <string>

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

/// What `attempt` fails with under ever larger limits, until there is room enough and it gives an
/// empty text. After each failure, without the limit, `check` looks at what it left.
inline std::set<std::string> FailuresUntilThereIsRoom(const std::function<std::string()>& attempt,
                                                      const std::function<void()>& check) {
  std::set<std::string> failures;
  for (uint64_t room = 1;; room += room / 2 + 1) {
    SCOPED_TRACE(room);
    std::string failure;
    {
      const SmallFiles full(room);
      failure = attempt();
    }
    if (failure.empty()) return failures;
    EXPECT_THAT(failure, ::testing::HasSubstr(SmallFiles::kFailure));
    failures.insert(failure);
    check();
  }
}

}  // namespace enishi
