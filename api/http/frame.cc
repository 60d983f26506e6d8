#include "api/http/frame.h"

#include <algorithm>
#include <charconv>

namespace enishi {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr size_t kMethodBytesMax = 16;
// A length with more digits is over any limit and may not fit an integer.
constexpr size_t kLengthDigitsMax = 10;

bool IsTokenByte(char byte) {
  constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= 'a' && byte <= 'z') || kMarks.find(byte) != std::string_view::npos;
}

bool IsVisible(char byte) { return byte > ' ' && byte < '\x7f'; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte - 'A' + 'a');
  }
  return lower;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::optional<FrameRefusal> ReadRequestLine(std::string_view line, const FrameLimits& limits,
                                            RequestHead& head) {
  const size_t first = line.find(' ');
  const size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) {
    return FrameRefusal{400, "the request line is malformed"};
  }
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  const auto is_upper = [](char byte) { return byte >= 'A' && byte <= 'Z'; };
  if (method.empty() || method.size() > kMethodBytesMax ||
      !std::all_of(method.begin(), method.end(), is_upper)) {
    return FrameRefusal{400, "the method is malformed"};
  }
  if (target.size() > limits.target_bytes) return FrameRefusal{414, "the target is too long"};
  if (target.empty() || target.front() != '/' ||
      !std::all_of(target.begin(), target.end(), IsVisible)) {
    return FrameRefusal{400, "the target is malformed"};
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return FrameRefusal{505, "only HTTP/1.1 and HTTP/1.0 are supported"};
  }
  head.method = method;
  head.target = target;
  head.close = version == "HTTP/1.0";
  return std::nullopt;
}

std::optional<FrameRefusal> ReadHeaderLine(std::string_view line, RequestHead& head) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0 ||
      !std::all_of(line.begin(), line.begin() + static_cast<ptrdiff_t>(colon), IsTokenByte)) {
    return FrameRefusal{400, "a header is malformed"};
  }
  const std::string_view value = Trim(line.substr(colon + 1));
  const auto is_control = [](char byte) {
    return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') || byte == '\x7f';
  };
  if (std::any_of(value.begin(), value.end(), is_control)) {
    return FrameRefusal{400, "a header has control characters"};
  }
  head.headers.emplace_back(Lower(line.substr(0, colon)), value);
  return std::nullopt;
}

size_t CountHeaders(const RequestHead& head, std::string_view name) {
  return static_cast<size_t>(
      std::count_if(head.headers.begin(), head.headers.end(),
                    [&](const auto& header) { return header.first == name; }));
}

std::optional<FrameRefusal> ReadLength(const FrameLimits& limits, RequestHead& head) {
  constexpr std::string_view kName = "content-length";
  const size_t count = CountHeaders(head, kName);
  if (count > 1) return FrameRefusal{400, "Content-Length is repeated"};
  if (count == 0) {
    const bool wants_body = head.method == "POST" || head.method == "PUT" || head.method == "PATCH";
    if (wants_body) return FrameRefusal{411, "Content-Length is missing"};
    return std::nullopt;
  }
  const std::string_view digits = head.Value(kName);
  const auto is_digit = [](char byte) { return byte >= '0' && byte <= '9'; };
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) {
    return FrameRefusal{400, "Content-Length must be an integer"};
  }
  if (digits.size() > kLengthDigitsMax) return FrameRefusal{413, "the body is too large"};
  std::from_chars(digits.data(), digits.data() + digits.size(), head.content_length);
  if (head.content_length > limits.body_bytes) return FrameRefusal{413, "the body is too large"};
  if (head.content_length > 0 && (head.method == "GET" || head.method == "HEAD")) {
    return FrameRefusal{400, "GET and HEAD must not have a body"};
  }
  return std::nullopt;
}

// Whether "close" is among the options of a Connection header, which is a list (RFC 9110, 7.6.1).
bool AsksToClose(const RequestHead& head) {
  for (const auto& [name, value] : head.headers) {
    if (name != "connection") continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      if (Lower(Trim(rest.substr(0, comma))) == "close") return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

// Refuses what this server does not support, and what two readers could frame differently.
std::optional<FrameRefusal> CheckHeaders(const FrameLimits& limits, RequestHead& head) {
  if (CountHeaders(head, "transfer-encoding") > 0) {
    return FrameRefusal{411, "Transfer-Encoding is not supported; send Content-Length"};
  }
  if (auto refusal = ReadLength(limits, head)) return refusal;
  if (CountHeaders(head, "content-encoding") > 0) {
    return FrameRefusal{415, "Content-Encoding is not supported"};
  }
  if (CountHeaders(head, "range") > 0) return FrameRefusal{400, "Range is not supported"};
  if (CountHeaders(head, "expect") > 0) return FrameRefusal{417, "Expect is not supported"};
  const size_t hosts = CountHeaders(head, "host");
  if (hosts > 1 || (hosts == 0 && !head.close))
    return FrameRefusal{400, "exactly one Host is required"};
  for (const std::string_view once : {"authorization", "content-type"}) {
    if (CountHeaders(head, once) > 1) return FrameRefusal{400, "a header is repeated"};
  }
  head.close = head.close || AsksToClose(head);
  return std::nullopt;
}

}  // namespace

std::string_view RequestHead::Value(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return "";
}

std::optional<size_t> FindHeadEnd(std::string_view bytes, size_t searched) {
  const size_t from = searched < kHeadEnd.size() ? 0 : searched - kHeadEnd.size();
  const size_t at = bytes.find(kHeadEnd, from);
  if (at == std::string_view::npos) return std::nullopt;
  return at + kHeadEnd.size();
}

Result<RequestHead, FrameRefusal> ReadHead(std::string_view head_bytes, const FrameLimits& limits) {
  if (head_bytes.size() > limits.head_bytes) return FrameRefusal{431, "the head is too large"};
  RequestHead head;
  std::string_view rest = head_bytes.substr(0, head_bytes.size() - kLineEnd.size());
  bool first = true;
  while (!rest.empty()) {
    const size_t end = rest.find(kLineEnd);
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + kLineEnd.size());
    if (line.find_first_of("\r\n") != std::string_view::npos) {
      return FrameRefusal{400, "lines must end in CR LF"};
    }
    if (head.headers.size() >= limits.header_count) {
      return FrameRefusal{431, "too many headers"};
    }
    const auto refusal = first ? ReadRequestLine(line, limits, head) : ReadHeaderLine(line, head);
    if (refusal) return *refusal;
    first = false;
  }
  if (const auto refusal = CheckHeaders(limits, head)) return *refusal;
  return head;
}

}  // namespace enishi
