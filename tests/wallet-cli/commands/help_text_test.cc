#include "wallet-cli/commands/help_text.h"

#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "ledger/messages/commands.h"
#include "ledger/messages/kinds.h"
#include "wallet-cli/commands/all_commands.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

const std::vector<CommandSpec>& Commands() {
  static const std::vector<CommandSpec> commands = AllCommands();
  return commands;
}

// Every path that --help can explain: the program, its groups, its commands.
std::set<std::string> Paths() {
  std::set<std::string> paths = {""};
  for (const CommandSpec& command : Commands()) {
    if (!command.group.empty()) paths.insert(command.group);
    paths.insert(CommandPath(command));
  }
  return paths;
}

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool IsLatin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Words that are typed or read as they are in any language.
bool IsTyped(const std::string& word) {
  static const std::set<std::string> kTyped = {"CSV",  "CSVファイル", "Enishi",  "enishi",
                                               "JSON", "QR",          "URL",     "UTC",
                                               "ISO",  "ID",          "QRコード"};
  return kTyped.contains(word) || word.find_first_of("-._/|=") != std::string::npos;
}

// The words of Latin letters in a text: runs of ASCII between spaces and Japanese.
std::vector<std::string> LatinWords(const std::string& text) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    const bool latin = std::any_of(word.begin(), word.end(), IsLatin);
    if (latin) words.push_back(word);
    word.clear();
  };
  for (const char c : text) {
    const bool ascii = (c & 0x80) == 0;
    if (!ascii || std::string_view(" ()[]:;,'\"@").find(c) != std::string_view::npos) {
      end_word();
    } else {
      word.push_back(c);
    }
  }
  end_word();
  return words;
}

// Names of commands, choices and environment variables, which are typed.
std::set<std::string> TypedNames() {
  std::set<std::string> names = {"ENISHI_SERVER",
                                 "ENISHI_KEYRING",
                                 "ja",
                                 "en",
                                 "key",
                                 "y",
                                 "FILE.leaf",
                                 "h",
                                 "month",
                                 "day",
                                 "week",
                                 "programme",
                                 "simulated"};
  for (const CommandSpec& command : Commands()) {
    names.insert(command.group);
    names.insert(command.name);
  }
  return names;
}

TEST(HelpText, EveryCommandGroupAndOptionIsExplained) {
  for (const CommandSpec& command : Commands()) {
    const std::string path = CommandPath(command);
    EXPECT_TRUE(CommandHelp(path).has_value()) << path;
    if (!command.group.empty()) {
      EXPECT_TRUE(GroupHelp(command.group).has_value()) << command.group;
    }
    for (const OptionSpec& option : command.options) {
      const bool explained = option.field.field.empty()
                                 ? OptionHelp(path, option.name).has_value()
                                 : FieldHelp(option.field.kind, option.field.field).has_value();
      EXPECT_TRUE(explained) << path << " " << option.name;
    }
  }
  for (const OptionSpec& option : EveryCommandOptions()) {
    EXPECT_TRUE(OptionHelp("", option.name.substr(0, option.name.find(','))).has_value())
        << option.name;
  }
}

TEST(HelpText, FitsATerminalInBothLanguages) {
  const std::string name = "enishi";
  for (const std::string& path : Paths()) {
    for (const Language language : {Language::kEnglish, Language::kJapanese}) {
      for (const std::string& line : LinesOf(HelpText({name, Commands()}, path, language))) {
        EXPECT_LE(DisplayWidth(line), kTerminalColumns) << path << ": " << line;
      }
    }
  }
}

TEST(HelpText, InJapaneseHasNoWordOfAnotherLanguageButWhatIsTyped) {
  const std::string name = "enishi";
  const std::set<std::string> typed = TypedNames();
  for (const std::string& path : Paths()) {
    for (const std::string& word :
         LatinWords(HelpText({name, Commands()}, path, Language::kJapanese))) {
      EXPECT_TRUE(IsTyped(word) || typed.contains(word)) << path << ": " << word;
    }
  }
}

TEST(HelpText, NamesArgumentsAndSaysWhichOptionsAreRequired) {
  const std::string name = "enishi";
  const std::string english = HelpText({name, Commands()}, "pay code", Language::kEnglish);
  EXPECT_NE(english.find("Usage: enishi pay code [OPTIONS]"), std::string::npos) << english;
  EXPECT_NE(english.find("--max-amount N"), std::string::npos);
  EXPECT_NE(english.find("(required)"), std::string::npos);
  const std::string japanese = HelpText({name, Commands()}, "pay send", Language::kJapanese);
  EXPECT_NE(japanese.find("使い方：enishi pay send [加盟店] [ポイント数] ［オプション］"),
            std::string::npos)
      << japanese;
  EXPECT_NE(japanese.find("（省略可）"), std::string::npos);
}

TEST(HelpText, FormsAreReadInTheLanguage) {
  EXPECT_EQ(FormIn("ID|@LABEL", Language::kJapanese), "口座番号|@ラベル");
  EXPECT_EQ(FormIn("NAME=VALUE", Language::kJapanese), "名前=値");
  EXPECT_EQ(FormIn("'YYYY-MM-DD hh:mm'|MS", Language::kJapanese), "'年-月-日 時:分'|ミリ秒");
  EXPECT_EQ(FormIn("PERIOD:N,...", Language::kJapanese), "期間:数,...");
  EXPECT_EQ(FormIn("participant|shop", Language::kJapanese), "participant|shop");
  EXPECT_EQ(FormIn("ID|@LABEL", Language::kEnglish), "ID|@LABEL");
}

}  // namespace
}  // namespace enishi
