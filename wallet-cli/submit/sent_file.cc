#include "wallet-cli/submit/sent_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <nlohmann/json.hpp>
#include <system_error>
#include <utility>

#include "ledger/base/durable_file.h"
#include "ledger/instruction/field_types.h"

namespace enishi {
namespace {

constexpr size_t kPieceBytes = size_t{1} << 20;
constexpr uint64_t kNumberMax = uint64_t{1} << 40;

Failure FileProblem(const std::filesystem::path& path, const std::string& what) {
  return {Exit::kRefused, "sent_file", path.string() + ": " + what};
}

Failure SystemProblem(const std::filesystem::path& path, const std::string& what) {
  return FileProblem(path, what + ": " + std::generic_category().message(errno));
}

// At most `bytes`; fewer at the end of the file, nothing when the system refuses.
std::optional<std::string> ReadAt(int descriptor, uint64_t at, size_t bytes) {
  std::string text(bytes, '\0');
  size_t have = 0;
  while (have < bytes) {
    const ssize_t got =
        pread(descriptor, text.data() + have, bytes - have, static_cast<off_t>(at + have));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    have += static_cast<size_t>(got);
  }
  text.resize(have);
  return text;
}

std::optional<uint64_t> NumberOf(const Json& record, std::string_view name) {
  const int64_t number = IntegerOf(record, name, -1);
  if (number < 0 || static_cast<uint64_t>(number) > kNumberMax) return std::nullopt;
  return static_cast<uint64_t>(number);
}

Json AnswerRecord(size_t number, const LineAnswer& answer) {
  Json record = Json::object({{"of", uint64_t{number}}, {"status", int64_t{answer.status}}});
  if (answer.accepted()) {
    record["index"] = answer.index;
    record["committed_at"] = answer.committed_at.ms;
  } else {
    record["code"] = answer.code;
    record["title"] = answer.title;
    record["detail"] = answer.detail;
  }
  return record;
}

}  // namespace

Hash IntentOf(std::string_view line) {
  const auto json = ParseJson(line);
  if (!json || !json->is_object()) return Sha256({line});
  Json intent = Json::object();
  for (const auto& [name, value] : json->items()) {
    if (name != "expect" && name != "note") intent[name] = value;
  }
  return Sha256({Dump(intent)});
}

Tried<std::unique_ptr<SentFile>> SentFile::Open(const std::filesystem::path& path) {
  const int descriptor = open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) return SystemProblem(path, "cannot be opened");
  std::unique_ptr<SentFile> file(new SentFile(path, descriptor));
  if (flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
    return FileProblem(path, "another run of this plan is under way");
  }
  if (auto synced = SyncFolderOf(path); !synced) {
    return FileProblem(path, synced.error().message);
  }
  if (auto loaded = file->Load(); !loaded) return loaded.error();
  return file;
}

SentFile::~SentFile() { close(descriptor_); }

Tried<Unit> SentFile::Load() {
  std::string rest;
  uint64_t number = 0;
  for (uint64_t read = 0;;) {
    const auto piece = ReadAt(descriptor_, read, kPieceBytes);
    if (!piece) return SystemProblem(path_, "cannot be read");
    if (piece->empty()) break;
    read += piece->size();
    rest += *piece;
    size_t from = 0;
    for (size_t end = rest.find('\n'); end != std::string::npos; end = rest.find('\n', from)) {
      ++number;
      const auto record = ParseJson(std::string_view(rest).substr(from, end - from));
      if (!record || !Take(*record, end_, end - from)) {
        return FileProblem(path_, "line " + std::to_string(number) + " makes no sense");
      }
      end_ += end - from + 1;
      from = end + 1;
    }
    rest.erase(0, from);
  }
  // What a crash cut off was not sent.
  if (!rest.empty() && ftruncate(descriptor_, static_cast<off_t>(end_)) != 0) {
    return SystemProblem(path_, "cannot be mended");
  }
  return Unit{};
}

bool SentFile::Take(const Json& record, uint64_t at, size_t bytes) {
  if (const Json* ledger = Find(record, "ledger"); ledger != nullptr) {
    const auto hash = ReadField<Hash>(*ledger);
    if (hash) ledger_ = *hash;
    return hash.has_value();
  }
  if (Find(record, "status") != nullptr) return TakeAnswer(record);
  const auto line = NumberOf(record, "line");
  const Json* intent_text = Find(record, "intent");
  if (!line || intent_text == nullptr || TextOf(record, "envelope").empty()) return false;
  const auto intent = ReadField<Hash>(*intent_text);
  if (!intent) return false;
  Kept kept{{*line, *intent, SentLine::State::kUnanswered, {}}, at, bytes};
  if (Find(record, "of") == nullptr) {
    kept_.push_back(std::move(kept));
    return true;
  }
  const auto of = NumberOf(record, "of");
  if (!of || *of >= kept_.size()) return false;
  kept_[*of] = std::move(kept);
  return true;
}

bool SentFile::TakeAnswer(const Json& record) {
  const auto of = NumberOf(record, "of");
  if (!of || *of >= kept_.size()) return false;
  SentLine& line = kept_[*of].line;
  line.answer.status = static_cast<int>(IntegerOf(record, "status"));
  line.answer.index = NumberOf(record, "index").value_or(0);
  line.answer.committed_at = {static_cast<uint64_t>(IntegerOf(record, "committed_at"))};
  line.answer.code = TextOf(record, "code");
  line.answer.title = TextOf(record, "title");
  line.answer.detail = TextOf(record, "detail");
  line.state = line.answer.accepted() ? SentLine::State::kAccepted : SentLine::State::kRefused;
  return line.answer.accepted() || !line.answer.code.empty();
}

Tried<Unit> SentFile::Bind(const std::optional<Hash>& ledger) {
  const std::lock_guard lock(mutex_);
  if (ledger_ && ledger_ != ledger) {
    return FileProblem(path_,
                       "what it holds was sent to another ledger. For this one give another file "
                       "with --sent, or move this one away");
  }
  if (!ledger || ledger_) return Unit{};
  ledger_ = ledger;
  return Append(Dump(Json::object({{"ledger", FieldType<Hash>::ToJson(*ledger)}})) + "\n", false);
}

size_t SentFile::size() const {
  const std::lock_guard lock(mutex_);
  return kept_.size();
}

SentLine SentFile::Line(size_t number) const {
  const std::lock_guard lock(mutex_);
  return kept_.at(number).line;
}

Tried<std::string> SentFile::Envelope(size_t number) const {
  const std::lock_guard lock(mutex_);
  const Kept& kept = kept_.at(number);
  const auto text = ReadAt(descriptor_, kept.at, kept.bytes);
  if (!text) return SystemProblem(path_, "cannot be read");
  const auto record = ParseJson(*text);
  if (!record || TextOf(*record, "envelope").empty()) return FileProblem(path_, "was changed");
  return TextOf(*record, "envelope");
}

Tried<std::vector<size_t>> SentFile::AddEnvelopes(std::span<const SentEnvelope> envelopes) {
  const std::lock_guard lock(mutex_);
  std::vector<size_t> numbers;
  std::string text;
  std::vector<Kept> fresh;
  size_t next = kept_.size();
  for (const SentEnvelope& one : envelopes) {
    Json record =
        Json::object({{"line", one.line}, {"intent", FieldType<Hash>::ToJson(one.intent)}});
    if (one.earlier) record["of"] = uint64_t{*one.earlier};
    record["envelope"] = one.envelope;
    const std::string dumped = Dump(record);
    fresh.push_back({{one.line, one.intent, SentLine::State::kUnanswered, {}},
                     end_ + text.size(),
                     dumped.size()});
    numbers.push_back(one.earlier ? *one.earlier : next++);
    text += dumped + "\n";
  }
  if (text.empty()) return numbers;
  if (auto appended = Append(text, true); !appended) return appended.error();
  for (size_t i = 0; i < numbers.size(); ++i) {
    if (numbers[i] < kept_.size()) {
      kept_[numbers[i]] = std::move(fresh[i]);
    } else {
      kept_.push_back(std::move(fresh[i]));
    }
  }
  return numbers;
}

Tried<Unit> SentFile::AddAnswers(std::span<const size_t> numbers,
                                 std::span<const LineAnswer> answers) {
  CHECK(numbers.size() == answers.size());
  const std::lock_guard lock(mutex_);
  std::string text;
  for (size_t i = 0; i < numbers.size(); ++i) {
    const Json record = AnswerRecord(numbers[i], answers[i]);
    (void)TakeAnswer(record);
    text += Dump(record) + "\n";
  }
  return Append(text, false);
}

Tried<Unit> SentFile::Append(std::string_view text, bool sync) {
  if (!WriteAll(descriptor_, text) || (sync && fsync(descriptor_) != 0)) {
    return SystemProblem(path_, "cannot be written");
  }
  end_ += text.size();
  return Unit{};
}

}  // namespace enishi
