#include "ledger/merkle/checkpoint.h"

#include "ledger/merkle/lines.h"
#include "ledger/merkle/tree.h"

namespace enishi {

std::string EncodeCheckpoint(const Checkpoint& checkpoint) {
  CHECK(checkpoint.size <= kTreeSizeMax);
  return checkpoint.origin.text + "\n" + std::to_string(checkpoint.size) + "\n" +
         HashText(checkpoint.root) + "\n";
}

Parsed<Checkpoint> ParseCheckpoint(std::string_view text) {
  std::string_view origin_line;
  std::string_view size_line;
  std::string_view root_line;
  if (!TakeLine(text, origin_line) || !TakeLine(text, size_line) || !TakeLine(text, root_line) ||
      !text.empty()) {
    return FormatError{"a checkpoint has three lines"};
  }
  const auto origin = Origin::Parse(origin_line);
  if (!origin) return origin.error();
  const auto size = ParseCount(size_line);
  if (!size) return size.error();
  const auto root = ParseHash(root_line);
  if (!root) return root.error();
  if (*size == 0 && *root != EmptyRoot()) {
    return FormatError{"a checkpoint of size 0 whose root is not that of the empty tree"};
  }
  return Checkpoint{.origin = *origin, .size = *size, .root = *root};
}

std::string SignCheckpoint(const Checkpoint& checkpoint, const SigningKey& key) {
  Note note{.text = EncodeCheckpoint(checkpoint), .signatures = {}};
  note.signatures.push_back(SignNoteText(note.text, checkpoint.origin.text, key));
  return EncodeNote(note);
}

VerifierKey CheckpointVerifier(const Origin& origin, const PublicKey& key) {
  return {.name = origin.text, .key = key};
}

std::string_view Describe(CheckpointRejection rejection) {
  switch (rejection) {
    case CheckpointRejection::kMalformedNote:
      return "not a signed note";
    case CheckpointRejection::kBadSignature:
      return "the log key's signature is wrong";
    case CheckpointRejection::kUnsigned:
      return "not signed by the log's key";
    case CheckpointRejection::kMalformedCheckpoint:
      return "signed, but not a checkpoint";
    case CheckpointRejection::kOtherOrigin:
      return "the checkpoint of another origin than the key's name";
  }
  CHECK(false);
}

Result<Checkpoint, CheckpointRejection> OpenCheckpoint(std::string_view note,
                                                       const VerifierKey& log_key) {
  const auto opened = OpenNote(note, {&log_key, 1});
  if (!opened) {
    switch (opened.error()) {
      case NoteRejection::kMalformed:
        return CheckpointRejection::kMalformedNote;
      case NoteRejection::kBadSignature:
        return CheckpointRejection::kBadSignature;
      case NoteRejection::kUnsigned:
        return CheckpointRejection::kUnsigned;
    }
    CHECK(false);
  }
  auto checkpoint = ParseCheckpoint(opened->text);
  if (!checkpoint) return CheckpointRejection::kMalformedCheckpoint;
  if (checkpoint->origin.text != log_key.name) return CheckpointRejection::kOtherOrigin;
  return *std::move(checkpoint);
}

}  // namespace enishi
