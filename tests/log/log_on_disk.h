#pragma once

#include <memory>
#include <string>
#include <utility>

#include "ledger/log/rocksdb_log.h"
#include "tests/faults/faulty_disk.h"

namespace enishi::testing {

/// A log whose every file is on a FaultyDisk.
struct LogOnDisk {
  explicit LogOnDisk(const Image& image = {}) : LogOnDisk(std::make_shared<FaultyDisk>(image)) {}
  explicit LogOnDisk(std::shared_ptr<FaultyDisk> where)
      : disk(std::move(where)), env(rocksdb::NewCompositeEnv(disk)) {}

  /// Why it does not open; empty when it does.
  std::string Open() {
    auto opened = RocksdbLog::Open({.folder = "/log", .env = env.get()});
    if (!opened) return opened.error().message;
    log = *std::move(opened);
    return "";
  }

  std::shared_ptr<FaultyDisk> disk;
  std::unique_ptr<rocksdb::Env> env;
  std::unique_ptr<RocksdbLog> log;
};

}  // namespace enishi::testing
