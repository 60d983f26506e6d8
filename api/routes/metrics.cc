#include "api/routes/metrics.h"

#include <array>

namespace enishi {

void MetricsText::Begin(std::string_view name, std::string_view type, std::string_view help) {
  text_ += "# HELP " + std::string(name) + " " + std::string(help) + "\n";
  text_ += "# TYPE " + std::string(name) + " " + std::string(type) + "\n";
}

void MetricsText::Add(std::string_view name, const Labels& labels, uint64_t value) {
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
      Metric{"enishi_instructions_repeated_total", "counter", "Accepted ones that were sent again.",
             counters.repeated},
      Metric{"enishi_instructions_rejected_total", "counter", "Instructions that a rule refused.",
             counters.rejected},
      Metric{"enishi_commits_total", "counter", "Synced appends to the log.", counters.commits},
      Metric{"enishi_queue_length", "gauge", "Instructions waiting for the sequencer.",
             counters.queue},
      Metric{"enishi_log_size", "gauge", "Entries in the log.", counters.log_size},
      Metric{"enishi_head_size", "gauge", "Entries under the published head.", counters.head_size},
      Metric{"enishi_sweeping", "gauge", "1 while expired lots are still to be moved.",
             counters.sweeping ? uint64_t{1} : uint64_t{0}},
      Metric{"enishi_read_only", "gauge", "1 when the ledger takes no instructions.",
             service.failure().empty() ? uint64_t{0} : uint64_t{1}},
  };
  for (const Metric& metric : metrics) {
    text.Begin(metric.name, metric.type, metric.help);
    text.Add(metric.name, {}, metric.value);
  }
}

}  // namespace enishi
