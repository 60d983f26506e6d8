#include "tests/demo/plan.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace enishi {

void PlanWriter::AdvanceTo(Timestamp to) {
  if (to <= now_) return;
  // The line is signed before the clock moves, so its id has the time before.
  Accepted("administrator-1", "clock.advance", {{"to", to.ms}});
  now_ = to;
}

void PlanWriter::Accepted(std::string_view as, std::string_view kind, Json fields, Json words) {
  ++accepted_;
  words["as"] = as;
  Line(std::move(words), kind, std::move(fields));
}

void PlanWriter::AcceptedOfTwo(std::string_view as, std::string_view with, std::string_view kind,
                               Json fields) {
  ++accepted_;
  Line({{"as", as}, {"with", Json::array({with})}}, kind, std::move(fields));
}

void PlanWriter::Refused(Reason reason, std::string_view as, std::string_view kind, Json fields,
                         Json words) {
  ++refused_;
  ++reasons_[std::string(ReasonName(reason))];
  words["as"] = as;
  words["expect"] = ReasonName(reason);
  Line(std::move(words), kind, std::move(fields));
}

std::string PlanWriter::TakeLines() { return std::exchange(lines_, {}); }

void PlanWriter::Line(Json words, std::string_view kind, Json fields) {
  Json line = Json::object({{"kind", kind}, {"fields", std::move(fields)}, {"at", now_.ms}});
  for (auto& [name, value] : words.items()) line[name] = std::move(value);
  lines_ += Dump(line);
  lines_.push_back('\n');
}

}  // namespace enishi
