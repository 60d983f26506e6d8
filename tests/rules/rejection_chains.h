#pragma once

#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "tests/fixtures/town.h"

namespace enishi::testing {

/// An instruction in a town of its own that is refused, fixed and submitted again, one fault after
/// another, until it is accepted.
class Walk {
 public:
  Town town;
  Header header;
  Payload payload;
  std::vector<std::string> signers;
  PaymentCode code;
  AttendanceCode attendance;
  // Faults of form: other text than the header and payload give, and signatures that are not good.
  std::optional<std::string> envelope;
  std::optional<std::string> body;
  bool signature_twice = false;
  bool signature_spoilt = false;

  /// The town with everything in it, and an official "witness" who holds no post.
  void Furnish();
  /// An instruction by the actor, signed by it.
  void Act(const std::string& actor, Payload what);
  void ActAs(const std::string& actor, std::vector<std::string> with = {});
  template <class Kind>
  Kind& As() {
    return std::get<Kind>(payload);
  }
  /// Puts `code`, or `attendance`, into the payload, signed by the label's key.
  void Show(const std::string& signer);
  void ShowAttendance(const std::string& signer);

  /// Reads, verifies and applies what the walk now says.
  Checked<Outcome> Submit();
};

struct Step {
  Reason refused;
  std::function<void(Walk&)> fix;
};

/// Who may sign a kind, and who may not, so that the steps of authority can be walked for each.
struct Right {
  std::string actor;
  std::vector<std::string> with = {};
  std::string wrong_kind = {};  // an account of a kind that may not; empty: all kinds may
  bool by_role = false;         // the auditor, an official, has not the role
};

/// A walk for one kind of instruction: every step must be refused for its reason although all
/// later reasons of the walk may hold too, and after the last fix it is accepted.
struct Chain {
  std::string name;
  std::string kind;
  std::function<void(Walk&)> start;
  std::vector<Step> steps;
  bool accepted = true;  // in the end; false if the last fault cannot be fixed
};

/// How a failing test names a walk.
inline void PrintTo(const Chain& chain, std::ostream* out) { *out << chain.name; }

/// The steps of authority for a kind, with `rest` after them. `start` must leave an instruction of
/// the account "nobody", which does not exist, signed by the unknown key "stranger".
std::vector<Step> WithAuthority(const Right& right, std::vector<Step> rest);

std::vector<Chain> FormChains();
std::vector<Chain> OfficeChains();
std::vector<Chain> PeopleChains();

}  // namespace enishi::testing
