#include "tests/demo/plan.h"

#include <utility>

namespace enishi {

void PlanWriter::AdvanceTo(Timestamp to) {
  if (to <= now_) return;
  // The line is signed before the clock moves, so its id has the time before.
  Accepted("administrator-1", "clock.advance", {{"to", to.ms}});
  now_ = to;
}

void PlanWriter::Accepted(std::string_view as, std::string_view kind, Json::Object fields,
                          Json::Object words) {
  ++accepted_;
  words.emplace_back("as", as);
  Line(std::move(words), kind, std::move(fields));
}

void PlanWriter::AcceptedOfTwo(std::string_view as, std::string_view with, std::string_view kind,
                               Json::Object fields) {
  ++accepted_;
  Line({{"as", as}, {"with", Json::Array{with}}}, kind, std::move(fields));
}

void PlanWriter::Refused(Reason reason, std::string_view as, std::string_view kind,
                         Json::Object fields, Json::Object words) {
  ++refused_;
  ++reasons_[std::string(ReasonName(reason))];
  words.emplace_back("as", as);
  words.emplace_back("expect", ReasonName(reason));
  Line(std::move(words), kind, std::move(fields));
}

std::string PlanWriter::TakeLines() { return std::exchange(lines_, {}); }

void PlanWriter::Line(Json::Object words, std::string_view kind, Json::Object fields) {
  Json line = Json::Object{{"kind", kind}, {"fields", std::move(fields)}, {"at", now_.ms}};
  for (auto& [name, value] : words) line.Set(std::move(name), std::move(value));
  lines_ += line.Dump();
  lines_.push_back('\n');
}

}  // namespace enishi
