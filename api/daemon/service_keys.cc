#include "api/daemon/service_keys.h"

#include <cstdlib>
#include <fstream>
#include <utility>

#include "ledger/keys/key_file.h"

namespace enishi {
namespace {

constexpr std::string_view kLogLabel = "log";
constexpr std::string_view kServiceLabel = "service";

SigningKey CopyOf(const SigningKey& key) {
  auto seed = Seed::FromBytes(key.seed().bytes());
  CHECK(seed.has_value());
  return SigningKey::FromSeed(*std::move(seed));
}

Result<ServiceKeys, std::string> KeysOf(const Keyring& keyring) {
  const KeyEntry* log = keyring.Find(kLogLabel);
  const KeyEntry* service = keyring.Find(kServiceLabel);
  if (log == nullptr || service == nullptr) {
    return std::string("the key file lacks the key \"log\" or \"service\"");
  }
  return ServiceKeys{CopyOf(log->key), CopyOf(service->key)};
}

}  // namespace

std::filesystem::path ServiceKeyPath(const std::filesystem::path& folder) {
  return folder / "keys" / "service.json";
}

Result<ServiceKeys, std::string> CreateServiceKeys(const std::filesystem::path& folder,
                                                   const std::string& passphrase) {
  const auto path = ServiceKeyPath(folder);
  std::error_code error;
  if (std::filesystem::exists(path, error)) return path.string() + " exists already";
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return path.parent_path().string() + " cannot be made: " + error.message();
  std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all, error);
  Keyring keyring;
  for (const std::string_view label : {kLogLabel, kServiceLabel}) {
    SigningKey key = SigningKey::Random();
    const AccountId account = AccountId::FromKey(key.public_key());
    const auto added = keyring.Add({std::string(label), account, std::move(key)});
    if (!added) return added.error().message;
  }
  const auto saved = SaveKeyring(path, keyring, passphrase);
  if (!saved) return saved.error().message;
  return KeysOf(keyring);
}

Result<ServiceKeys, std::string> LoadServiceKeys(const std::filesystem::path& folder,
                                                 const std::string& passphrase) {
  const auto keyring = LoadKeyring(ServiceKeyPath(folder), passphrase);
  if (!keyring && passphrase.empty() &&
      keyring.error().reason == KeyFileError::Reason::kWrongPassphrase) {
    return "the passphrase of " + ServiceKeyPath(folder).string() +
           " is missing: put it into a file and name that file in ENISHI_PASSPHRASE_FILE";
  }
  if (!keyring) return ServiceKeyPath(folder).string() + ": " + keyring.error().message;
  return KeysOf(*keyring);
}

Parsed<std::string> ReadServicePassphrase() {
  const char* path = std::getenv("ENISHI_PASSPHRASE_FILE");
  if (path == nullptr || *path == '\0') return std::string();
  std::ifstream file(path, std::ios::binary);
  std::string line;
  if (!std::getline(file, line)) {
    return FormatError{"the file that ENISHI_PASSPHRASE_FILE names cannot be read or is empty"};
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

}  // namespace enishi
