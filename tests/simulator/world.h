#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/simulator/clocks.h"
#include "tests/simulator/folk.h"
#include "tests/simulator/oracle.h"
#include "tests/simulator/server.h"
#include "tests/simulator/simulation.h"

namespace enishi::simulator {

/// Everything in a run: the disk, the clocks, the clients, and the service while there is one.
class World {
 public:
  World(const Schedule& schedule, const RunOptions& options);

  void Take(const Step& step);
  /// What a run ends with; see RunSchedule.
  void End();

  [[nodiscard]] const Verdict& verdict() const { return verdict_; }
  [[nodiscard]] Trace& trace() { return trace_; }
  [[nodiscard]] Happened happened() const;

 private:
  // Somebody with an application that keeps asking until it knows.
  struct Client {
    std::string name;
    std::optional<Intent> intent;
    int waiting = 0;  // for so many answers about it
  };

  void TakeClient(Dice& dice);
  void TakeClock(Dice& dice);
  void TakeServer(Actor actor, Dice& dice);
  void Crash(Dice& dice);
  void Found(Client& founder);
  void BeginAnew(Client& client, Dice& dice);
  void Ask(Client& client, const Intent& intent, bool insisting);
  void Hear(Client& client, const Intent& intent, const Answer& answer);
  void Look();
  void PutClockRight();
  void CheckTold();
  bool SettleRound(Dice& dice);
  [[nodiscard]] Timestamp PeoplesTime() const;

  Trace trace_;
  Verdict verdict_;
  Happened happened_;
  Beginning& beginning_;
  Disk disk_;
  Clocks clocks_;
  Turns turns_;
  const RunOptions options_;
  Folk folk_;
  Oracle oracle_;
  std::vector<Intent> past_;              // what was answered for good
  std::vector<Intent> founding_;          // what is left to do of it
  std::map<uint64_t, std::string> told_;  // the entries that clients were told of, and their bodies
  std::array<Client, 5> clients_;
  std::unique_ptr<Server> server_;
  bool clock_moved_ = false;  // against the truth, or before the last entry, since the start
};

}  // namespace enishi::simulator
