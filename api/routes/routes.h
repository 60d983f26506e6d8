#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "api/http/message.h"
#include "api/routes/context.h"

namespace enishi {

/// Who may ask. Anything but kAnyone needs a session.
enum class Rights {
  kAnyone,
  kHolder,    // the account that the path names first, or an auditor
  kInvolved,  // an account that the entry concerns, or an auditor; the handler looks
  kAuditor,
};

/// One row of the table of routes. A pattern's {name} stands for one segment of the path, and
/// {name...} at its end for one or more.
struct Route {
  /// Answers at once, from committed state.
  using Read = Response (*)(Desk& desk, const Call& call);
  /// Answers when a commit has settled it; the call is gone by then.
  using Write = void (*)(Desk& desk, const Call& call, Reply reply);

  std::string_view method;  // GET also serves HEAD
  std::string_view pattern;
  Rights rights;
  std::variant<Read, Write> handler;
};

std::span<const Route> Routes();

/// What stood at the {…} of the pattern, or nothing where the path does not fit it.
std::optional<std::vector<std::string>> MatchPattern(std::string_view pattern,
                                                     std::string_view path);

/// Takes requests to their handlers and counts them. For any number of threads.
class Router {
 public:
  explicit Router(Desk& desk) : desk_(desk) {}

  /// Never fails: what is wrong comes out as a problem. Must outlive what it has not answered.
  void Handle(const Request& request, Reply reply);

  /// The pattern of the route that a request goes to, for log lines; empty where there is none.
  [[nodiscard]] static std::string_view PatternOf(const Request& request);

 private:
  // Answers of one route: by the first digit of the status, and the time they took.
  struct Count {
    std::array<std::atomic<uint64_t>, 6> by_class{};
    std::atomic<uint64_t> total_us = 0;
  };
  static constexpr size_t kRoutesMax = 64;

  // `reply` takes the route's number, or kRoutesMax, and the answer.
  void Dispatch(const Request& request, const std::function<void(size_t, Response)>& reply);
  [[nodiscard]] Response Metrics() const;

  Desk& desk_;
  std::array<Count, kRoutesMax + 1> counts_{};  // the last for requests without a route
};

}  // namespace enishi
