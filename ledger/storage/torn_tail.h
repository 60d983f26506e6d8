#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace enishi {

// RocksDB appends records to its write-ahead logs and lists of files, in blocks of 32 KiB, each
// record or fragment of one behind 7 bytes: CRC-32C of type and payload, masked (4 bytes), length
// (2), both least significant byte first, and type (1: whole, 2, 3, 4: first, middle, last).
// Pinned by tests/storage/torn_tail_test.cc against files that RocksDB wrote.

/// Where to cut such a file whose last record was being written when the power went, and which has
/// its new length already but zeroes instead of the bytes that never reached the disk. RocksDB
/// takes a record that is cut short for what it is, but such a one for corruption. Nothing where
/// the file does not end in zeroes, where these belong to a good record, or where anything before
/// them is damaged: that is for RocksDB to refuse. What is cut was never synced, so never
/// acknowledged.
std::optional<uint64_t> FindTornEnd(std::string_view file);

}  // namespace enishi
