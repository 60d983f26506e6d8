#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "ledger/instruction/fields.h"

namespace enishi {

/// The state as the rules see it: rows, each a key and a value in bytes, in key order. What rows
/// there are is said in rows.h. A view does not change while somebody reads it.
class View {
 public:
  /// Sees one row; false stops the scan.
  using Visit = std::function<bool(std::string_view key, std::string_view value)>;

  View() = default;
  View(const View&) = delete;
  View& operator=(const View&) = delete;
  virtual ~View() = default;

  /// Nothing where there is no such row, and where it could not be read; the implementation
  /// remembers the latter, and whoever commits asks it before trusting what was computed.
  [[nodiscard]] virtual std::optional<std::string> Get(std::string_view key) const = 0;
  /// Visits the rows whose key begins with `prefix`, in key order.
  virtual void Scan(std::string_view prefix, const Visit& visit) const = 0;
  /// Told when a row does not decode; the same memory as for a row that could not be read.
  virtual void NoteDamage(std::string_view key) const = 0;
};

/// A view without rows: what lies beneath a ledger held in memory. Damage stops the process.
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
  /// A row's new value, or nothing where the row is gone.
  using Rows = std::map<std::string, std::optional<std::string>, std::less<>>;

  explicit Overlay(const View& base) : base_(&base) {}

  [[nodiscard]] std::optional<std::string> Get(std::string_view key) const override;
  void Scan(std::string_view prefix, const Visit& visit) const override;
  void NoteDamage(std::string_view key) const override { base_->NoteDamage(key); }

  /// Puts another view beneath, which must show what the one before showed.
  void StandOn(const View& base) { base_ = &base; }
  void Put(std::string key, std::string value);
  void Erase(std::string key);
  /// Takes a change back, so that the view below shows through again.
  void Forget(std::string_view key);
  [[nodiscard]] const Rows& rows() const { return rows_; }
  void Clear();

 private:
  void Set(std::string key, std::optional<std::string> value);

  const View* base_;
  Rows rows_;
  // Where each row of `rows_` is. Looking a row up in the order of keys was most of what the rules
  // cost where the overlay is a whole ledger's state.
  std::unordered_map<std::string_view, Rows::iterator> places_;
};

/// The bytes of a row's key: the table's letter and the key's fields.
template <class R>
std::string RowKey(const typename R::Key& key) {
  std::string bytes(1, R::kTable);
  PutFields(bytes, key);
  return bytes;
}

template <class R>
std::string RowValue(const R& row) {
  std::string bytes;
  PutFields(bytes, row);
  return bytes;
}

/// Reads a row's key and value back; false where the bytes are no row of R.
template <class R>
bool ReadRow(std::string_view key_bytes, std::string_view value_bytes, typename R::Key& key,
             R& row) {
  if (key_bytes.empty() || key_bytes.front() != R::kTable) return false;
  ByteReader key_reader(key_bytes.substr(1));
  ByteReader value_reader(value_bytes);
  return GetFields(key_reader, key) && key_reader.AtEnd() && GetFields(value_reader, row) &&
         value_reader.AtEnd();
}

template <class R>
std::optional<R> Find(const View& view, const typename R::Key& key) {
  const std::string key_bytes = RowKey<R>(key);
  const auto value_bytes = view.Get(key_bytes);
  if (!value_bytes) return std::nullopt;
  R row;
  ByteReader reader(*value_bytes);
  if (GetFields(reader, row) && reader.AtEnd()) return row;
  view.NoteDamage(key_bytes);
  return std::nullopt;
}

/// Visits the rows of a table whose key begins with `key_prefix` (bytes after the table's letter);
/// `visit(key, row)` returns false to stop.
template <class R, class Visitor>
void ForEachRow(const View& view, std::string_view key_prefix, Visitor visit) {
  std::string prefix(1, R::kTable);
  prefix += key_prefix;
  view.Scan(prefix, [&](std::string_view key_bytes, std::string_view value_bytes) {
    typename R::Key key;
    R row;
    if (!ReadRow<R>(key_bytes, value_bytes, key, row)) {
      view.NoteDamage(key_bytes);
      return false;
    }
    return static_cast<bool>(visit(key, row));
  });
}

}  // namespace enishi
