#pragma once

#include <string_view>

namespace enishi {

// What lies in the folder of a ledger, besides the last head (log/head_file.h), the keys and the
// settings of enishid. specs/storage.md describes each.

inline constexpr std::string_view kLogFolder = "log";
inline constexpr std::string_view kStateFolder = "state";
/// A log or a state that is being built. It gets its name once it is complete.
inline constexpr std::string_view kNewLogFolder = "log.new";
inline constexpr std::string_view kNewStateFolder = "state.new";
/// The state that a rebuild replaced, until it is removed.
inline constexpr std::string_view kOldStateFolder = "state.old";
/// Is there from the first to the last step of a restore. While it is there the ledger is not
/// served, and another restore replaces whatever the interrupted one left.
inline constexpr std::string_view kUnfinishedRestoreFile = "restore.unfinished";

}  // namespace enishi
