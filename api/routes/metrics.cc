#include "api/routes/metrics.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "api/routes/routes.h"

namespace enishi {
namespace {

// Writes the Prometheus text format. Label values must be free of quotes, line ends and
// backslashes; ours are patterns and numbers.
class MetricsText {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  void Begin(std::string_view name, std::string_view type, std::string_view help) {
    text_ += "# HELP " + std::string(name) + " " + std::string(help) + "\n";
    text_ += "# TYPE " + std::string(name) + " " + std::string(type) + "\n";
  }

  void Add(std::string_view name, const Labels& labels, uint64_t value) {
    text_ += name;
    if (!labels.empty()) {
      text_ += '{';
      for (size_t i = 0; i < labels.size(); ++i) {
        if (i > 0) text_ += ',';
        text_ += std::string(labels[i].first) + "=\"" + std::string(labels[i].second) + "\"";
      }
      text_ += '}';
    }
    text_ += " " + std::to_string(value) + "\n";
  }

  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

void AddLedgerMetrics(const LedgerService& service, MetricsText& text) {
  struct Metric {
    std::string_view name;
    std::string_view type;
    std::string_view help;
    uint64_t value;
  };
  const LedgerService::Counters counters = service.counters();
  const std::array metrics = {
      Metric{"enishi_instructions_accepted_total", "counter", "Instructions accepted.",
             counters.accepted},
      Metric{"enishi_instructions_repeated_total", "counter",
             "Accepted instructions that were sent again.", counters.repeated},
      Metric{"enishi_instructions_rejected_total", "counter",
             "Instructions that the rules refused.", counters.rejected},
      Metric{"enishi_commits_total", "counter", "Synced appends to the log.", counters.commits},
      Metric{"enishi_queue_length", "gauge", "Instructions waiting for the sequencer.",
             counters.queue},
      Metric{"enishi_log_size", "gauge", "Entries in the log.", counters.log_size},
      Metric{"enishi_head_size", "gauge", "Entries under the published head.", counters.head_size},
      Metric{"enishi_sweeping", "gauge", "1 while expired lots wait to be moved.",
             counters.sweeping ? uint64_t{1} : uint64_t{0}},
      Metric{"enishi_read_only", "gauge", "1 when the ledger takes no instructions.",
             service.failure().empty() ? uint64_t{0} : uint64_t{1}},
  };
  for (const Metric& metric : metrics) {
    text.Begin(metric.name, metric.type, metric.help);
    text.Add(metric.name, {}, metric.value);
  }
}

void AddRequests(size_t route, std::string_view method, std::string_view pattern,
                 const RequestCounts& counts, MetricsText& text) {
  const auto& by_class = counts.Of(route).by_class;
  for (size_t digit = 2; digit < by_class.size(); ++digit) {
    const uint64_t count = by_class[digit];
    if (count == 0) continue;
    const std::string status = std::to_string(digit) + "xx";
    text.Add("enishi_http_requests_total",
             {{"method", method}, {"route", pattern}, {"status", status}}, count);
  }
}

void AddRequestMetrics(const RequestCounts& counts, MetricsText& text) {
  const auto routes = Routes();
  text.Begin("enishi_http_requests_total", "counter", "Answers by route and class of status.");
  for (size_t i = 0; i < routes.size(); ++i) {
    AddRequests(i, routes[i].method, routes[i].pattern, counts, text);
  }
  AddRequests(RequestCounts::kNoRoute, "any", "none", counts, text);
  text.Begin("enishi_http_request_microseconds_total", "counter", "Time spent in handlers.");
  for (size_t i = 0; i < routes.size(); ++i) {
    const uint64_t total_us = counts.Of(i).total_us;
    if (total_us == 0) continue;
    text.Add("enishi_http_request_microseconds_total",
             {{"method", routes[i].method}, {"route", routes[i].pattern}}, total_us);
  }
}

}  // namespace

Response GetMetrics(ApiContext& context, const Call& /*call*/) {
  MetricsText text;
  AddLedgerMetrics(context.service, text);
  text.Begin("enishi_sessions", "gauge", "Open sessions.");
  text.Add("enishi_sessions", {}, context.sessions.session_count());
  AddRequestMetrics(context.request_counts, text);
  return {200, "text/plain; version=0.0.4; charset=utf-8", text.Take()};
}

}  // namespace enishi
