#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/instruction/fields.h"
#include "ledger/rules/state/view.h"

namespace enishi {

// A row is a structure with a letter for its table, kTable, a name, kName, a structure Key with a
// field list, and the field list of its value. Its bytes are those of the fields in their order
// (specs/storage.md). A row gains fields at its end: it then says in kFirstFields how many it began
// with, and of the later ones those that have their default at the end are not written. So bytes of
// before still decode, no hash of an old outcome changes, and every row has exactly one encoding.

/// The codec of a row. Defined in row_codec.h and instantiated once, in rows/<family>.cc.
template <class R>
struct RowCodec {
  static void PutKey(std::string& out, const typename R::Key& key);
  static void PutRow(std::string& out, const R& row);
  /// `key` and `row` must be default-constructed. False if the bytes are not exactly one key or
  /// row; a row with a trailing field that holds its default is refused.
  static bool GetKey(std::string_view bytes, typename R::Key& key);
  static bool GetRow(std::string_view bytes, R& row);
  /// Appends the members of the key and of the row, if there is one, to a JSON object.
  static void Describe(const typename R::Key& key, const R* row, Json& out);
};

/// The bytes of a row's key: the table's letter and the key's fields.
template <class R>
std::string RowKey(const typename R::Key& key) {
  std::string bytes(1, R::kTable);
  RowCodec<R>::PutKey(bytes, key);
  return bytes;
}

template <class R>
std::string RowValue(const R& row) {
  std::string bytes;
  RowCodec<R>::PutRow(bytes, row);
  return bytes;
}

/// Reads a row's key back; false if the bytes are not a key of R.
template <class R>
bool ReadRowKey(std::string_view bytes, typename R::Key& key) {
  return !bytes.empty() && bytes.front() == R::kTable && RowCodec<R>::GetKey(bytes.substr(1), key);
}

/// Reads a row's key and value back; false if the bytes are not a row of R.
template <class R>
bool ReadRow(std::string_view key_bytes, std::string_view value_bytes, typename R::Key& key,
             R& row) {
  return ReadRowKey<R>(key_bytes, key) && RowCodec<R>::GetRow(value_bytes, row);
}

template <class R>
std::optional<R> Find(const View& view, const typename R::Key& key) {
  const std::string key_bytes = RowKey<R>(key);
  const auto value_bytes = view.Get(key_bytes);
  if (!value_bytes) return std::nullopt;
  R row;
  if (RowCodec<R>::GetRow(*value_bytes, row)) return row;
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
