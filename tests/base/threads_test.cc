#include "ledger/base/threads.h"

#include <gtest/gtest.h>

#include <atomic>
#include <stdexcept>

#include "tests/fixtures/refused_threads.h"

namespace enishi {
namespace {

using testing::RefusedThreads;

TEST(RunOnThreads, SharesTheWork) {
  std::atomic<int> next = 0;
  std::atomic<int> done = 0;
  RunOnThreads(4, [&] {
    while (next++ < 1000) ++done;
  });
  EXPECT_EQ(done, 1000);
}

TEST(RunOnThreads, FinishesWithFewerThreadsWhenTheSystemRefusesSome) {
  if (!RefusedThreads::IsEffective()) GTEST_SKIP() << "a sanitizer starts the threads";
  for (int allowed = 0; allowed < 3; ++allowed) {
    std::atomic<int> next = 0;
    std::atomic<int> done = 0;
    const RefusedThreads refused(allowed);
    RunOnThreads(4, [&] {
      while (next++ < 1000) ++done;
    });
    EXPECT_EQ(done, 1000) << allowed;
  }
}

TEST(RunOnThreads, ThrowsWhatTheWorkThrew) {
  std::atomic<int> ended = 0;
  EXPECT_THROW(RunOnThreads(3,
                            [&] {
                              ++ended;
                              throw std::runtime_error("broken");
                            }),
               std::runtime_error);
  EXPECT_EQ(ended, 3);
}

}  // namespace
}  // namespace enishi
