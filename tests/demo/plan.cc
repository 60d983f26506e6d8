#include "tests/demo/plan.h"

#include <iterator>
#include <utility>

namespace enishi {

void PlanWriter::AdvanceTo(Timestamp to) {
  if (to <= now_) return;
  // The line is signed before the clock moves: its id belongs to the time before.
  Accepted("administrator-1", "clock.advance", {{"to", to.ms}});
  now_ = to;
}

void PlanWriter::Accepted(std::string_view as, std::string_view kind, Json::Object fields) {
  ++accepted_;
  Line({{"as", as}}, kind, std::move(fields));
}

void PlanWriter::AcceptedOfTwo(std::string_view as, std::string_view with, std::string_view kind,
                               Json::Object fields) {
  ++accepted_;
  Line({{"as", as}, {"with", Json::Array{with}}}, kind, std::move(fields));
}

void PlanWriter::Refused(Reason reason, std::string_view as, std::string_view kind,
                         Json::Object fields) {
  ++refused_;
  ++reasons_[std::string(ReasonName(reason))];
  fields.emplace_back("expect", ReasonName(reason));
  Line({{"as", as}}, kind, std::move(fields));
}

std::string PlanWriter::TakeLines() { return std::exchange(lines_, {}); }

void PlanWriter::Line(Json::Object head, std::string_view kind, Json::Object fields) {
  head.emplace_back("at", now_.ms);
  head.emplace_back("kind", kind);
  std::move(fields.begin(), fields.end(), std::back_inserter(head));
  lines_ += Json(std::move(head)).Dump();
  lines_.push_back('\n');
}

}  // namespace enishi
