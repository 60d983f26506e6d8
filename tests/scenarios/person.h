#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/base/json.h"
#include "tests/scenarios/live_town.h"

namespace enishi::testing {

/// A person with a keyring who uses the program `enishi`.
class Person {
 public:
  /// Creates a keyring with the keys of these labels, or none if there are no labels.
  Person(LiveTown& town, const std::string& name, const std::vector<std::string>& labels = {});

  /// The call of the program, before it runs.
  [[nodiscard]] ProgramCall Call(std::vector<std::string> arguments) const;
  [[nodiscard]] Ended Run(std::vector<std::string> arguments, const std::string& input = "") const;
  /// Runs with --json. Fails the test if the exit code differs, or if the output is not exactly one
  /// JSON object.
  [[nodiscard]] Json Expect(int exit, std::vector<std::string> arguments,
                            const std::string& input = "") const;
  /// Runs, expects that exit code, and returns the code of the failure.
  [[nodiscard]] std::string Failure(int exit, std::vector<std::string> arguments,
                                    const std::string& input = "") const;

  [[nodiscard]] std::filesystem::path keyring() const { return folder_ / "keys.json"; }
  /// Writes a file of this person.
  [[nodiscard]] std::string File(const std::string& name, const std::string& text) const;
  [[nodiscard]] std::string Path(const std::string& name) const { return folder_ / name; }
  void set_passphrase(const std::string& passphrase);
  void forget_passphrase() { passphrase_file_.clear(); }

 private:
  LiveTown& town_;
  std::filesystem::path folder_;
  std::string passphrase_file_;
};

/// The amount that the person can spend, according to `account lots`.
int64_t AvailableTo(const Person& person, const std::string& label);

}  // namespace enishi::testing
