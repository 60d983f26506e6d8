// enishi-tamper edits an exported log as a dishonest operator or a failing disk would, so that
// tests and the demo can show that the audit detects it.

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/json.h"
#include "ledger/keys/key_file.h"
#include "tests/tools/exported_log.h"
#include "tests/tools/tampering.h"

namespace enishi {
namespace {

namespace fs = std::filesystem;

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;
constexpr std::string_view kUsage =
    "usage: enishi-tamper --kind bit|amount --log FOLDER --out FOLDER [--log-key KEY-FILE]\n"
    "                     [--entry N] [--seed N]\n"
    "Copies an exported log and changes the copy. \"bit\" flips one bit of one entry. \"amount\"\n"
    "changes what one payment took, computes outcomes and tree anew, and signs the head with the\n"
    "key \"log\" of the key file, whose passphrase stands in the file that\n"
    "ENISHI_PASSPHRASE_FILE names, and is empty without it.\n";

using Options = std::map<std::string, std::string, std::less<>>;

std::optional<Options> ReadOptions(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; i += 2) {
    const std::string_view name = argv[i];
    const bool known = name == "--kind" || name == "--log" || name == "--out" ||
                       name == "--log-key" || name == "--entry" || name == "--seed";
    if (!known || i + 1 == argc || !options.emplace(name, argv[i + 1]).second) return std::nullopt;
  }
  return options;
}

bool ReadNumber(const Options& options, std::string_view name, std::optional<uint64_t>& number) {
  const auto at = options.find(name);
  if (at == options.end()) return true;
  const std::string& text = at->second;
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return false;
  number = value;
  return true;
}

Parsed<std::string> Passphrase() {
  const char* path = std::getenv("ENISHI_PASSPHRASE_FILE");
  if (path == nullptr || *path == '\0') return std::string();
  auto text = ReadFile(path);
  if (!text) return text.error();
  return text->substr(0, text->find('\n'));
}

Parsed<uint64_t> TamperWithAmount(const TamperChoice& choice, ExportedLog& log,
                                  const fs::path& key_file, const fs::path& out) {
  const auto passphrase = Passphrase();
  if (!passphrase) return passphrase.error();
  const auto keyring = LoadKeyring(key_file, *passphrase);
  if (!keyring) return FormatError{keyring.error().message};
  const KeyEntry* key = keyring->Find("log");
  if (key == nullptr) return FormatError{"the key file has no key \"log\""};
  const auto entry = ChangeAmount(choice, log.leaves);
  if (!entry) return entry;
  const auto written = WriteExportedLog(out, log.checkpoint.origin, log.leaves, key->key);
  if (!written) return written.error();
  return entry;
}

Parsed<uint64_t> TamperWithBit(const TamperChoice& choice, ExportedLog& log, const fs::path& out) {
  const auto entry = FlipBit(choice, log.leaves);
  if (!entry) return entry;
  const auto written = WriteBundles(out, log.leaves);
  if (!written) return written.error();
  return entry;
}

Parsed<uint64_t> Tamper(const Options& options, const TamperChoice& choice) {
  const fs::path source = options.at("--log");
  const fs::path out = options.at("--out");
  auto log = ReadExportedLog(source);
  if (!log) return log.error();
  std::error_code error;
  if (fs::exists(out, error)) return FormatError{out.string() + " exists already"};
  fs::copy(source, out, fs::copy_options::recursive, error);
  if (error) return FormatError{"cannot copy to " + out.string() + ": " + error.message()};
  if (options.at("--kind") == "bit") return TamperWithBit(choice, *log, out);
  return TamperWithAmount(choice, *log, options.at("--log-key"), out);
}

int Main(int argc, char** argv) {
  const auto options = ReadOptions(argc, argv);
  TamperChoice choice;
  std::optional<uint64_t> seed;
  const auto has = [&](std::string_view name) { return options->find(name) != options->end(); };
  const bool usable =
      options && has("--kind") && has("--log") && has("--out") &&
      (options->at("--kind") == "bit" || (options->at("--kind") == "amount" && has("--log-key"))) &&
      ReadNumber(*options, "--entry", choice.entry) && ReadNumber(*options, "--seed", seed);
  if (!usable) {
    std::cerr << kUsage;
    return kWrongUsage;
  }
  choice.seed = seed.value_or(0);
  const auto entry = Tamper(*options, choice);
  if (!entry) {
    std::cerr << "enishi-tamper: " << entry.error().message << '\n';
    return kFailed;
  }
  std::cout << Dump(Json::object({{"kind", options->at("--kind")}, {"entry", *entry}})) << '\n';
  return kDone;
}

}  // namespace
}  // namespace enishi

int main(int argc, char** argv) { return enishi::Main(argc, argv); }
