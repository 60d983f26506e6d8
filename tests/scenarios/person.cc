#include "tests/scenarios/person.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

namespace enishi::testing {
namespace {

constexpr const char* kPassphrase = "plum blossom 7";

}  // namespace

Person::Person(LiveTown& town, const std::string& name, const std::vector<std::string>& labels)
    : town_(town), folder_(town.folder() / name) {
  std::filesystem::create_directory(folder_);
  set_passphrase(kPassphrase);
  if (labels.empty()) return;
  Keyring keys;
  for (const std::string& label : labels) CHECK(keys.Add(town.Entry(label)).has_value());
  CHECK(SaveKeyring(keyring(), keys, kPassphrase).has_value());
}

void Person::set_passphrase(const std::string& passphrase) {
  passphrase_file_ = File("passphrase", passphrase + "\n");
}

std::string Person::File(const std::string& name, const std::string& text) const {
  std::ofstream(folder_ / name, std::ios::binary) << text;
  return folder_ / name;
}

ProgramCall Person::Call(std::vector<std::string> arguments) const {
  return {EnishiProgram(),
          std::move(arguments),
          {"ENISHI_SERVER=" + town_.url(), "ENISHI_KEYRING=" + keyring().string(),
           "ENISHI_PASSPHRASE_FILE=" + passphrase_file_, "LANG=C.UTF-8", "LC_ALL=C.UTF-8"}};
}

Ended Person::Run(std::vector<std::string> arguments, const std::string& input) const {
  ProgramCall call = Call(std::move(arguments));
  call.input = input;
  return RunToEnd(call, folder_);
}

Json Person::Expect(int exit, std::vector<std::string> arguments, const std::string& input) const {
  std::string line = "enishi";
  for (const std::string& argument : arguments) line += " " + argument;
  arguments.emplace_back("--json");
  const Ended ended = Run(std::move(arguments), input);
  EXPECT_EQ(ended.exit, exit) << line << "\n" << ended.out << ended.err;
  std::string text = ended.out;
  if (text.ends_with('\n')) text.pop_back();
  auto json = ParseJson(text);
  if (!json || !json->is_object()) {
    ADD_FAILURE() << line << ": not one JSON object: " << ended.out << ended.err;
    return Json::object();
  }
  return *std::move(json);
}

std::string Person::Failure(int exit, std::vector<std::string> arguments,
                            const std::string& input) const {
  const Json json = Expect(exit, std::move(arguments), input);
  EXPECT_FALSE(TextOf(json, "title").empty());
  return TextOf(json, "code");
}

int64_t AvailableTo(const Person& person, const std::string& label) {
  const Json json = person.Expect(0, {"account", "lots", "--as", label});
  const Json* balances = Find(json, "balances");
  if (balances == nullptr || AsArray(*balances) == nullptr) return -1;
  if (AsArray(*balances)->empty()) return 0;
  return IntegerOf(AsArray(*balances)->front(), "available", -1);
}

}  // namespace enishi::testing
