#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace enishi {

// RocksDB appends records to its write-ahead logs and lists of files, in blocks of 32 KiB, each
// record or fragment of one behind 7 bytes: CRC-32C of type and payload, masked (4 bytes), length
// (2), both least significant byte first, and type (1: whole, 2, 3, 4: first, middle, last).
// Pinned by tests/storage/torn_tail_test.cc against files that RocksDB wrote.

/// Returns the offset at which to cut such a file if a power cut met its last record: the file has
/// its new length, but zeroes instead of the bytes that never reached the disk. RocksDB accepts a
/// last record that is cut short, but takes one that ends in zeroes for corruption. Returns nullopt
/// if the file does not end in zeroes, if they belong to a valid record, or if a record before them
/// is damaged, which RocksDB then refuses. The bytes cut were never synced, so never acknowledged.
std::optional<uint64_t> FindTornEnd(std::string_view file);

}  // namespace enishi
