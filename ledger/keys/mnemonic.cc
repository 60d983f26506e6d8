#include "ledger/keys/mnemonic.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <vector>

#include "ledger/base/hash.h"
#include "ledger/keys/mnemonic_words.h"

namespace enishi {
namespace {

constexpr size_t kBitsPerWord = 11;
constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";  // U+3000

using Index = std::map<std::string_view, uint16_t>;

Index MakeIndex(const WordList& words) {
  Index index;
  for (size_t i = 0; i < words.size(); ++i) index.emplace(words[i], static_cast<uint16_t>(i));
  CHECK(index.size() == words.size());
  return index;
}

const Index& IndexOf(WordLanguage language) {
  static const Index english = MakeIndex(kEnglishWords);
  static const Index japanese = MakeIndex(kJapaneseWords);
  return language == WordLanguage::kEnglish ? english : japanese;
}

// A string that is wiped on destruction.
struct Secret {
  std::string text;
  Secret() = default;
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { Wipe(text); }
};

// NFKD, which also turns full-width letters and U+3000 into their plain forms. False where the
// text is not UTF-8.
bool Normalise(std::string_view text, std::string& out) {
  uint8_t* normal = nullptr;
  const utf8proc_ssize_t length = utf8proc_map(
      reinterpret_cast<const uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
      &normal,
      static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT));
  if (length < 0) return false;
  const auto bytes = static_cast<size_t>(length);
  out.assign(reinterpret_cast<const char*>(normal), bytes);
  // The library's copy is wiped like ours.
  volatile uint8_t* wiped = normal;
  for (size_t i = 0; i < bytes; ++i) wiped[i] = 0;
  std::free(normal);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return true;
}

bool IsSeparator(int32_t scalar) {
  const utf8proc_category_t category = utf8proc_category(scalar);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP || (scalar >= '\t' && scalar <= '\r') || scalar == 0x85;
}

// Views into the text, one per word.
std::vector<std::string_view> SplitWords(std::string_view text) {
  std::vector<std::string_view> words;
  size_t start = 0;
  size_t at = 0;
  const auto end_word = [&](size_t next) {
    if (at > start) words.push_back(text.substr(start, at - start));
    start = next;
  };
  while (at < text.size()) {
    int32_t scalar = -1;
    const auto step = utf8proc_iterate(reinterpret_cast<const uint8_t*>(text.data()) + at,
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &scalar);
    CHECK(step > 0);
    const size_t next = at + static_cast<size_t>(step);
    if (IsSeparator(scalar)) end_word(next);
    at = next;
  }
  end_word(at);
  return words;
}

size_t KnownWords(const std::vector<std::string_view>& words, WordLanguage language) {
  const Index& index = IndexOf(language);
  return static_cast<size_t>(std::count_if(words.begin(), words.end(), [&](std::string_view word) {
    return index.find(word) != index.end();
  }));
}

// Collects numbers of 11 bits one after another, most significant first: 33 bytes for 24 words.
class Bits {
 public:
  // No reallocation may leave half of the seed behind in freed memory.
  Bits() { bytes_.text.reserve(Seed::kBytes + 1); }

  void Append(uint16_t number) {
    buffer_ = (buffer_ << kBitsPerWord | number) & 0x7FFFF;
    for (bits_ += kBitsPerWord; bits_ >= 8; bits_ -= 8) {
      bytes_.text.push_back(static_cast<char>(static_cast<uint8_t>(buffer_ >> (bits_ - 8))));
    }
  }
  [[nodiscard]] std::string_view bytes() const { return bytes_.text; }

 private:
  Secret bytes_;
  uint32_t buffer_ = 0;
  size_t bits_ = 0;
};

MnemonicError Error(MnemonicError::Reason reason, size_t position, std::string message) {
  return {reason, position, std::move(message)};
}

}  // namespace

std::string EncodeMnemonic(const Seed& seed, WordLanguage language) {
  const bool english = language == WordLanguage::kEnglish;
  const WordList& words = english ? kEnglishWords : kJapaneseWords;
  Secret bytes;
  bytes.text.reserve(Seed::kBytes + 1);
  bytes.text.append(seed.bytes());
  bytes.text.push_back(static_cast<char>(Sha256({seed.bytes()})[0]));
  std::string out;
  // No reallocation may leave half of the words behind in freed memory.
  out.reserve(kMnemonicMaxBytes);
  uint32_t buffer = 0;
  size_t bits = 0;
  for (const char byte : bytes.text) {
    buffer = (buffer << 8 | static_cast<uint8_t>(byte)) & 0x7FFFF;
    bits += 8;
    if (bits < kBitsPerWord) continue;
    bits -= kBitsPerWord;
    if (!out.empty()) out.append(english ? std::string_view(" ") : kIdeographicSpace);
    out.append(words[buffer >> bits & 0x7FF]);
  }
  CHECK(bits == 0);
  return out;
}

Result<Seed, MnemonicError> DecodeMnemonic(std::string_view text) {
  Secret normal;
  if (text.size() > kMnemonicMaxBytes || !Normalise(text, normal.text)) {
    return Error(MnemonicError::Reason::kNotText, 0, "not a text of at most 4,096 bytes");
  }
  const auto words = SplitWords(normal.text);
  if (words.size() != kMnemonicWords) {
    return Error(MnemonicError::Reason::kWordCount, words.size(),
                 "there are " + std::to_string(words.size()) + " words instead of 24");
  }
  const auto language =
      KnownWords(words, WordLanguage::kJapanese) > KnownWords(words, WordLanguage::kEnglish)
          ? WordLanguage::kJapanese
          : WordLanguage::kEnglish;
  const Index& index = IndexOf(language);
  Bits bits;
  for (size_t i = 0; i < words.size(); ++i) {
    const auto at = index.find(words[i]);
    if (at == index.end()) {
      return Error(MnemonicError::Reason::kUnknownWord, i + 1,
                   "word " + std::to_string(i + 1) + " is not in the list");
    }
    bits.Append(at->second);
  }
  const std::string_view seed = bits.bytes().substr(0, Seed::kBytes);
  if (static_cast<uint8_t>(bits.bytes().back()) != Sha256({seed})[0]) {
    return Error(MnemonicError::Reason::kChecksum, 0,
                 "the words do not belong together: one is wrong or two are swapped");
  }
  auto read = Seed::FromBytes(seed);
  CHECK(read.has_value());
  return *std::move(read);
}

}  // namespace enishi
