#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "api/daemon/config.h"
#include "ledger/base/calendar.h"
#include "ledger/messages/text.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace enishi {

// What enishid does. Each command writes its result to standard output and its failure to standard
// error, both in the language given, and returns the exit code: 0 done, 1 failed or refused, 2
// wrong usage.

struct InitOptions {
  std::filesystem::path folder;
  std::string origin;
  std::string clock = "real";
  std::string listen;                       // empty: the default
  std::vector<std::string> administrators;  // public keys in base64
  bool no_passphrase = false;
  bool json = false;
  Language language = Language::kEnglish;
};
/// Draws the log's and the service's keys and writes enishid.toml. Never overwrites anything.
int RunInit(const InitOptions& options);

struct ServeOptions {
  std::filesystem::path config;
  std::string listen;               // empty: as the configuration says
  std::filesystem::path folder;     // empty: as the configuration says
  std::filesystem::path port_file;  // gets the port when the server is ready
  bool no_passphrase = false;
  bool accept_clock = false;
  Language language = Language::kEnglish;
};
/// What the service runs on: the machine's own disk and clock by default. Tests give others.
struct Machine {
  rocksdb::Env* env = nullptr;            // must outlive the service
  std::function<Timestamp()> wall_clock;  // any thread
};
/// Serves until SIGTERM or SIGINT. Call it before other threads are started, but for those that
/// block both signals.
int RunServe(const ServeOptions& options, const Machine& machine = {});

/// Builds the state again from the log of a ledger that no process has open.
int RunRebuild(const std::filesystem::path& folder, Language language);

/// Brings the backup in `to` up to the last head of the ledger in `folder`, served or not.
int RunBackup(const std::filesystem::path& folder, const std::filesystem::path& to,
              Language language);

struct RestoreOptions {
  std::filesystem::path from;
  std::filesystem::path folder;
  std::vector<std::filesystem::path> heads;  // files with the newest heads that anyone kept
  Language language = Language::kEnglish;
};
/// Makes a ledger of a backup that continues all of these heads.
int RunRestore(const RestoreOptions& options);

/// Prints the JSON Schema of the body of a kind.
int RunSchema(const std::string& kind, Language language);

}  // namespace enishi
