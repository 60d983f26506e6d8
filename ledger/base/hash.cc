#include "ledger/base/hash.h"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <string>

namespace enishi {

// By OpenSSL, which uses the processor's instructions for it: a leaf takes a quarter of the time
// that it takes libsodium. To look the function up costs more than to hash, so that is done once.
Hash Sha256(std::initializer_list<std::string_view> parts) {
  // A separate context reads no configuration file, which could leave the function out.
  static const EVP_MD* const sha256 = EVP_MD_fetch(OSSL_LIB_CTX_new(), "SHA256", nullptr);
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> state(EVP_MD_CTX_new(),
                                                                                   EVP_MD_CTX_free);
  CHECK(sha256 != nullptr && state != nullptr);
  CHECK(EVP_DigestInit_ex2(state.get(), sha256, nullptr) == 1);
  for (const std::string_view part : parts) {
    CHECK(EVP_DigestUpdate(state.get(), part.data(), part.size()) == 1);
  }
  Hash digest;
  CHECK(EVP_DigestFinal_ex(state.get(), digest.data(), nullptr) == 1);
  return digest;
}

std::string HexEncode(std::string_view bytes) {
  std::string text(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  text.pop_back();
  return text;
}

Parsed<std::string> HexDecode(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (text.size() % 2 != 0 || !std::all_of(text.begin(), text.end(), is_digit)) {
    return FormatError{"not lower-case hexadecimal of an even length"};
  }
  std::string bytes(text.size() / 2, '\0');
  size_t length = 0;
  sodium_hex2bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                 text.size(), nullptr, &length, nullptr);
  CHECK(length == bytes.size());
  return bytes;
}

std::string Base64Encode(std::string_view bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();
  return text;
}

Parsed<std::string> Base64Decode(std::string_view text) {
  // libsodium takes the bytes AB and AF for '+' and '/', where char is signed, so that one byte
  // string would have several texts.
  if (std::any_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; })) {
    return FormatError{"not base64 with padding"};
  }
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  size_t length = 0;
  const char* end = nullptr;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                        text.size(), nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL) != 0 ||
      end != text.data() + text.size()) {
    return FormatError{"not base64 with padding"};
  }
  bytes.resize(length);
  return bytes;
}

namespace {

constexpr std::string_view kBase32Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

int Base32Value(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'O') c = '0';
  const size_t at = kBase32Alphabet.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

}  // namespace

std::string Base32Encode(std::string_view bytes) {
  std::string text;
  uint32_t buffer = 0;
  int bits = 0;
  for (const char byte : bytes) {
    buffer = (buffer << 8 | static_cast<uint8_t>(byte)) & 0xFFF;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text.push_back(kBase32Alphabet[buffer >> bits & 31]);
    }
  }
  if (bits > 0) text.push_back(kBase32Alphabet[buffer << (5 - bits) & 31]);
  return text;
}

Parsed<std::string> Base32Decode(std::string_view text) {
  std::string bytes;
  uint32_t buffer = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == '-' || c == ' ') continue;
    const int value = Base32Value(c);
    if (value < 0) return FormatError{"a character that is not of Crockford's base 32"};
    buffer = (buffer << 5 | static_cast<uint32_t>(value)) & 0x1FFF;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push_back(static_cast<char>(static_cast<uint8_t>(buffer >> bits)));
    }
  }
  if (bits >= 5 || (buffer & ((1U << bits) - 1)) != 0) {
    return FormatError{"a length or an end that base 32 never produces"};
  }
  return bytes;
}

std::string RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  CHECK(sodium_init() >= 0);
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace enishi
