#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <functional>

#include "tests/temporary_folder.h"

namespace enishi {

/// Runs `work` in a process of its own, which then goes at once. What should go without being
/// closed must be released from its owner within `work`. That process runs the test up to here
/// again, with the same temporary folder. Fails the test when `work` did.
inline void RunAndCrash(const TemporaryFolder& folder, const std::function<void()>& work) {
  // A plain fork would lack RocksDB's background threads.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  ::setenv(TemporaryFolder::kInherited, folder.path().c_str(), 1);
  EXPECT_EXIT(
      {
        work();
        ::_exit(::testing::Test::HasFailure() ? 1 : 0);
      },
      ::testing::ExitedWithCode(0), "");
  ::unsetenv(TemporaryFolder::kInherited);
}

}  // namespace enishi
