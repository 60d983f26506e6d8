#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/result.h"
#include "ledger/log/log.h"

namespace enishi {

// The rows of the log's database (specs/storage.md). Pinned by tests/log/entry_row_test.cc.

/// 'e' and the index, most significant byte first, so that the rows are in the log's order.
std::string EntryRowKey(uint64_t index);
/// Nullopt if the key is not that of an entry.
std::optional<uint64_t> ReadEntryRowKey(std::string_view key);

/// Leaf length (4 bytes) and leaf, outcome length (4) and outcome, link count (2) and for each link
/// 8 bytes. At most 65,535 links.
std::string EncodeEntryRow(const StoredEntry& entry);
/// Refuses missing bytes and bytes left over.
Parsed<StoredEntry> DecodeEntryRow(std::string_view row);

}  // namespace enishi
