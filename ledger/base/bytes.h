#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace enishi {

// Byte strings are std::string and views of them std::string_view throughout: that is what RocksDB,
// the HTTP library and the standard streams speak.

/// Appends an unsigned integer, most significant byte first.
template <std::unsigned_integral T>
void PutInteger(std::string& out, T value) {
  std::array<char, sizeof(T)> bytes;
  for (size_t i = 0; i < sizeof(T); ++i) {
    bytes[i] = static_cast<char>(static_cast<uint8_t>(value >> (8 * (sizeof(T) - 1 - i))));
  }
  out.append(bytes.data(), bytes.size());
}

/// Reads a byte string from front to back. Every read says whether there were enough bytes; after
/// a read that failed the reader stays failed, so a caller may check once at the end.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  /// Reads an unsigned integer, most significant byte first.
  template <std::unsigned_integral T>
  bool Read(T& value) {
    std::string_view bytes;
    if (!ReadBytes(sizeof(T), bytes)) return false;
    uint64_t sum = 0;
    for (const char byte : bytes) sum = sum << 8 | static_cast<uint8_t>(byte);
    value = static_cast<T>(sum);
    return true;
  }

  /// Reads `count` bytes; the view lives as long as the bytes given to the constructor.
  bool ReadBytes(size_t count, std::string_view& bytes) {
    if (failed_ || rest_.size() < count) {
      failed_ = true;
      return false;
    }
    bytes = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return true;
  }

  template <size_t N>
  bool Read(std::array<uint8_t, N>& value) {
    std::string_view bytes;
    if (!ReadBytes(N, bytes)) return false;
    for (size_t i = 0; i < N; ++i) value[i] = static_cast<uint8_t>(bytes[i]);
    return true;
  }

  [[nodiscard]] bool failed() const { return failed_; }
  /// True when everything was read and nothing was missing.
  [[nodiscard]] bool AtEnd() const { return !failed_ && rest_.empty(); }
  [[nodiscard]] size_t remaining() const { return rest_.size(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

template <size_t N>
void PutBytes(std::string& out, const std::array<uint8_t, N>& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), N);
}

template <size_t N>
std::string_view AsView(const std::array<uint8_t, N>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), N};
}

}  // namespace enishi
