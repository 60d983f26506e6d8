#include "wallet-cli/submit/pending_request.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "ledger/base/durable_file.h"

namespace enishi {
namespace {

constexpr std::string_view kSuffix = ".json";

std::filesystem::path FolderOf(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

// Empty where there is none.
std::string ReadFile(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Locked by the process that is sending it.
bool IsUnderWay(const std::filesystem::path& file) {
  const int descriptor = open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool locked = flock(descriptor, LOCK_SH | LOCK_NB) != 0;
  close(descriptor);
  return locked;
}

// Whoever had the lock before may have taken the file away when its answer came.
bool IsNamed(int descriptor, const std::filesystem::path& file) {
  struct stat named{};
  struct stat opened{};
  return stat(file.c_str(), &named) == 0 && fstat(descriptor, &opened) == 0 &&
         named.st_dev == opened.st_dev && named.st_ino == opened.st_ino;
}

}  // namespace

std::filesystem::path UnansweredFile(const std::filesystem::path& keyring, const Uuid& id) {
  return keyring.string() + "." + id.ToString() + std::string(kSuffix);
}

UnderWay::~UnderWay() { close(descriptor_); }

Tried<std::unique_ptr<UnderWay>> KeepUnanswered(const std::filesystem::path& keyring,
                                                const Uuid& id, std::string_view envelope) {
  const std::filesystem::path file = UnansweredFile(keyring, id);
  while (true) {
    const int descriptor = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (descriptor < 0) break;
    // Whoever else has it only looks at it, or sends the same bytes and is done soon.
    const bool locked = flock(descriptor, LOCK_EX) == 0;
    // What is written to a file whose name has gone is kept for nobody.
    if (locked && !IsNamed(descriptor, file)) {
      close(descriptor);
      continue;
    }
    const std::string before = ReadFile(file);
    auto under_way = std::make_unique<UnderWay>(descriptor, !before.empty());
    if (!locked) break;
    // To write it anew would risk what a time-out left.
    if (before == envelope) return under_way;
    if (ftruncate(descriptor, 0) == 0 && WriteAll(descriptor, envelope) && fsync(descriptor) == 0 &&
        SyncFolderOf(file)) {
      return under_way;
    }
    break;
  }
  return Failure{Exit::kRefused, "file",
                 file.string() + ": cannot be kept, so nothing was sent: " +
                     std::generic_category().message(errno)};
}

std::vector<Unanswered> FindUnanswered(const std::filesystem::path& keyring) {
  std::vector<Unanswered> found;
  const std::string prefix = keyring.filename().string() + ".";
  std::error_code error;
  for (std::filesystem::directory_iterator it(FolderOf(keyring), error), end; !error && it != end;
       it.increment(error)) {
    const std::string name = it->path().filename().string();
    if (!name.starts_with(prefix) || !name.ends_with(kSuffix)) continue;
    if (name.size() < prefix.size() + kSuffix.size()) continue;
    const auto id =
        Uuid::Parse(name.substr(prefix.size(), name.size() - prefix.size() - kSuffix.size()));
    if (!id) continue;
    if (IsUnderWay(it->path())) continue;
    std::string envelope = ReadFile(it->path());
    auto instruction = ReadEnvelope(envelope);
    if (!instruction || instruction->header.id != *id) continue;
    found.push_back({it->path(), std::move(envelope), *std::move(instruction)});
  }
  std::sort(found.begin(), found.end(), [](const Unanswered& a, const Unanswered& b) {
    return a.instruction.header.id < b.instruction.header.id;
  });
  return found;
}

bool SameIntent(const Instruction& a, const Instruction& b) {
  if (a.header.account != b.header.account) return false;
  return WriteBody(a.header, a.payload) == WriteBody(a.header, b.payload);
}

}  // namespace enishi
