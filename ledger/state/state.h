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
/// and the tree's tiles as of the first tree_size(). All of it can be derived from the log again.
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
  /// Runs `read` on a snapshot of the rows and the number of entries that it includes. Any
  /// thread.
  virtual void ReadAt(
      const std::function<void(const View&, uint64_t applied_size)>& read) const = 0;
  /// The same without the size.
  void Read(const std::function<void(const View&)>& read) const {
    ReadAt([&read](const View& view, uint64_t /*applied_size*/) { read(view); });
  }
  /// Writes the rows that the entries up to `applied_size` changed, all or none. They need not be
  /// durable on return, but a crash leaves the state as it was after some earlier call.
  virtual Result<Unit, StorageFailure> Write(const Overlay::Rows& rows, uint64_t applied_size) = 0;
  [[nodiscard]] virtual uint64_t applied_size() const = 0;

  /// Writes the tiles that changed up to `tree_size`; durability as with Write.
  virtual Result<Unit, StorageFailure> WriteTiles(std::span<const TileRow> tiles,
                                                  uint64_t tree_size) = 0;
  /// The widest version of a tile. Any thread.
  [[nodiscard]] virtual Parsed<std::string> ReadTile(TileRowId id) const = 0;
  [[nodiscard]] virtual uint64_t tree_size() const = 0;

  /// Makes everything written so far durable.
  virtual Result<Unit, StorageFailure> Flush() = 0;
  /// Why results computed from these rows are invalid: a row could not be read or does not decode,
  /// or a write failed. Empty if nothing failed. Any thread.
  [[nodiscard]] virtual std::string failure() const = 0;
  /// How often a read or write failed. A reader compares the number before and after, because an
  /// unreadable row looks absent to the rules. Any thread.
  [[nodiscard]] virtual uint64_t failures() const { return failure().empty() ? 0 : 1; }
};

}  // namespace enishi
