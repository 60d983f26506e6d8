#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/base/result.h"
#include "ledger/keys/keys.h"

namespace enishi {

// Signed notes (C2SP signed-note; specs/checkpoint.md): a text, an empty line, and signature lines.
// Pinned by tests/merkle/note_test.cc.

/// Room for a checkpoint with 64 signatures of the largest kinds in use, about 2.5 kB each.
inline constexpr size_t kNoteBytesMax = size_t{256} * 1024;
inline constexpr size_t kNoteSignaturesMax = 64;
inline constexpr size_t kKeyNameBytesMax = 255;

/// True for 1 to kKeyNameBytesMax bytes of UTF-8 without Unicode spaces, control characters and
/// "+".
bool IsKeyName(std::string_view name);

/// A key that verifies Ed25519 notes, with the name that its signatures carry.
struct VerifierKey {
  std::string name;
  PublicKey key;
  bool operator==(const VerifierKey&) const = default;

  /// The first four bytes of SHA-256(name || 0A || 01 || key), most significant byte first.
  [[nodiscard]] uint32_t Id() const;
  /// "<name>+<8 hex digits of the id>+<base64 of 01 || key>".
  [[nodiscard]] std::string Encode() const;
  /// Takes exactly what Encode writes. Refuses other signature types and an id that is not the
  /// key's.
  static Parsed<VerifierKey> Parse(std::string_view text);
};

/// One signature line. The signature is of no known form until a known key says so.
struct NoteSignature {
  std::string name;
  uint32_t key_id = 0;
  std::string signature;
  bool operator==(const NoteSignature&) const = default;

  /// "— <name> <base64 of key id and signature>" and a newline.
  [[nodiscard]] std::string Line() const;
};

/// A note as parsed: nothing in it is verified. The text ends in its newline.
struct Note {
  std::string text;
  std::vector<NoteSignature> signatures;
  bool operator==(const Note&) const = default;
};

/// Refuses what is beyond the limits above, not UTF-8, has control characters other than newline,
/// or has no signature line. EncodeNote gives back the same bytes.
Parsed<Note> ParseNote(std::string_view bytes);
std::string EncodeNote(const Note& note);

/// Signs the text with an Ed25519 key under that name. The name must be a key name and the text
/// end in a newline. May be called from several threads.
NoteSignature SignNoteText(std::string_view text, std::string_view name, const SigningKey& key);

/// Why a note is refused, in the order in which it is checked.
enum class NoteRejection {
  kMalformed,     // not a signed note
  kBadSignature,  // a known key's signature does not fit the text
  kUnsigned,      // no known key has signed
};
std::string_view Describe(NoteRejection rejection);

/// A note that at least one known key has signed.
struct OpenedNote {
  std::string text;
  /// Which of the known keys have signed, as positions in the list given, ascending, each once.
  std::vector<size_t> signers;
};

/// Parses a note and verifies every signature whose name and id are those of a known key; others
/// are ignored. At most kNoteSignaturesMax verifications. Known keys must differ in name or id.
Result<OpenedNote, NoteRejection> OpenNote(std::string_view bytes,
                                           std::span<const VerifierKey> known);

}  // namespace enishi
