#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "ledger/state/state_store.h"
#include "tests/soak/acknowledgements.h"
#include "tests/soak/follower.h"
#include "tests/soak/payers.h"

// enishi-soak: all clients of the service in scripts/soak, in one process.
//
//   enishi-soak clients --ledger HASH --verifier-key KEY --participants N --shops N --folder FOLDER
//                       [--singles N] [--tills N] [--lines N]
//       Pays, follows the heads, and executes the lines of its input; each is answered with
//       a line of JSON. Ends with its input.
//         serve PORT   the service listens there from now on; the first time starts the payers
//         check        compares all acknowledgements; waits for the head over them
//         look         the same up to the current head
//         count        check, and counts doubled payments again
//         finish       stops paying and waits for pending answers
//   enishi-soak same-state FOLDER FOLDER
//       Compares the rows of two states.

namespace enishi::soak {
namespace {

using Words = std::map<std::string, std::string>;

uint64_t Number(const Words& words, const std::string& name, uint64_t fallback) {
  const auto at = words.find(name);
  return at == words.end() ? fallback : std::stoull(at->second);
}

class Clients {
 public:
  Clients(const Words& words, const Hash& ledger, VerifierKey key)
      : options_{.payments = {.ledger = ledger,
                              .participants = Number(words, "--participants", 0),
                              .shops = Number(words, "--shops", 0)},
                 .singles = Number(words, "--singles", 24),
                 .tills = Number(words, "--tills", 2),
                 .lines = Number(words, "--lines", 100)},
        key_(std::move(key)),
        folder_(words.at("--folder")),
        acknowledgements_(folder_ / "acknowledgements") {}

  Json Do(const std::string& line) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "serve") {
      uint16_t port = 0;
      words >> port;
      Serve(port);
    } else if (what == "check" || what == "look") {
      follower_->Follow(what == "check" ? acknowledgements_.acknowledged_size() : 0);
    } else if (what == "count") {
      follower_->Follow(acknowledgements_.acknowledged_size());
      doubled_ = acknowledgements_.CountDoubled();
    } else if (what == "finish") {
      Finish();
    } else {
      problems_.Add("unknown command: " + line);
    }
    return Report();
  }

 private:
  void Serve(uint16_t port) {
    address_.Set(port);
    if (follower_) return;
    follower_.emplace(folder_ / "heads.json", key_, address_, acknowledgements_, problems_);
    const auto transport = *Connect(address_.url());
    const auto ledger = Client(*transport).Ledger();
    furniture_ = ledger ? ledger->size : 0;
    follower_->Follow(furniture_);
    payers_.emplace(options_, address_, acknowledgements_, problems_);
  }

  void Finish() {
    payers_->Finish();
    follower_->Follow(acknowledgements_.acknowledged_size());
    doubled_ = acknowledgements_.CountDoubled();
    // Every payment has its answer now, and nothing else writes.
    const uint64_t unclaimed = acknowledgements_.CountUnclaimed(furniture_);
    if (unclaimed > 0) {
      problems_.Add(std::to_string(unclaimed) + " entries of which nobody was told");
    }
  }

  [[nodiscard]] Json Report() const {
    JsonArray problems;
    if (!acknowledgements_.first_lost().empty())
      problems.emplace_back("lost: " + acknowledgements_.first_lost());
    for (const std::string& text : problems_.texts()) problems.emplace_back(text);
    return Json::object({{"acknowledged", acknowledgements_.acknowledged()},
                         {"lost", acknowledgements_.lost()},
                         {"doubled", doubled_},
                         {"entries", acknowledgements_.read_size()},
                         {"unanswered", payers_ ? payers_->unanswered() : uint64_t{0}},
                         {"found_again", payers_ ? payers_->found_again() : uint64_t{0}},
                         {"heads_checked", follower_->heads_checked()},
                         {"problems", std::move(problems)}});
  }

  const Payers::Options options_;
  const VerifierKey key_;
  const std::filesystem::path folder_;
  Acknowledgements acknowledgements_;
  Problems problems_;
  Address address_;
  uint64_t furniture_ = 0;  // entries before the first payment
  uint64_t doubled_ = 0;    // at the last count
  std::optional<Follower> follower_;
  std::optional<Payers> payers_;
};

int Fail(const std::string& why) {
  std::cerr << "enishi-soak: " << why << "\n";
  return 1;
}

int RunClients(const Words& words) {
  const auto ledger = ReadField<Hash>(words.at("--ledger"));
  const auto key = VerifierKey::Parse(words.at("--verifier-key"));
  if (!ledger || !key) return Fail("--ledger or --verifier-key makes no sense");
  Clients clients(words, *ledger, *key);
  std::string line;
  while (std::getline(std::cin, line)) std::cout << Dump(clients.Do(line)) << std::endl;
  // The payers may be waiting for a service that does not come back.
  std::_Exit(0);
}

int SameState(const std::filesystem::path& one, const std::filesystem::path& other) {
  const auto first = StateStore::Open({.folder = one});
  const auto second = StateStore::Open({.folder = other});
  if (!first) return Fail(first.error().message);
  if (!second) return Fail(second.error().message);
  if ((*first)->applied_size() != (*second)->applied_size()) {
    return Fail("the states are of different sizes of the log");
  }
  const auto difference = (*first)->FirstDifference(**second);
  if (!difference) return Fail(difference.error().message);
  return difference->empty() ? 0 : Fail(*difference);
}

int Run(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  if (what == "same-state" && argc == 4) return SameState(argv[2], argv[3]);
  if (what != "clients") return Fail("clients or same-state");
  Words words;
  for (int i = 2; i + 1 < argc; i += 2) words[argv[i]] = argv[i + 1];
  for (const char* needed :
       {"--ledger", "--verifier-key", "--participants", "--shops", "--folder"}) {
    if (!words.contains(needed)) return Fail(std::string(needed) + " is needed");
  }
  return RunClients(words);
}

}  // namespace
}  // namespace enishi::soak

int main(int argc, char** argv) { return enishi::soak::Run(argc, argv); }
