#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/keys/key_file.h"

namespace enishi {
namespace {

using Reason = KeyFileError::Reason;

// An open file, closed on destruction.
class File {
 public:
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File() {
    if (descriptor_ >= 0) close(descriptor_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const { return descriptor_; }
  [[nodiscard]] bool is_open() const { return descriptor_ >= 0; }

 private:
  int descriptor_;
};

KeyFileError SystemError(const std::string& what, const std::filesystem::path& path) {
  const int number = errno;
  return {number == ENOENT ? Reason::kNotFound : Reason::kInputOutput,
          what + " " + path.string() + ": " + std::generic_category().message(number)};
}

Result<std::string, KeyFileError> ReadWhole(const std::filesystem::path& path) {
  const File file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return SystemError("cannot open", path);
  std::string text;
  std::string piece(64 << 10, '\0');
  while (text.size() <= Keyring::kMaxFileBytes) {
    const ssize_t got = read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return SystemError("cannot read", path);
    if (got == 0) break;
    text.append(piece, 0, static_cast<size_t>(got));
  }
  return text;
}

KeyFileError SystemError(const FileError& error) {
  return {error.number == ENOENT ? Reason::kNotFound : Reason::kInputOutput, error.message};
}

}  // namespace

Result<Keyring, KeyFileError> LoadKeyring(const std::filesystem::path& path,
                                          std::string_view passphrase) {
  const auto text = ReadWhole(path);
  if (!text) return text.error();
  return Keyring::Open(*text, passphrase);
}

Result<Unit, KeyFileError> SaveKeyring(const std::filesystem::path& path, const Keyring& keyring,
                                       std::string_view passphrase, KeyFileCost cost) {
  const auto text = keyring.Seal(passphrase, cost);
  if (!text) return text.error();
  const auto written = WriteDurableFile(path, *text, FileAccess::kOwner);
  if (!written) return SystemError(written.error());
  return Unit{};
}

Result<Unit, KeyFileError> UpdateKeyring(
    const std::filesystem::path& path, std::string_view passphrase,
    const std::function<Result<Unit, KeyFileError>(Keyring&)>& change, KeyFileCost cost) {
  std::filesystem::path lock_path = path;
  lock_path += ".lock";
  // The lock is on a separate file, because saving replaces the key file.
  const File lock(open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock.is_open()) return SystemError("cannot create", lock_path);
  int locked = -1;
  do {
    locked = flock(lock.get(), LOCK_EX);
  } while (locked != 0 && errno == EINTR);
  if (locked != 0) return SystemError("cannot lock", lock_path);
  auto loaded = LoadKeyring(path, passphrase);
  if (!loaded && loaded.error().reason != Reason::kNotFound) return loaded.error();
  Keyring keyring = loaded ? *std::move(loaded) : Keyring();
  if (auto changed = change(keyring); !changed) return changed;
  return SaveKeyring(path, keyring, passphrase, cost);
}

}  // namespace enishi
