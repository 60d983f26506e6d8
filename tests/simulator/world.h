#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/clocks.h"
#include "tests/simulator/oracle.h"
#include "tests/simulator/server.h"
#include "tests/simulator/simulation.h"
#include "tests/simulator/workload.h"

namespace enishi::simulator {

/// Everything in a run: the disk, the clocks, the clients, and the service while it runs.
class World {
 public:
  World(const Schedule& schedule, const RunOptions& options);

  void Take(const Step& step);
  /// The end of a run; see RunSchedule.
  void End();

  [[nodiscard]] const Verdict& verdict() const { return verdict_; }
  [[nodiscard]] Trace& trace() { return trace_; }
  [[nodiscard]] Happened happened() const;

 private:
  // A client that retries until it has a final answer.
  struct Client {
    std::string name;
    std::optional<Intent> intent;
    int waiting = 0;  // number of outstanding answers
  };

  void TakeClient(Random& random);
  void TakeClock(Random& random);
  void TakeServer(Actor actor, Random& random);
  void Crash(Random& random);
  void Found(Client& founder);
  void BeginIntent(Client& client, Random& random);
  void Ask(Client& client, const Intent& intent, bool insisting);
  void Hear(Client& client, const Intent& intent, const Answer& answer);
  void Look();
  void PutClockRight();
  void CheckTold();
  bool SettleRound(Random& random);
  [[nodiscard]] Timestamp ClientTime() const;

  Trace trace_;
  Verdict verdict_;
  Happened happened_;
  Beginning& beginning_;
  Disk disk_;
  Clocks clocks_;
  Turns turns_;
  const RunOptions options_;
  Workload workload_;
  Oracle oracle_;
  std::vector<Intent> past_;              // intents with a final answer
  std::vector<Intent> founding_;          // the rest of the founding
  std::map<uint64_t, std::string> told_;  // entries that clients know, and their bodies
  std::array<Client, 5> clients_;
  std::unique_ptr<Server> server_;
  bool clock_moved_ = false;  // off the true time, or before the last entry, since the start
};

}  // namespace enishi::simulator
