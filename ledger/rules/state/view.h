#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace enishi {

/// The state as the rules see it: rows, each a key and a value in bytes, in key order. The
/// tables are in rows.h. A view does not change while it is read.
class View {
 public:
  /// Sees one row; false stops the scan.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;

  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  virtual ~View() = default;

  /// Returns nullopt if there is no such row, and also if it cannot be read; the implementation
  /// records the latter, and the committer checks that record before it uses a decision.
  [[nodiscard]] virtual std::optional<std::string> Get(std::string_view key) const = 0;
  /// Visits the rows whose key begins with `prefix`, in key order.
  virtual void Scan(std::string_view prefix, const Visit& visit) const = 0;
  /// Records that a row does not decode, in the same way as a row that cannot be read.
  virtual void NoteDamage(std::string_view key) const = 0;
};

/// A view without rows: the base of a ledger held in memory. Damage stops the process.
class EmptyView : public View {
 public:
  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, const Visit& visit) const override;
  void NoteDamage(std::string_view key) const override;
};

/// Changes on top of a view, which must outlive it. One thread writes. Over an EmptyView this is a
/// whole ledger's state in memory, as the audit and the tests use it.
class Overlay : public View {
 public:
  /// A row's new value, or nullopt if the row is erased.
  using Rows = std::map<std::string, std::optional<std::string>, std::less<>>;

  explicit Overlay(const View& base) : base_(&base) {}

  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, const Visit& visit) const override;
  void NoteDamage(std::string_view key) const override { base_->NoteDamage(key); }

  /// Replaces the base by another view, which must have the same rows.
  void StandOn(const View& base) { base_ = &base; }
  void Put(std::string key, std::string value);
  void Erase(std::string key);
  /// Drops a change, so that the row of the base is visible again.
  void Forget(std::string_view key);
  [[nodiscard]] const Rows& rows() const { return rows_; }
  void Clear();

 private:
  void Set(std::string key, std::optional<std::string> value);

  const View* base_;
  Rows rows_;
  // Finds a row of `rows_` by hash. Searching the ordered map took most of the time of the rules
  // when the overlay is a whole ledger's state.
  std::unordered_map<std::string_view, Rows::iterator> places_;
};

}  // namespace enishi
