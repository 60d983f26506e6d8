#pragma once

#include "ledger/instruction/codec.h"
#include "ledger/rules/state/row.h"

// The bodies of RowCodec. Included only by the sources in rows/, which instantiate it.

namespace enishi {

template <class R>
void RowCodec<R>::PutKey(std::string& out, const typename R::Key& key) {
  PutFields(out, key);
}

// How many fields the row began with.
template <class R>
consteval size_t FirstFields() {
  if constexpr (requires { R::kFirstFields; }) return R::kFirstFields;
  return std::tuple_size_v<decltype(R::Fields())>;
}

template <class R>
void RowCodec<R>::PutRow(std::string& out, const R& row) {
  [[maybe_unused]] static const R kDefault{};  // unused by a row without fields
  size_t written = FirstFields<R>();           // how many are left without the trailing defaults
  size_t number = 0;
  ForEachField<R>([&](const auto& field) {
    if (++number <= written) return;
    if (!(row.*field.member == kDefault.*field.member)) written = number;
  });
  number = 0;
  ForEachField<R>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    if (number++ < written) FieldType<T>::Put(out, row.*field.member);
  });
}

template <class R>
bool RowCodec<R>::GetKey(std::string_view bytes, typename R::Key& key) {
  ByteReader in(bytes);
  return GetFields(in, key) && in.AtEnd();
}

template <class R>
bool RowCodec<R>::GetRow(std::string_view bytes, R& row) {
  [[maybe_unused]] static const R kDefault{};  // unused by a row without fields
  ByteReader in(bytes);
  bool good = true;
  bool ends_with_default = false;
  size_t number = 0;
  ForEachField<R>([&](const auto& field) {
    using T = typename std::decay_t<decltype(field)>::Type;
    const bool is_later = ++number > FirstFields<R>();
    if (!good || (is_later && in.AtEnd())) return;
    good = FieldType<T>::Get(in, row.*field.member);
    ends_with_default = is_later && row.*field.member == kDefault.*field.member;
  });
  return good && in.AtEnd() && !ends_with_default;
}

template <class R>
void RowCodec<R>::Describe(const typename R::Key& key, const R* row, Json& out) {
  WriteFields(key, out);
  if (row != nullptr) WriteFields(*row, out);
}

}  // namespace enishi
