#include "wallet-cli/commands/command_line.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "wallet-cli/commands/all_commands.h"

namespace enishi {
namespace {

ParsedCommandLine Parse(const std::vector<std::string>& arguments) {
  static const std::vector<CommandSpec> commands = AllCommands();
  static const std::string name = "enishi";
  return ParseCommandLine({name, commands}, arguments);
}

TEST(CommandLine, GivesTheCommandWithItsArguments) {
  const auto line = Parse({"pay", "send", "bakery", "1200", "--as", "hana", "--yes"});
  ASSERT_TRUE(line.invocation.has_value()) << line.wrong_usage.en;
  EXPECT_EQ(line.invocation->command->name, "send");
  EXPECT_EQ(line.invocation->arguments.GetOr("SHOP", ""), "bakery");
  EXPECT_EQ(line.invocation->arguments.GetOr("AMOUNT", ""), "1200");
  EXPECT_EQ(line.invocation->options.as, "hana");
  EXPECT_TRUE(line.invocation->options.yes);
}

TEST(CommandLine, WithNothingMissesACommand) {
  EXPECT_EQ(Parse({}).wrong_usage.en, "A command is missing; enishi --help lists them.");
  EXPECT_EQ(Parse({"key"}).wrong_usage.en, "A command is missing; enishi key --help lists them.");
}

TEST(CommandLine, AMisspeltCommandIsAnsweredWithTheNearestOne) {
  EXPECT_EQ(Parse({"acount", "show"}).wrong_usage.en,
            "There is no command acount; did you mean account?");
  EXPECT_EQ(Parse({"key", "nwe"}).wrong_usage.en, "There is no command nwe; did you mean new?");
  EXPECT_EQ(Parse({"key", "nwe"}).wrong_usage.ja,
            "「nwe」というコマンドはありません。「new」ではありませんか？");
  EXPECT_EQ(Parse({"key", "zzzzzz"}).wrong_usage.en,
            "There is no command zzzzzz; enishi key --help lists them.");
}

TEST(CommandLine, AMisspeltOptionIsAnsweredWithTheNearestOne) {
  EXPECT_EQ(Parse({"pay", "code", "--max-amout", "100"}).wrong_usage.en,
            "There is no option --max-amout; did you mean --max-amount?");
  EXPECT_EQ(Parse({"key", "list", "--sevrer=x"}).wrong_usage.en,
            "There is no option --sevrer; did you mean --server?");
  EXPECT_EQ(Parse({"key", "list", "--zzzzzzzzz"}).wrong_usage.en,
            "There is no option --zzzzzzzzz; enishi key list --help lists them.");
}

TEST(CommandLine, WhatIsMissingIsNamed) {
  EXPECT_EQ(Parse({"pay", "code"}).wrong_usage.en,
            "--max-amount is missing; enishi pay code --help shows the usage.");
  EXPECT_EQ(Parse({"pay", "code", "--max-amount"}).wrong_usage.en,
            "--max-amount needs exactly one value; enishi pay code --help shows the usage.");
  EXPECT_EQ(Parse({"account", "verify"}).wrong_usage.en,
            "FILE is missing; enishi account verify --help shows the usage.");
}

TEST(CommandLine, AnArgumentTooManyIsNamed) {
  EXPECT_EQ(Parse({"account", "verify", "one", "two"}).wrong_usage.en,
            "The argument two is one too many; enishi account verify --help shows the usage.");
}

TEST(CommandLine, HelpIsThatOfThePlaceWhereItIsAsked) {
  EXPECT_NE(Parse({"--help"}).text.find("Usage: enishi COMMAND"), std::string::npos);
  EXPECT_NE(Parse({"key", "--help"}).text.find("Usage: enishi key COMMAND"), std::string::npos);
  EXPECT_NE(Parse({"key", "new", "-h"}).text.find("Usage: enishi key new"), std::string::npos);
  EXPECT_NE(Parse({"--lang", "ja", "key", "new", "--help"}).text.find("使い方"), std::string::npos);
  EXPECT_NE(Parse({"key", "new", "--help", "--lang=ja"}).text.find("使い方"), std::string::npos);
}

TEST(CommandLine, ALanguageThatIsNotThereIsRefused) {
  EXPECT_EQ(Parse({"key", "list", "--lang", "fr"}).wrong_usage.en, "--lang must be ja or en.");
}

}  // namespace
}  // namespace enishi
