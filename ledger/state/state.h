#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "ledger/log/log.h"
#include "ledger/merkle/tile.h"
#include "ledger/rules/state/view.h"

namespace enishi {

/// The interface of the derived state: the rules' rows as of the first applied_size() entries,
/// and the tree's tiles as of the first tree_size(). All of it can be computed again from the log.
/// One thread writes rows, one writes tiles; reads from any thread.
class State {
 public:
  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  virtual ~State() = default;

  /// The rows as they are at each call. Any thread; they may change between two calls, except for
  /// the thread that writes rows.
  [[nodiscard]] virtual const View& latest() const = 0;
  /// Runs `read` on rows that do not change meanwhile, with the size after which they are. Any
  /// thread.
  virtual void ReadAt(
      const std::function<void(const View&, uint64_t applied_size)>& read) const = 0;
  /// The same without the size.
  void Read(const std::function<void(const View&)>& read) const {
    ReadAt([&read](const View& view, uint64_t /*applied_size*/) { read(view); });
  }
  /// Puts in what the entries up to `applied_size` changed, all or none. It need not be durable
  /// when this returns, but what survives a crash is what some earlier call left.
  virtual Result<Unit, StorageFailure> Write(const Overlay::Rows& rows, uint64_t applied_size) = 0;
  [[nodiscard]] virtual uint64_t applied_size() const = 0;

  /// Puts in the tiles that changed up to `tree_size`; durability as with Write.
  virtual Result<Unit, StorageFailure> WriteTiles(std::span<const TileRow> tiles,
                                                  uint64_t tree_size) = 0;
  /// The widest version of a tile. Any thread.
  [[nodiscard]] virtual Parsed<std::string> ReadTile(TileRowId id) const = 0;
  [[nodiscard]] virtual uint64_t tree_size() const = 0;

  /// Makes everything written so far durable.
  virtual Result<Unit, StorageFailure> Flush() = 0;
  /// Why nothing that was computed from these rows may be trusted any more: a row could not be read
  /// or does not decode, or a write failed. Empty while all is well. Any thread.
  [[nodiscard]] virtual std::string failure() const = 0;
  /// How often something failed. Whoever answers from rows looks before and after: a row that could
  /// not be read looks to the rules as one that is not there. Any thread.
  [[nodiscard]] virtual uint64_t failures() const { return failure().empty() ? 0 : 1; }
};

}  // namespace enishi
