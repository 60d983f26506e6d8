#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/base/json.h"
#include "tests/scenarios/live_town.h"

namespace enishi::testing {

/// Somebody at a computer with a keyring, who uses the program `enishi`.
class Person {
 public:
  /// A keyring with the keys of these labels of the town; none yet where there are none.
  Person(LiveTown& town, const std::string& name, const std::vector<std::string>& labels = {});

  /// What the program is called with, before it runs.
  [[nodiscard]] ProgramCall Call(std::vector<std::string> arguments) const;
  [[nodiscard]] Ended Run(std::vector<std::string> arguments, const std::string& input = "") const;
  /// With --json. The test fails where it does not end with that exit code, or writes anything
  /// but one JSON object.
  [[nodiscard]] Json Expect(int exit, std::vector<std::string> arguments,
                            const std::string& input = "") const;
  /// The code of a failure that ends with that exit code.
  [[nodiscard]] std::string Failure(int exit, std::vector<std::string> arguments,
                                    const std::string& input = "") const;

  [[nodiscard]] std::filesystem::path keyring() const { return folder_ / "keys.json"; }
  /// A file of this person, with that text.
  [[nodiscard]] std::string File(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string Path(const std::string& name) const { return folder_ / name; }
  void set_passphrase(const std::string& passphrase);
  void forget_passphrase() { passphrase_file_.clear(); }

 private:
  LiveTown& town_;
  std::filesystem::path folder_;
  std::string passphrase_file_;
};

/// What the person can spend, as `account lots` says.
int64_t AvailableTo(const Person& person, const std::string& label);

}  // namespace enishi::testing
