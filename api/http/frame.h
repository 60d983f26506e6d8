#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

// Reads the head of an HTTP/1.1 request strictly, before the HTTP library sees a byte of it:
// cpp-httplib 0.11 lets chunked and compressed bodies past its payload limit, buffers heads without
// end and accepts two lengths. Pure functions over bytes, for any thread.

struct FrameLimits {
  size_t head_bytes = size_t{16} * 1024;  // request line and headers
  size_t header_count = 64;
  size_t target_bytes = 2048;
  size_t body_bytes = size_t{8} * 1024 * 1024;
};

/// A request head that is well formed and that this server serves.
struct RequestHead {
  std::string method;                                        // upper-case letters, at most 16
  std::string target;                                        // begins with '/', visible ASCII only
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  size_t content_length = 0;
  bool close = false;  // the connection ends after the answer

  /// The value of a header by its lower-case name; empty where it is absent.
  [[nodiscard]] std::string_view Value(std::string_view name) const;
};

/// Why a head is not served. The connection is closed after the answer, because nobody knows where
/// the next request would begin.
struct FrameRefusal {
  int status = 400;
  std::string_view detail;  // for people, in English
};

/// Where the head ends (just after its empty line), or nothing when the bytes so far do not hold it
/// all. `searched` bytes are known not to hold the end.
std::optional<size_t> FindHeadEnd(std::string_view bytes, size_t searched);

/// Reads a head as FindHeadEnd cut it. Refuses bare line feeds, folded lines, control characters,
/// two Hosts, two or odd Content-Lengths, Transfer-Encoding (411), Content-Encoding (415), Range,
/// Expect (417), bodies of GET and HEAD, and what is over the limits (413, 414, 431).
Result<RequestHead, FrameRefusal> ReadHead(std::string_view head, const FrameLimits& limits);

}  // namespace enishi
