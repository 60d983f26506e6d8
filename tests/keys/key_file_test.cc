#include "ledger/keys/key_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <thread>
#include <vector>

#include "tests/fixtures/vectors.h"

namespace enishi {
namespace {

using testing::CoreVectors;
using testing::Elements;
using Reason = KeyFileError::Reason;

// The least cost that is accepted, so that a test may open a file a thousand times.
constexpr KeyFileCost kCheap{1, KeyFileCost::kMinMemoryKib};

KeyEntry NewEntry(std::string label) {
  SigningKey key = SigningKey::Random();
  const AccountId account = AccountId::FromKey(key.public_key());
  return {std::move(label), account, std::move(key)};
}

Keyring ThreeKeys() {
  Keyring keyring;
  for (const char* label : {"財布", "till", "office"})
    CHECK(keyring.Add(NewEntry(label)).has_value());
  return keyring;
}

bool SameKeys(const Keyring& a, const Keyring& b) {
  return std::equal(a.entries().begin(), a.entries().end(), b.entries().begin(), b.entries().end(),
                    [](const KeyEntry& x, const KeyEntry& y) {
                      return x.label == y.label && x.account == y.account &&
                             x.key.public_key() == y.key.public_key() &&
                             x.key.seed().bytes() == y.key.seed().bytes();
                    });
}

Reason ReasonFor(std::string_view text, std::string_view passphrase) {
  const auto keyring = Keyring::Open(text, passphrase);
  CHECK(!keyring.has_value());
  return keyring.error().reason;
}

// A folder that goes with the test.
class KeyFilesOnDisk : public ::testing::Test {
 protected:
  KeyFilesOnDisk() {
    folder_ = std::filesystem::temp_directory_path() / ("enishi-" + HexEncode(RandomBytes(8)));
    std::filesystem::create_directory(folder_);
  }
  ~KeyFilesOnDisk() override { std::filesystem::remove_all(folder_); }
  [[nodiscard]] std::filesystem::path path() const { return folder_ / "keys.json"; }
  [[nodiscard]] size_t FilesInFolder() const {
    const std::filesystem::directory_iterator files(folder_);
    return static_cast<size_t>(std::distance(begin(files), end(files)));
  }
  std::filesystem::path folder_;
};

TEST(KeyFiles, VectorsOpen) {
  const Json vectors = CoreVectors("key_file.json");
  for (const Json& vector : Elements(vectors, "vectors")) {
    SCOPED_TRACE(TextOf(vector, "name"));
    const auto keyring = Keyring::Open(TextOf(vector, "file"), TextOf(vector, "passphrase"));
    ASSERT_TRUE(keyring) << keyring.error().message;
    const JsonArray& keys = *AsArray(*Find(vector, "keys"));
    ASSERT_EQ(keyring->entries().size(), keys.size());
    for (size_t i = 0; i < keys.size(); ++i) {
      const KeyEntry& entry = keyring->entries()[i];
      EXPECT_EQ(entry.label, TextOf(keys[i], "label"));
      EXPECT_EQ(entry.account.ToString(), TextOf(keys[i], "account"));
      EXPECT_EQ(HexEncode(entry.key.seed().bytes()), TextOf(keys[i], "seed"));
    }
  }
}

TEST(KeyFiles, SealedKeysComeBack) {
  const Keyring keyring = ThreeKeys();
  const auto text = keyring.Seal("passphrase");
  ASSERT_TRUE(text) << text.error().message;
  const auto read = Keyring::Open(*text, "passphrase");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(SameKeys(keyring, *read));
  EXPECT_NE(text->find("\"passes\": 2,"), std::string::npos);
  EXPECT_NE(text->find("\"memory_kib\": 65536,"), std::string::npos);
}

TEST(KeyFiles, ThousandsOfKeysCostOneDerivation) {
  Keyring keyring;
  for (int i = 0; i < 3000; ++i) ASSERT_TRUE(keyring.Add(NewEntry("key " + std::to_string(i))));
  const auto text = keyring.Seal("p", kCheap);
  ASSERT_TRUE(text);
  const auto read = Keyring::Open(*text, "p");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(SameKeys(keyring, *read));
  ASSERT_NE(read->Find("key 2999"), nullptr);
  EXPECT_EQ(read->Find("key 2999")->account, keyring.entries().back().account);
}

TEST(KeyFiles, NoSecretIsInTheText) {
  const Keyring keyring = ThreeKeys();
  const auto text = keyring.Seal("passphrase", kCheap);
  ASSERT_TRUE(text);
  const auto sealed = Base64Decode(TextOf(*ParseJson(*text), "seeds"));
  ASSERT_TRUE(sealed);
  for (const KeyEntry& entry : keyring.entries()) {
    EXPECT_EQ(sealed->find(entry.key.seed().bytes()), std::string::npos);
    EXPECT_EQ(text->find(HexEncode(entry.key.seed().bytes())), std::string::npos);
    EXPECT_NE(text->find(HexEncode(AsView(entry.key.public_key().bytes))), std::string::npos);
  }
}

TEST(KeyFiles, SealingTwiceNeverGivesTheSameText) {
  const Keyring keyring = ThreeKeys();
  const auto first = ParseJson(*keyring.Seal("p", kCheap));
  const auto second = ParseJson(*keyring.Seal("p", kCheap));
  ASSERT_TRUE(first && second);
  for (const char* member : {"check", "seeds"}) {
    EXPECT_NE(TextOf(*first, member).substr(0, 32), TextOf(*second, member).substr(0, 32))
        << member;
  }
  EXPECT_NE(TextOf(*Find(*first, "kdf"), "salt"), TextOf(*Find(*second, "kdf"), "salt"));
}

TEST(KeyFiles, AWrongPassphraseIsToldFromDamage) {
  const auto text = ThreeKeys().Seal("right", kCheap);
  ASSERT_TRUE(text);
  for (const char* wrong : {"wrong", "", "right ", "Right"}) {
    EXPECT_EQ(ReasonFor(*text, wrong), Reason::kWrongPassphrase) << wrong;
  }
  std::string renamed = *text;
  renamed.replace(renamed.find("till"), 4, "bill");
  EXPECT_EQ(ReasonFor(renamed, "right"), Reason::kDamaged);
}

TEST(KeyFiles, SwappedLabelsAccountsAndKeysAreCaught) {
  const auto text = ThreeKeys().Seal("p", kCheap);
  ASSERT_TRUE(text);
  for (const char* member : {"label", "account", "key"}) {
    auto json = ParseJson(*text);
    ASSERT_TRUE(json);
    Json& keys = (*json)["keys"];
    std::swap(keys[0][member], keys[1][member]);
    EXPECT_EQ(ReasonFor(Pretty(*json), "p"), Reason::kDamaged) << member;
  }
  auto json = ParseJson(*text);
  ASSERT_TRUE(json);
  Json& keys = (*json)["keys"];
  std::swap(keys[0], keys[1]);
  EXPECT_EQ(ReasonFor(Pretty(*json), "p"), Reason::kDamaged) << "whole entries";
}

TEST(KeyFiles, EveryTruncationIsRefused) {
  const auto text = ThreeKeys().Seal("p", kCheap);
  ASSERT_TRUE(text);
  for (size_t size = 0; size < text->size(); ++size) {
    EXPECT_FALSE(Keyring::Open(std::string_view(*text).substr(0, size), "p")) << "cut to " << size;
  }
}

TEST(KeyFiles, EveryFlippedBitIsRefused) {
  Keyring keyring;
  ASSERT_TRUE(keyring.Add(NewEntry("a")));
  ASSERT_TRUE(keyring.Add(NewEntry("b")));
  const auto text = keyring.Seal("p", kCheap);
  ASSERT_TRUE(text);
  for (size_t bit = 0; bit < text->size() * 8; ++bit) {
    std::string flipped = *text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_FALSE(Keyring::Open(flipped, "p")) << "bit " << bit << " of\n" << *text;
  }
}

TEST(KeyFiles, CostsBeyondTheLimitsAreRefusedBeforeTheyArePaid) {
  const std::string text = *ThreeKeys().Seal("p", kCheap);
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return ReasonFor(changed, "p");
  };
  EXPECT_EQ(with("\"memory_kib\": 8,", "\"memory_kib\": 1048577,"), Reason::kUnsupported);
  EXPECT_EQ(with("\"memory_kib\": 8,", "\"memory_kib\": 7,"), Reason::kUnsupported);
  EXPECT_EQ(with("\"memory_kib\": 8,", "\"memory_kib\": 4294967304,"), Reason::kUnsupported);
  EXPECT_EQ(with("\"passes\": 1,", "\"passes\": 17,"), Reason::kUnsupported);
  EXPECT_EQ(with("\"passes\": 1,", "\"passes\": 0,"), Reason::kUnsupported);
  EXPECT_EQ(with("\"passes\": 1,", "\"passes\": -1,"), Reason::kUnsupported);
  EXPECT_EQ(with("argon2id13", "scrypt"), Reason::kUnsupported);
  EXPECT_EQ(with("\"v\": 1,", "\"v\": 2,"), Reason::kUnsupported);
  EXPECT_EQ(with("xchacha20poly1305", "aes256gcm"), Reason::kUnsupported);
  EXPECT_EQ(with("\"v\": 1,", "\"v\": 1, \"x\": 1,"), Reason::kMalformed);
  EXPECT_EQ(with("enishi-keys", "other-keys"), Reason::kMalformed);
  EXPECT_FALSE(ThreeKeys().Seal("p", {0, 8}));
  EXPECT_FALSE(ThreeKeys().Seal("p", {1, 7}));
  EXPECT_FALSE(ThreeKeys().Seal("p", {17, 8}));
  EXPECT_FALSE(ThreeKeys().Seal("p", {1, 1024 * 1024 + 1}));
}

TEST(KeyFiles, WhatIsNoKeyFileIsMalformed) {
  for (const char* text : {"", "\n", "{}\n", "[]\n", "}\n", "{\"format\": \"enishi-keys\"}\n"}) {
    const auto keyring = Keyring::Open(text, "p");
    ASSERT_FALSE(keyring) << text;
    EXPECT_NE(keyring.error().reason, Reason::kWrongPassphrase) << text;
    EXPECT_NE(keyring.error().reason, Reason::kDamaged) << text;
  }
}

TEST(Keyrings, AddRefusesWhatIsThereAlready) {
  Keyring keyring;
  ASSERT_TRUE(keyring.Add(NewEntry("a")));
  const auto again = keyring.Add(NewEntry("a"));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().reason, Reason::kRefused);
  auto seed = Seed::FromBytes(keyring.Find("a")->key.seed().bytes());
  EXPECT_FALSE(
      keyring.Add({"b", keyring.Find("a")->account, SigningKey::FromSeed(*std::move(seed))}));
  EXPECT_EQ(keyring.entries().size(), 1U);
}

TEST(Keyrings, AddRefusesImproperLabelsAndNoAccount) {
  Keyring keyring;
  for (const std::string& label :
       {std::string(), std::string(65, 'a'), std::string("a\nb"), std::string("\x1b[0m"),
        std::string("\xFF"), std::string("\0", 1)}) {
    EXPECT_FALSE(keyring.Add(NewEntry(label)));
  }
  EXPECT_FALSE(keyring.Add({"a", AccountId(), SigningKey::Random()}));
  EXPECT_TRUE(keyring.Add(NewEntry(std::string(64, 'a'))));
  EXPECT_EQ(keyring.entries().size(), 1U);
}

TEST(Keyrings, FindTakesLabelAccountAndKey) {
  Keyring keyring = ThreeKeys();
  const KeyEntry& till = keyring.entries()[1];
  EXPECT_EQ(keyring.Find("till"), &till);
  EXPECT_EQ(keyring.Find(till.account), &till);
  EXPECT_EQ(keyring.Find(till.key.public_key()), &till);
  EXPECT_EQ(keyring.Find("Till"), nullptr);
  EXPECT_EQ(keyring.Find(AccountId()), nullptr);
  EXPECT_EQ(keyring.Find(SigningKey::Random().public_key()), nullptr);
}

TEST(Keyrings, ALaterKeyOfAnAccountIsFoundFirstAndSurvivesSealing) {
  Keyring keyring = ThreeKeys();
  const AccountId account = keyring.Find("till")->account;
  ASSERT_TRUE(keyring.Add({"till 2", account, SigningKey::Random()}));
  const auto read = Keyring::Open(*keyring.Seal("p", kCheap), "p");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->Find(account)->label, "till 2");
  EXPECT_EQ(read->Find("till")->account, account);
}

TEST_F(KeyFilesOnDisk, SavedKeysAreLoadedAndOnlyTheOwnersToRead) {
  const Keyring keyring = ThreeKeys();
  ASSERT_TRUE(SaveKeyring(path(), keyring, "p", kCheap));
  const auto read = LoadKeyring(path(), "p");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_TRUE(SameKeys(keyring, *read));
  struct stat status{};
  ASSERT_EQ(stat(path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  EXPECT_EQ(FilesInFolder(), 1U);
}

TEST_F(KeyFilesOnDisk, SavingReplacesTheWholeFile) {
  ASSERT_TRUE(SaveKeyring(path(), ThreeKeys(), "p", kCheap));
  const Keyring second = ThreeKeys();
  ASSERT_TRUE(SaveKeyring(path(), second, "q", kCheap));
  EXPECT_FALSE(LoadKeyring(path(), "p"));
  const auto read = LoadKeyring(path(), "q");
  ASSERT_TRUE(read);
  EXPECT_TRUE(SameKeys(second, *read));
}

TEST_F(KeyFilesOnDisk, AMissingFileAndAMissingFolderAreNamed) {
  const auto missing = LoadKeyring(path(), "p");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().reason, Reason::kNotFound);
  EXPECT_FALSE(SaveKeyring(folder_ / "none" / "keys.json", ThreeKeys(), "p", kCheap));
  const auto folder = LoadKeyring(folder_, "p");
  ASSERT_FALSE(folder);
  EXPECT_EQ(folder.error().reason, Reason::kInputOutput);
}

TEST_F(KeyFilesOnDisk, AFailedSaveLeavesTheOldFileAndNoOther) {
  // A folder that is not empty stands where the file should go, so the rename must fail.
  std::filesystem::create_directories(path() / "inner");
  const auto saved = SaveKeyring(path(), ThreeKeys(), "p", kCheap);
  ASSERT_FALSE(saved);
  EXPECT_EQ(FilesInFolder(), 1U);
  EXPECT_TRUE(std::filesystem::is_directory(path() / "inner"));
}

TEST_F(KeyFilesOnDisk, UpdatesThatRaceLoseNoKey) {
  constexpr int kThreads = 4;
  constexpr int kEach = 5;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([this, t] {
      for (int i = 0; i < kEach; ++i) {
        const std::string label = std::to_string(t) + "/" + std::to_string(i);
        const auto done = UpdateKeyring(
            path(), "p", [&](Keyring& keyring) { return keyring.Add(NewEntry(label)); }, kCheap);
        EXPECT_TRUE(done);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const auto read = LoadKeyring(path(), "p");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->entries().size(), size_t{kThreads * kEach});
}

TEST_F(KeyFilesOnDisk, ARefusedChangeSavesNothing) {
  const auto refuse = [](Keyring& keyring) -> Result<Unit, KeyFileError> {
    CHECK(keyring.Add(NewEntry("a")).has_value());
    return KeyFileError{Reason::kRefused, "no"};
  };
  EXPECT_FALSE(UpdateKeyring(path(), "p", refuse, kCheap));
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(KeyFilesOnDisk, AnUpdateWithTheWrongPassphraseChangesNothing) {
  ASSERT_TRUE(SaveKeyring(path(), ThreeKeys(), "p", kCheap));
  const std::string before = testing::ReadFile(path());
  const auto done = UpdateKeyring(
      path(), "q", [](Keyring& keyring) { return keyring.Add(NewEntry("x")); }, kCheap);
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().reason, Reason::kWrongPassphrase);
  EXPECT_EQ(testing::ReadFile(path()), before);
}

TEST(KeyFiles, TheSpecificationsExampleIsAVector) {
  const std::string spec = testing::Specification("key-file.md");
  const Json vectors = CoreVectors("key_file.json");
  const Json& vector = Elements(vectors, "vectors").front();
  EXPECT_NE(spec.find(TextOf(vector, "file")), std::string::npos);
  EXPECT_NE(spec.find(TextOf(vector, "passphrase")), std::string::npos);
  for (const Json& key : Elements(vector, "keys")) {
    EXPECT_NE(spec.find(TextOf(key, "seed")), std::string::npos);
  }
}

}  // namespace
}  // namespace enishi
