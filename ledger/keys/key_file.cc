#include "ledger/keys/key_file.h"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/base/bytes.h"
#include "ledger/base/hash.h"
#include "ledger/base/json.h"
#include "ledger/base/utf8.h"

namespace enishi {
namespace {

using Reason = KeyFileError::Reason;

constexpr std::string_view kFormat = "enishi-keys";
constexpr int64_t kVersion = 1;
constexpr std::string_view kKdf = "argon2id13";
constexpr std::string_view kCipher = "xchacha20poly1305";
constexpr std::string_view kCheckPrefix = "enishi/key-file-check/v1\n";
constexpr std::string_view kSeedsPrefix = "enishi/key-file-seeds/v1\n";
constexpr size_t kSaltBytes = crypto_pwhash_argon2id_SALTBYTES;
constexpr size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr size_t kFileKeyBytes = crypto_aead_xchacha20poly1305_ietf_KEYBYTES;

const unsigned char* Unsigned(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// Bytes that are wiped when they go. They never grow, so no copy stays behind.
class Secret {
 public:
  explicit Secret(size_t size) : bytes_(size, '\0') {}
  ~Secret() { Wipe(bytes_); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  [[nodiscard]] std::string_view view() const { return bytes_; }
  unsigned char* data() { return reinterpret_cast<unsigned char*>(bytes_.data()); }

 private:
  std::string bytes_;
};

struct Kdf {
  KeyFileCost cost;
  std::string salt;
};

// What is public about a key.
struct PublicEntry {
  std::string label;
  AccountId account;
  PublicKey key;
};

// A key file as its JSON says it, before any passphrase.
struct SealedFile {
  Kdf kdf;
  std::string check;  // nonce and tag of an empty message
  std::vector<PublicEntry> keys;
  std::string seeds;  // nonce, encrypted seeds in the order of `keys`, tag
};

KeyFileError Malformed(std::string message) { return {Reason::kMalformed, std::move(message)}; }

bool CostIsAccepted(const KeyFileCost& cost) {
  return cost.passes >= 1 && cost.passes <= KeyFileCost::kMaxPasses &&
         cost.memory_kib >= KeyFileCost::kMinMemoryKib &&
         cost.memory_kib <= KeyFileCost::kMaxMemoryKib;
}

bool IsLabel(std::string_view text) {
  return !text.empty() && text.size() <= Keyring::kLabelMaxBytes && IsPrintableUtf8(text);
}

std::optional<KeyFileError> DeriveFileKey(std::string_view passphrase, const Kdf& kdf,
                                          Secret& file_key) {
  CHECK(sodium_init() >= 0 && kdf.salt.size() == kSaltBytes);
  const size_t memory_bytes = size_t{kdf.cost.memory_kib} * 1024;
  if (crypto_pwhash(file_key.data(), kFileKeyBytes, passphrase.data(), passphrase.size(),
                    Unsigned(kdf.salt), kdf.cost.passes, memory_bytes,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return KeyFileError{Reason::kInputOutput,
                        "there is not enough memory to derive the file's key"};
  }
  return std::nullopt;
}

// The nonce, then the encrypted message with its tag.
std::string Encrypt(std::string_view message, std::string_view bound, const Secret& file_key) {
  const std::string nonce = RandomBytes(kNonceBytes);
  std::string sealed(message.size() + kTagBytes, '\0');
  crypto_aead_xchacha20poly1305_ietf_encrypt(
      reinterpret_cast<unsigned char*>(sealed.data()), nullptr, Unsigned(message), message.size(),
      Unsigned(bound), bound.size(), nullptr, Unsigned(nonce), Unsigned(file_key.view()));
  return nonce + sealed;
}

// False where the bytes, what they are bound to or the key are other ones. The message has as many
// bytes as `sealed` without nonce and tag.
bool Decrypt(std::string_view sealed, std::string_view bound, const Secret& file_key,
             unsigned char* message) {
  CHECK(sealed.size() >= kNonceBytes + kTagBytes);
  const std::string_view box = sealed.substr(kNonceBytes);
  return crypto_aead_xchacha20poly1305_ietf_decrypt(
             message, nullptr, nullptr, Unsigned(box), box.size(), Unsigned(bound), bound.size(),
             Unsigned(sealed), Unsigned(file_key.view())) == 0;
}

std::string KdfBytes(const Kdf& kdf) {
  std::string out;
  PutInteger(out, kdf.cost.passes);
  PutInteger(out, kdf.cost.memory_kib);
  out.append(kdf.salt);
  return out;
}

std::string CheckBinding(const Kdf& kdf) { return std::string(kCheckPrefix) + KdfBytes(kdf); }

// Everything public in the file, so that no label, account or key can be changed or swapped.
std::string SeedsBinding(const SealedFile& file) {
  std::string out = std::string(kSeedsPrefix) + KdfBytes(file.kdf);
  out.append(file.check);
  PutInteger(out, static_cast<uint32_t>(file.keys.size()));
  for (const PublicEntry& entry : file.keys) {
    PutInteger(out, static_cast<uint8_t>(entry.label.size()));
    out.append(entry.label);
    PutBytes(out, entry.account.bytes());
    PutBytes(out, entry.key.bytes);
  }
  return out;
}

// True when the value is an object with exactly these members, in this order.
bool HasMembers(const Json* json, std::initializer_list<std::string_view> names) {
  if (json == nullptr || !json->is_object()) return false;
  const auto& object = json->get_ref<const Json::object_t&>();
  return std::equal(object.begin(), object.end(), names.begin(), names.end(),
                    [](const auto& member, std::string_view name) { return member.first == name; });
}

std::optional<uint32_t> ReadCost(const Json& json, std::string_view name) {
  const int64_t value = IntegerOf(json, name, -1);
  if (value < 0 || value > UINT32_MAX) return std::nullopt;
  return static_cast<uint32_t>(value);
}

Result<Kdf, KeyFileError> ReadKdf(const Json* json) {
  if (!HasMembers(json, {"name", "passes", "memory_kib", "salt"})) {
    return Malformed("the key derivation is not described");
  }
  if (TextOf(*json, "name") != kKdf) {
    return KeyFileError{Reason::kUnsupported, "an unknown key derivation"};
  }
  const auto passes = ReadCost(*json, "passes");
  const auto memory_kib = ReadCost(*json, "memory_kib");
  if (!passes || !memory_kib || !CostIsAccepted({*passes, *memory_kib})) {
    return KeyFileError{Reason::kUnsupported, "the key derivation's cost is beyond the limits"};
  }
  auto salt = HexDecode(TextOf(*json, "salt"));
  if (!salt || salt->size() != kSaltBytes) return Malformed("the salt is not 16 bytes");
  return Kdf{{*passes, *memory_kib}, *std::move(salt)};
}

Result<PublicEntry, KeyFileError> ReadEntry(const Json& json) {
  if (!HasMembers(&json, {"label", "account", "key"})) return Malformed("a key is not described");
  PublicEntry entry;
  entry.label = TextOf(json, "label");
  const auto account = AccountId::Parse(TextOf(json, "account"));
  const auto key = HexDecode(TextOf(json, "key"));
  if (!IsLabel(entry.label)) return Malformed("a label is not 1 to 64 bytes of printable text");
  if (!account || account->ToString() != TextOf(json, "account")) {
    return Malformed("an account id is wrong");
  }
  if (!key || key->size() != entry.key.bytes.size()) return Malformed("a public key is wrong");
  entry.account = *account;
  ByteReader(*key).Read(entry.key.bytes);
  return entry;
}

Result<SealedFile, KeyFileError> ReadFile(std::string_view text) {
  if (text.size() > Keyring::kMaxFileBytes) {
    return KeyFileError{Reason::kUnsupported, "the key file is too large"};
  }
  // The last byte is a newline, so that a file that lost its end is never taken for whole.
  if (!text.ends_with("}\n")) return Malformed("the key file is cut off or is none");
  const auto json = ParseJson(text);
  if (!json) return Malformed("the key file is not JSON: " + json.error().message);
  if (TextOf(*json, "format") != kFormat) return Malformed("not a key file");
  if (IntegerOf(*json, "v") != kVersion || TextOf(*json, "cipher") != kCipher) {
    return KeyFileError{Reason::kUnsupported, "a key file of another version"};
  }
  if (!HasMembers(&*json, {"format", "v", "kdf", "cipher", "check", "keys", "seeds"})) {
    return Malformed("the key file has other members than it should");
  }
  auto kdf = ReadKdf(Find(*json, "kdf"));
  if (!kdf) return kdf.error();
  SealedFile file{*std::move(kdf), {}, {}, {}};
  auto check = Base64Decode(TextOf(*json, "check"));
  auto seeds = Base64Decode(TextOf(*json, "seeds"));
  const JsonArray* keys = AsArray(*Find(*json, "keys"));
  if (!check || !seeds || keys == nullptr) return Malformed("the key file has no keys");
  if (keys->size() > Keyring::kMaxKeys) {
    return KeyFileError{Reason::kUnsupported, "the key file has too many keys"};
  }
  for (const Json& element : *keys) {
    auto entry = ReadEntry(element);
    if (!entry) return entry.error();
    file.keys.push_back(*std::move(entry));
  }
  file.check = *std::move(check);
  file.seeds = *std::move(seeds);
  if (file.check.size() != kNonceBytes + kTagBytes ||
      file.seeds.size() != kNonceBytes + keys->size() * Seed::kBytes + kTagBytes) {
    return Malformed("the key file has another number of seeds than of keys");
  }
  return file;
}

std::string WriteFile(const SealedFile& file) {
  JsonArray keys;
  for (const PublicEntry& entry : file.keys) {
    Json key;
    key["label"] = entry.label;
    key["account"] = entry.account.ToString();
    key["key"] = HexEncode(AsView(entry.key.bytes));
    keys.push_back(std::move(key));
  }
  Json kdf;
  kdf["name"] = kKdf;
  kdf["passes"] = int64_t{file.kdf.cost.passes};
  kdf["memory_kib"] = int64_t{file.kdf.cost.memory_kib};
  kdf["salt"] = HexEncode(file.kdf.salt);
  Json json;
  json["format"] = kFormat;
  json["v"] = kVersion;
  json["kdf"] = std::move(kdf);
  json["cipher"] = kCipher;
  json["check"] = Base64Encode(file.check);
  json["keys"] = std::move(keys);
  json["seeds"] = Base64Encode(file.seeds);
  return Pretty(json);
}

}  // namespace

Result<Keyring, KeyFileError> Keyring::Open(std::string_view text, std::string_view passphrase) {
  const auto file = ReadFile(text);
  if (!file) return file.error();
  Secret file_key(kFileKeyBytes);
  if (auto error = DeriveFileKey(passphrase, file->kdf, file_key)) return *std::move(error);
  unsigned char nothing = 0;
  if (!Decrypt(file->check, CheckBinding(file->kdf), file_key, &nothing)) {
    return KeyFileError{Reason::kWrongPassphrase, "the passphrase is wrong"};
  }
  const KeyFileError damaged{Reason::kDamaged, "the key file was changed or damaged"};
  Secret seeds(file->keys.size() * Seed::kBytes);
  if (!Decrypt(file->seeds, SeedsBinding(*file), file_key, seeds.data())) return damaged;
  Keyring keyring;
  for (size_t i = 0; i < file->keys.size(); ++i) {
    const PublicEntry& entry = file->keys[i];
    auto seed = Seed::FromBytes(seeds.view().substr(i * Seed::kBytes, Seed::kBytes));
    SigningKey key = SigningKey::FromSeed(*std::move(seed));
    if (key.public_key() != entry.key) return damaged;
    if (!keyring.Add({entry.label, entry.account, std::move(key)})) return damaged;
  }
  return keyring;
}

Result<std::string, KeyFileError> Keyring::Seal(std::string_view passphrase,
                                                KeyFileCost cost) const {
  if (!CostIsAccepted(cost)) {
    return KeyFileError{Reason::kUnsupported, "the key derivation's cost is beyond the limits"};
  }
  SealedFile file{{cost, RandomBytes(kSaltBytes)}, {}, {}, {}};
  Secret file_key(kFileKeyBytes);
  if (auto error = DeriveFileKey(passphrase, file.kdf, file_key)) return *std::move(error);
  file.check = Encrypt("", CheckBinding(file.kdf), file_key);
  Secret seeds(entries_.size() * Seed::kBytes);
  for (size_t i = 0; i < entries_.size(); ++i) {
    const KeyEntry& entry = entries_[i];
    const std::string_view seed = entry.key.seed().bytes();
    std::copy(seed.begin(), seed.end(), seeds.data() + i * Seed::kBytes);
    file.keys.push_back({entry.label, entry.account, entry.key.public_key()});
  }
  file.seeds = Encrypt(seeds.view(), SeedsBinding(file), file_key);
  return WriteFile(file);
}

Result<Unit, KeyFileError> Keyring::Add(KeyEntry entry) {
  const auto refused = [](std::string message) {
    return KeyFileError{Reason::kRefused, std::move(message)};
  };
  if (!IsLabel(entry.label)) return refused("a label is 1 to 64 bytes of printable text");
  if (entry.account.IsNone()) return refused("a key needs an account");
  if (by_label_.contains(entry.label)) return refused("there is a key with this label");
  if (by_key_.contains(entry.key.public_key())) return refused("this key is there already");
  if (entries_.size() >= kMaxKeys) return refused("the key file is full");
  const size_t index = entries_.size();
  by_label_.emplace(entry.label, index);
  by_account_[entry.account] = index;
  by_key_.emplace(entry.key.public_key(), index);
  entries_.push_back(std::move(entry));
  return Unit{};
}

const KeyEntry* Keyring::Find(std::string_view label) const {
  const auto at = by_label_.find(label);
  return at == by_label_.end() ? nullptr : &entries_[at->second];
}

const KeyEntry* Keyring::Find(const AccountId& account) const {
  const auto at = by_account_.find(account);
  return at == by_account_.end() ? nullptr : &entries_[at->second];
}

const KeyEntry* Keyring::Find(const PublicKey& key) const {
  const auto at = by_key_.find(key);
  return at == by_key_.end() ? nullptr : &entries_[at->second];
}

}  // namespace enishi
