#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>

#include "ledger/log/failure_latch.h"
#include "ledger/state/state.h"

namespace enishi {

/// A state in memory, whose writes fail and whose rows are damaged when a test says so. Unlike the
/// real one it is for one thread at a time, but for latest(), applied_size() and failure().
class MemoryState final : public State {
 public:
  /// Called before a row is looked up, on the thread that does. Set while nobody does.
  std::function<void(std::string_view key)> on_look;
  /// Makes every write fail from now on.
  void BreakWrites() { writes_broken_ = true; }
  /// Loses every tile and does not know it.
  void LoseTiles() { tiles_.clear(); }
  /// Changes a row behind everyone's back.
  void Tamper(const std::string& key, const std::string& value) { rows_.Put(key, value); }
  /// The same for a tile, while nobody reads it; one of no hashes is gone.
  void TamperTile(TileRowId id, const std::string& hashes) {
    if (hashes.empty()) {
      tiles_.erase(id);
    } else {
      tiles_[id] = hashes;
    }
  }

  [[nodiscard]] const View& latest() const override { return rows_; }
  void ReadAt(const std::function<void(const View&, uint64_t)>& read) const override {
    read(rows_, applied_size_);
  }
  Result<Unit, StorageFailure> Write(const Overlay::Rows& rows, uint64_t applied_size) override {
    if (writes_broken_) failure_.Set("the state: the disk is full");
    if (failure_.is_set()) return StorageFailure{failure_.text()};
    const auto lock = rows_.Lock();
    for (const auto& [key, value] : rows) {
      if (value) {
        rows_.Put(key, *value);
      } else {
        rows_.Erase(key);
      }
    }
    applied_size_ = applied_size;
    return Unit{};
  }
  [[nodiscard]] uint64_t applied_size() const override { return applied_size_; }
  Result<Unit, StorageFailure> WriteTiles(std::span<const TileRow> tiles,
                                          uint64_t tree_size) override {
    if (failure_.is_set()) return StorageFailure{failure_.text()};
    for (const TileRow& tile : tiles) tiles_[tile.id] = tile.hashes;
    tree_size_ = tree_size;
    return Unit{};
  }
  [[nodiscard]] Parsed<std::string> ReadTile(TileRowId id) const override {
    const auto tile = tiles_.find(id);
    if (tile == tiles_.end()) return FormatError{"no such tile"};
    return tile->second;
  }
  [[nodiscard]] uint64_t tree_size() const override { return tree_size_; }
  Result<Unit, StorageFailure> Flush() override { return Unit{}; }
  [[nodiscard]] std::string failure() const override { return failure_.text(); }

 private:
  // Rows in memory that remember damage as the real ones do, and are looked at while they change.
  class Rows final : public Overlay {
   public:
    Rows(const View& nothing, MemoryState& state) : Overlay(nothing), state_(state) {}
    [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override {
      if (const auto on_look = state_.on_look) on_look(key);
      const auto lock = Lock();
      return Overlay::Get(key);
    }
    void Scan(std::string_view prefix, const Visit& visit) const override {
      const auto lock = Lock();
      Overlay::Scan(prefix, visit);
    }
    [[nodiscard]] std::unique_lock<std::recursive_mutex> Lock() const {
      return std::unique_lock(mutex_);
    }
    void NoteDamage(std::string_view) const override {
      state_.failure_.Set("the state: a row does not decode");
    }

   private:
    MemoryState& state_;
    mutable std::recursive_mutex mutex_;  // who visits rows may look at others
  };

  FailureLatch failure_;
  EmptyView nothing_;
  Rows rows_{nothing_, *this};
  std::map<TileRowId, std::string> tiles_;
  std::atomic<uint64_t> applied_size_ = 0;
  uint64_t tree_size_ = 0;
  bool writes_broken_ = false;
};

}  // namespace enishi
