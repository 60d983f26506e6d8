#include "wallet-cli/terminal/numbered_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

// Japanese mnemonics have it between their words.
constexpr std::string_view kIdeographicSpace = "\xE3\x80\x80";
constexpr size_t kWordsPerLine = 4;
constexpr size_t kWordWidth = 15;

void RemovePrefix(std::string_view& text, size_t count) {
  text.remove_prefix(std::min(text.size(), count));
}

}  // namespace

std::string NumberedWords(std::string_view words) {
  std::string text;
  for (size_t number = 1; !words.empty(); ++number) {
    const std::string_view word =
        words.substr(0, std::min(words.find(' '), words.find(kIdeographicSpace)));
    RemovePrefix(words, word.size());
    RemovePrefix(words, words.starts_with(kIdeographicSpace) ? kIdeographicSpace.size() : 1);
    const bool last = number % kWordsPerLine == 0 || words.empty();
    text += fmt::format("{:2}  {}", number, word);
    if (last) {
      text += '\n';
    } else {
      text.append(kWordWidth - std::min(kWordWidth, DisplayWidth(word)), ' ');
    }
  }
  return text;
}

}  // namespace enishi
