#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ledger/service/ledger_service.h"

namespace enishi {

/// Writes the Prometheus text format, version 0.0.4. Label values must be free of quotes, line
/// ends and backslashes; ours are patterns and numbers.
class MetricsText {
 public:
  using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

  void Begin(std::string_view name, std::string_view type, std::string_view help);
  void Add(std::string_view name, const Labels& labels, uint64_t value);
  std::string Take() { return std::move(text_); }

 private:
  std::string text_;
};

/// The ledger's own counters.
void AddLedgerMetrics(const LedgerService& service, MetricsText& text);

}  // namespace enishi
