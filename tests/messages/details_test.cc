#include "ledger/messages/details.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <string>

namespace enishi {
namespace {

std::string Japanese(std::string_view english) {
  return Translated(english).In(Language::kJapanese);
}

TEST(Details, AreLookedUpAsAWhole) {
  EXPECT_EQ(Translated("the passphrase is wrong"),
            Bilingual("the passphrase is wrong", "パスフレーズが違います"));
}

TEST(Details, KeepTheirArgument) {
  EXPECT_EQ(Japanese("there are 23 words instead of 24"), "単語が24個ではなく23個あります");
  EXPECT_EQ(Japanese("not an integer from 0 to 65535"), "0から65535までの整数ではありません");
}

TEST(Details, PartsAreLookedUpOneByOne) {
  EXPECT_EQ(Japanese("people.csv: line 3: no such day"),
            "people.csv：3行目：その日は暦にありません");
  EXPECT_EQ(Japanese("not a list; no such day"), "一覧ではありません；その日は暦にありません");
}

TEST(Details, WhatIsNotInTheTableStays) {
  EXPECT_EQ(Japanese("Connection refused"), "Connection refused");
  EXPECT_FALSE(HasTranslation("Connection refused"));
  EXPECT_EQ(Japanese(""), "");
}

// Every complete message of a reader of formats, from the sources.
TEST(Details, EveryMessageOfAFormatIsInTheTable) {
  const std::filesystem::path root = ENISHI_SOURCE_DIR;
  const std::regex message(R"re(FormatError\{"([^"]*)"\})re");
  for (const char* folder : {"ledger/base", "ledger/keys", "ledger/codes", "ledger/merkle",
                             "ledger/instruction", "wallet-cli/tables"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
      std::ifstream in(entry.path());
      const std::string source{std::istreambuf_iterator<char>(in), {}};
      for (std::sregex_iterator found(source.begin(), source.end(), message), end; found != end;
           ++found) {
        EXPECT_TRUE(HasTranslation((*found)[1].str())) << entry.path() << ": " << (*found)[1].str();
      }
    }
  }
}

}  // namespace
}  // namespace enishi
