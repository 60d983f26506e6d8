#include <cstdint>
#include <string>

#include "tests/fuzz/conservation.h"
#include "tests/fuzz/target.h"
#include "tests/model/model.h"
#include "tests/model/random_town.h"

namespace enishi::testing {
namespace {

constexpr int kStepsMax = 300;

// Reads the input as a sequence of choices. Each choice takes as few bytes as it needs, so that a
// changed byte changes one decision.
class Choices {
 public:
  explicit Choices(std::string_view input) : rest_(input) {}

  uint64_t Below(uint64_t count) {
    uint64_t number = 0;
    for (uint64_t reach = 1; reach < count && !rest_.empty(); reach <<= 8) {
      number = number << 8 | static_cast<uint8_t>(rest_.front());
      rest_.remove_prefix(1);
      if (reach > UINT64_MAX >> 8) break;
    }
    return number % count;
  }
  [[nodiscard]] bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

// The entries that furnished the town, which the model must apply too.
void Catch(Model& model, const Town& town) {
  for (const std::string& bytes : town.leaves()) {
    const Leaf leaf = *DecodeLeaf(bytes);
    const Instruction instruction = *ReadBody(leaf.body, leaf.signatures);
    CHECK(!model.Submit(instruction, leaf.committed_at, instruction.header.ledger));
  }
}

}  // namespace

void FuzzRules(std::string_view input) {
  Choices choices(input);
  RandomTown random([&](uint64_t count) { return choices.Below(count); });
  Town& town = random.town();
  Model model;
  Catch(model, town);
  Overlay::Rows before = town.state().rows();
  for (int step = 0; step < kStepsMax && !choices.AtEnd(); ++step) {
    const Instruction instruction = random.Next();
    const auto expected = model.Submit(instruction, town.now(), town.ledger());
    const auto outcome = town.Submit(instruction);
    if (!outcome) {
      CHECK(expected == outcome.error().reason);
      CHECK(town.state().rows() == before);
      continue;
    }
    CHECK(!expected);
    random.Accepted(instruction);
    CheckOutcome(*outcome);
    CheckConservation(town.state());
    before = town.state().rows();
  }
}

}  // namespace enishi::testing
