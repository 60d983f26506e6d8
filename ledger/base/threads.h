#pragma once

#include <cstddef>
#include <functional>

namespace enishi {

/// How many threads the machine runs at once; at least one.
size_t CoreCount();

/// Runs `work` on the calling thread and on up to `threads` - 1 others at once, and returns when
/// all have ended. If the system refuses a thread, the work runs on those there are; so `work` must
/// share its parts by itself, for example by an atomic index. An exception that `work` throws on
/// any thread is thrown again here, once all have ended.
void RunOnThreads(size_t threads, const std::function<void()>& work);

}  // namespace enishi
