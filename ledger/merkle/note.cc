#include "ledger/merkle/note.h"

#include <algorithm>
#include <optional>

#include "ledger/base/bytes.h"
#include "ledger/base/hash.h"
#include "ledger/base/utf8.h"
#include "ledger/merkle/lines.h"

namespace enishi {
namespace {

constexpr char kEd25519 = 0x01;
constexpr std::string_view kLineStart = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr size_t kKeyIdBytes = 4;

// Unicode's White_Space property.
bool IsSpace(char32_t point) {
  return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 ||
         point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
         point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

bool IsNoteText(std::string_view text) {
  while (!text.empty()) {
    const auto point = TakeCharacter(text);
    if (!point || (*point < 0x20 && *point != '\n')) return false;
  }
  return true;
}

Parsed<NoteSignature> ParseSignatureLine(std::string_view line) {
  const FormatError bad{"not a signature line of a note"};
  if (!line.starts_with(kLineStart)) return bad;
  line.remove_prefix(kLineStart.size());
  const size_t space = line.find(' ');
  if (space == std::string_view::npos || !IsKeyName(line.substr(0, space))) return bad;
  const auto blob = Base64Decode(line.substr(space + 1));
  if (!blob || blob->size() <= kKeyIdBytes) return bad;
  NoteSignature signature;
  signature.name = line.substr(0, space);
  ByteReader reader(*blob);
  CHECK(reader.Read(signature.key_id));
  signature.signature = blob->substr(kKeyIdBytes);
  return signature;
}

bool Verifies(const VerifierKey& key, std::string_view text, std::string_view bytes) {
  Signature signature;
  if (bytes.size() != signature.bytes.size()) return false;
  std::copy(bytes.begin(), bytes.end(), signature.bytes.begin());
  return VerifyNote(key.key, text, signature);
}

}  // namespace

bool IsKeyName(std::string_view name) {
  if (name.empty() || name.size() > kKeyNameBytesMax) return false;
  while (!name.empty()) {
    const auto point = TakeCharacter(name);
    if (!point || *point < 0x20 || *point == '+' || IsSpace(*point)) return false;
  }
  return true;
}

uint32_t VerifierKey::Id() const {
  const Hash hash = Sha256({name, "\n", {&kEd25519, 1}, AsView(key.bytes)});
  uint32_t id = 0;
  ByteReader reader(AsView(hash));
  CHECK(reader.Read(id));
  return id;
}

std::string VerifierKey::Encode() const {
  std::string id;
  PutInteger(id, Id());
  std::string material(1, kEd25519);
  PutBytes(material, key.bytes);
  return name + "+" + HexEncode(id) + "+" + Base64Encode(material);
}

Parsed<VerifierKey> VerifierKey::Parse(std::string_view text) {
  const FormatError bad{"not the text of an Ed25519 verifier key"};
  const size_t first = text.find('+');
  if (first == std::string_view::npos) return bad;
  // Base64 may contain "+"; names and ids never do.
  const size_t second = text.find('+', first + 1);
  if (second == std::string_view::npos || !IsKeyName(text.substr(0, first))) return bad;
  VerifierKey key{.name = std::string(text.substr(0, first)), .key = {}};
  const auto material = Base64Decode(text.substr(second + 1));
  if (!material || material->size() != 1 + key.key.bytes.size() || material->front() != kEd25519) {
    return bad;
  }
  std::copy(material->begin() + 1, material->end(), key.key.bytes.begin());
  if (key.Encode() != text) return FormatError{"a verifier key whose id is not its own"};
  return key;
}

std::string NoteSignature::Line() const {
  std::string blob;
  PutInteger(blob, key_id);
  blob += signature;
  return std::string(kLineStart) + name + " " + Base64Encode(blob) + "\n";
}

Parsed<Note> ParseNote(std::string_view bytes) {
  if (bytes.size() > kNoteBytesMax) return FormatError{"a note of too many bytes"};
  if (!IsNoteText(bytes)) return FormatError{"a note that is not UTF-8 or has control characters"};
  const size_t blank = bytes.rfind("\n\n");
  if (blank == std::string_view::npos) return FormatError{"a note without an empty line"};
  Note note;
  note.text = bytes.substr(0, blank + 1);
  std::string_view rest = bytes.substr(blank + 2);
  std::string_view line;
  while (TakeLine(rest, line)) {
    if (note.signatures.size() == kNoteSignaturesMax) {
      return FormatError{"a note with too many signatures"};
    }
    auto signature = ParseSignatureLine(line);
    if (!signature) return signature.error();
    note.signatures.push_back(*std::move(signature));
  }
  if (!rest.empty()) return FormatError{"a note that does not end in a newline"};
  if (note.signatures.empty()) return FormatError{"a note without a signature"};
  return note;
}

std::string EncodeNote(const Note& note) {
  std::string bytes = note.text + "\n";
  for (const NoteSignature& signature : note.signatures) bytes += signature.Line();
  return bytes;
}

NoteSignature SignNoteText(std::string_view text, std::string_view name, const SigningKey& key) {
  CHECK(IsKeyName(name) && text.ends_with('\n'));
  const VerifierKey verifier{.name = std::string(name), .key = key.public_key()};
  return {.name = verifier.name,
          .key_id = verifier.Id(),
          .signature = std::string(AsView(key.SignNote(text).bytes))};
}

std::string_view Describe(NoteRejection rejection) {
  switch (rejection) {
    case NoteRejection::kMalformed:
      return "not a signed note";
    case NoteRejection::kBadSignature:
      return "a signature by a known key is wrong";
    case NoteRejection::kUnsigned:
      return "no known key has signed it";
  }
  CHECK(false);
}

Result<OpenedNote, NoteRejection> OpenNote(std::string_view bytes,
                                           std::span<const VerifierKey> known) {
  auto note = ParseNote(bytes);
  if (!note) return NoteRejection::kMalformed;
  OpenedNote opened;
  for (size_t i = 0; i < known.size(); ++i) {
    const uint32_t id = known[i].Id();
    bool has_signed = false;
    for (const NoteSignature& signature : note->signatures) {
      if (signature.name != known[i].name || signature.key_id != id) continue;
      if (!Verifies(known[i], note->text, signature.signature)) {
        return NoteRejection::kBadSignature;
      }
      has_signed = true;
    }
    if (has_signed) opened.signers.push_back(i);
  }
  if (opened.signers.empty()) return NoteRejection::kUnsigned;
  opened.text = std::move(note->text);
  return opened;
}

}  // namespace enishi
