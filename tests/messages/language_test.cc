#include "ledger/messages/language.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <optional>
#include <string>

namespace enishi {
namespace {

// Sets the variables of the locale for one test and puts back what they were.
class Locale : public ::testing::Test {
 protected:
  Locale() {
    for (Variable& variable : variables_) {
      const char* value = std::getenv(variable.name);
      if (value != nullptr) variable.before = value;
      unsetenv(variable.name);
    }
  }
  ~Locale() override {
    for (const Variable& variable : variables_) {
      if (variable.before) {
        setenv(variable.name, variable.before->c_str(), 1);
      } else {
        unsetenv(variable.name);
      }
    }
  }

 private:
  struct Variable {
    const char* name;
    std::optional<std::string> before = {};
  };
  Variable variables_[3] = {{"LC_ALL"}, {"LC_MESSAGES"}, {"LANG"}};
};

TEST_F(Locale, TheNamedLanguageWins) {
  setenv("LC_ALL", "ja_JP.UTF-8", 1);
  EXPECT_EQ(ChooseLanguage("en"), Language::kEnglish);
  EXPECT_EQ(ChooseLanguage("ja"), Language::kJapanese);
  EXPECT_EQ(ChooseLanguage(""), Language::kJapanese);
}

TEST_F(Locale, TheFirstVariableThatIsSetDecides) {
  EXPECT_EQ(ChooseLanguage(""), Language::kEnglish);
  setenv("LANG", "ja_JP.UTF-8", 1);
  EXPECT_EQ(ChooseLanguage(""), Language::kJapanese);
  setenv("LC_MESSAGES", "C", 1);
  EXPECT_EQ(ChooseLanguage(""), Language::kEnglish);
  setenv("LC_ALL", "", 1);
  EXPECT_EQ(ChooseLanguage(""), Language::kEnglish);
  setenv("LC_ALL", "ja", 1);
  EXPECT_EQ(ChooseLanguage(""), Language::kJapanese);
}

}  // namespace
}  // namespace enishi
