#include "ledger/merkle/tree.h"

#include <algorithm>
#include <bit>

#include "ledger/base/bytes.h"

namespace enishi {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr std::string_view kNodePrefix("\x01", 1);

// A run of leaves whose begin is a multiple of a power of two that is not below its length, which
// is what splitting a tree as RFC 6962 does always leaves.
struct LeafRange {
  uint64_t begin;
  uint64_t end;
};

// The largest power of two below the length; the length must be above 1.
uint64_t SplitOf(const LeafRange& range) { return std::bit_floor(range.end - range.begin - 1); }

// The root of a range that is not empty: its complete subtrees from left to right have the sizes of
// the length's binary digits, and fold together from the right.
Parsed<Hash> RangeRoot(const LeafRange& range, HashSource& source) {
  std::array<Hash, 64> peaks;
  size_t count = 0;
  uint64_t begin = range.begin;
  while (begin != range.end) {
    const auto level = static_cast<uint32_t>(std::bit_width(range.end - begin) - 1);
    auto peak = source.NodeAt({.level = level, .index = begin >> level});
    if (!peak) return peak.error();
    peaks[count++] = *peak;
    begin += uint64_t{1} << level;
  }
  CHECK(count > 0);
  Hash root = peaks[--count];
  while (count > 0) root = NodeHash(peaks[--count], root);
  return root;
}

}  // namespace

Hash LeafHash(std::string_view leaf) { return Sha256({kLeafPrefix, leaf}); }

Hash NodeHash(const Hash& left, const Hash& right) {
  return Sha256({kNodePrefix, AsView(left), AsView(right)});
}

const Hash& EmptyRoot() {
  static const Hash kRoot = Sha256({});
  return kRoot;
}

Parsed<Hash> RootFrom(uint64_t size, HashSource& source) {
  if (size == 0) return EmptyRoot();
  return RangeRoot({.begin = 0, .end = size}, source);
}

Parsed<std::vector<Hash>> InclusionProof(LeafPosition position, HashSource& source) {
  if (position.index >= position.size) return FormatError{"the index is not below the tree size"};
  std::vector<Hash> path;
  LeafRange range{.begin = 0, .end = position.size};
  while (range.end - range.begin > 1) {
    const uint64_t middle = range.begin + SplitOf(range);
    LeafRange sibling = range;
    if (position.index < middle) {
      sibling.begin = middle;
      range.end = middle;
    } else {
      sibling.end = middle;
      range.begin = middle;
    }
    auto hash = RangeRoot(sibling, source);
    if (!hash) return hash.error();
    path.push_back(*hash);
  }
  std::reverse(path.begin(), path.end());
  return path;
}

Parsed<std::vector<Hash>> ConsistencyProof(Growth growth, HashSource& source) {
  if (growth.old_size > growth.new_size) return FormatError{"a tree does not shrink"};
  std::vector<Hash> proof;
  if (growth.old_size == 0) return proof;
  LeafRange range{.begin = 0, .end = growth.new_size};
  // Whether the old tree's leaves in the range are a whole old tree, whose root the verifier has.
  bool verifier_has_root = true;
  while (range.end != growth.old_size) {
    const uint64_t middle = range.begin + SplitOf(range);
    LeafRange sibling = range;
    if (growth.old_size <= middle) {
      sibling.begin = middle;
      range.end = middle;
    } else {
      sibling.end = middle;
      range.begin = middle;
      verifier_has_root = false;
    }
    auto hash = RangeRoot(sibling, source);
    if (!hash) return hash.error();
    proof.push_back(*hash);
  }
  if (!verifier_has_root) {
    auto hash = RangeRoot(range, source);
    if (!hash) return hash.error();
    proof.push_back(*hash);
  }
  std::reverse(proof.begin(), proof.end());
  return proof;
}

Parsed<Frontier> Frontier::FromSource(uint64_t size, HashSource& source) {
  if (size > kTreeSizeMax) return FormatError{"a tree size above 2^63 - 1"};
  Frontier frontier;
  for (uint32_t level = 0; level < frontier.peaks_.size(); ++level) {
    if ((size >> level & 1) == 0) continue;
    auto peak = source.NodeAt({.level = level, .index = (size >> level) - 1});
    if (!peak) return peak.error();
    frontier.peaks_[level] = *peak;
  }
  frontier.size_ = size;
  return frontier;
}

void Frontier::Append(const Hash& leaf_hash) {
  CHECK(size_ < kTreeSizeMax);
  Hash node = leaf_hash;
  size_t level = 0;
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) node = NodeHash(peaks_[level++], node);
  peaks_[level] = node;
  ++size_;
}

Hash Frontier::Root() const {
  if (size_ == 0) return EmptyRoot();
  auto level = static_cast<size_t>(std::countr_zero(size_));
  Hash root = peaks_[level];
  for (++level; level < peaks_.size(); ++level) {
    if ((size_ >> level & 1) != 0) root = NodeHash(peaks_[level], root);
  }
  return root;
}

}  // namespace enishi
