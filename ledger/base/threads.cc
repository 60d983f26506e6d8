#include "ledger/base/threads.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace enishi {

size_t CoreCount() { return std::max<size_t>(1, std::thread::hardware_concurrency()); }

void RunOnThreads(size_t threads, const std::function<void()>& work) {
  std::mutex mutex;
  std::exception_ptr failure;
  const auto guarded = [&] {
    try {
      work();
    } catch (...) {
      const std::lock_guard<std::mutex> lock(mutex);
      if (!failure) failure = std::current_exception();
    }
  };
  {
    // A std::jthread joins when it is destroyed, whatever happens in between.
    std::vector<std::jthread> others;
    others.reserve(threads);
    try {
      while (others.size() + 1 < threads) others.emplace_back(guarded);
    } catch (const std::system_error&) {
      // The system refused a thread: the others do its part.
    }
    guarded();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace enishi
