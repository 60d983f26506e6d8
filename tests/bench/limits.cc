#include "tests/bench/limits.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/keys/keys.h"
#include "tests/bench/load.h"

namespace enishi::bench {
namespace {

constexpr size_t kBodyBytes = 400;  // about a payment's body
constexpr size_t kLeafBytes = 600;  // about a payment's leaf
constexpr size_t kBlockBytes = 4096;
constexpr uint64_t kBetweenLooks = 16;
constexpr size_t kSignatures = 4096;

// As many keys and bodies as signatures. If one signature were verified repeatedly, branch
// prediction would make it unrealistically fast.
class Signatures {
 public:
  Signatures() {
    signed_.reserve(kSignatures);
    for (size_t i = 0; i < kSignatures; ++i) {
      const SigningKey key = SigningKey::Random();
      std::string body = std::to_string(i);
      body.resize(kBodyBytes, 'b');
      const Signature signature = key.Sign(Domain::kInstruction, body);
      signed_.push_back({key.public_key(), std::move(body), signature});
    }
  }
  void VerifyNext() {
    const Signed& one = signed_[next_++ % kSignatures];
    CHECK(Verify(one.key, Domain::kInstruction, one.body, one.signature));
  }

 private:
  struct Signed {
    PublicKey key;
    std::string body;
    Signature signature;
  };
  std::vector<Signed> signed_;
  std::atomic<size_t> next_ = 0;
};

// How often per second `work` runs on that many threads.
uint64_t PerSecond(uint64_t threads, uint64_t ms, const std::function<void()>& work) {
  std::atomic<uint64_t> done = 0;
  const uint64_t began_us = MonotonicUs();
  const uint64_t until_us = began_us + ms * 1000;
  const auto repeat = [&] {
    uint64_t mine = 0;
    while (MonotonicUs() < until_us) {
      for (uint64_t i = 0; i < kBetweenLooks; ++i) work();
      mine += kBetweenLooks;
    }
    done += mine;
  };
  std::vector<std::thread> others;
  for (uint64_t i = 1; i < threads; ++i) others.emplace_back(repeat);
  repeat();
  for (std::thread& other : others) other.join();
  return done * 1'000'000 / std::max<uint64_t>(1, MonotonicUs() - began_us);
}

uint64_t SyncsPerSecond(const LimitOptions& options) {
  const std::string path = options.folder / "fsync-probe";
  const int file = open(path.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
  CHECK(file >= 0);
  const std::string block(kBlockBytes, 'x');
  const uint64_t began_us = MonotonicUs();
  uint64_t count = 0;
  while (MonotonicUs() - began_us < options.ms * 1000) {
    CHECK(write(file, block.data(), block.size()) == static_cast<ssize_t>(block.size()));
    CHECK(fdatasync(file) == 0);
    ++count;
  }
  const uint64_t took_us = MonotonicUs() - began_us;
  close(file);
  unlink(path.c_str());
  return count * 1'000'000 / took_us;
}

}  // namespace

Json MeasureLimits(const LimitOptions& options) {
  Signatures signatures;
  const auto verify = [&] { signatures.VerifyNext(); };
  const std::string leaf(kLeafBytes, 'l');
  std::atomic<uint8_t> sink = 0;
  const auto hash = [&] { sink = Sha256({leaf})[0]; };
  const uint64_t cores = std::max(1U, std::thread::hardware_concurrency());
  return Json::object({{"cores", cores},
                       {"verify_one", PerSecond(1, options.ms, verify)},
                       {"verify_all", PerSecond(cores, options.ms, verify)},
                       {"sha256_leaf", PerSecond(1, options.ms, hash)},
                       {"fsync", SyncsPerSecond(options)}});
}

}  // namespace enishi::bench
