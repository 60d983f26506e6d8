#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "api/http/message.h"
#include "api/routes/context.h"

namespace enishi {

/// Checks rights, calls the handler of each request and counts the answers. Any thread.
class Router {
 public:
  explicit Router(ApiContext& context) : context_(context) {}

  /// Answers every request; errors are answered as problems. The router must outlive all requests
  /// that it has not answered yet.
  void Handle(const Request& request, Reply reply);

  /// The pattern of the route that serves the request, for log lines; empty if there is none.
  [[nodiscard]] static std::string_view PatternOf(const Request& request);

 private:
  // `reply` takes the route's index, or RequestCounts::kNoRoute, and the answer.
  void Dispatch(const Request& request, const std::function<void(size_t, Response)>& reply);

  ApiContext& context_;
};

}  // namespace enishi
