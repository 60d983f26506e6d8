#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/base/result.h"

namespace enishi {

// Reads the head of an HTTP/1.1 request strictly, before the HTTP library sees any of it:
// cpp-httplib 0.11 does not apply its payload limit to chunked and compressed bodies, buffers heads
// without a limit and accepts two lengths. Pure functions over bytes; any thread.

struct FrameLimits {
  size_t head_bytes = size_t{16} * 1024;  // request line and headers
  size_t header_count = 64;
  size_t target_bytes = 2048;
  size_t body_bytes = size_t{8} * 1024 * 1024;
};

/// A well-formed request head that uses only what this server supports.
struct RequestHead {
  std::string method;                                        // upper-case letters, at most 16
  std::string target;                                        // begins with '/', visible ASCII only
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  size_t content_length = 0;
  bool close = false;  // the connection ends after the answer

  /// The value of a header by its lower-case name; empty if it is absent.
  [[nodiscard]] std::string_view Value(std::string_view name) const;
};

/// Why a head is refused. The connection is closed after the answer, because the start of the next
/// request is unknown.
struct FrameRefusal {
  int status = 400;
  std::string_view detail;  // for people, in English
};

/// The offset just after the empty line that ends the head, or nullopt if the bytes do not contain
/// it yet. The first `searched` bytes are known not to contain it.
std::optional<size_t> FindHeadEnd(std::string_view bytes, size_t searched);

/// Reads a head that ends where FindHeadEnd says. Refuses bare line feeds, folded lines, control
/// characters, a repeated Host, a repeated or malformed Content-Length, Transfer-Encoding (411),
/// Content-Encoding (415), Range, Expect (417), a body with GET or HEAD, and anything over the
/// limits (413, 414, 431).
Result<RequestHead, FrameRefusal> ReadHead(std::string_view head, const FrameLimits& limits);

}  // namespace enishi
