#include <unistd.h>

#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <thread>
#include <utility>

#include "ledger/codes/attendance_code.h"
#include "ledger/messages/answers.h"
#include "ledger/messages/details.h"
#include "ledger/messages/usage.h"
#include "ledger/messages/wallet.h"
#include "ledger/rules/limits.h"
#include "wallet-cli/commands/field_command.h"
#include "wallet-cli/terminal/prompt.h"
#include "wallet-cli/terminal/qr.h"
#include "wallet-cli/terminal/text.h"

namespace enishi {
namespace {

struct AttendanceWindow {
  Timestamp from;
  uint64_t expires_in_ms = 0;
};

Tried<Report> ShowAttendanceCode(Workspace& workspace, const KeyEntry& organiser,
                                 const Code& activity, AttendanceWindow window) {
  const auto info = workspace.Online();
  if (!info) return info.error();
  const Timestamp until{window.from.ms + window.expires_in_ms};
  const AttendanceCode code{(*info)->ledger.value_or(Hash{}),
                            organiser.key.public_key(),
                            organiser.account,
                            activity,
                            window.from,
                            until};
  const std::string text = EncodeAttendanceCode(code, organiser.key);
  const auto qr =
      DrawQr(text, IsTerminal(STDOUT_FILENO) ? QrColours::kTerminal : QrColours::kPlain);
  if (!qr) return Usage(qr.error().message);
  return Report{Json::object({{"code", text}, {"valid_until", until.ms}}),
                *qr + text + "\n" + workspace.Say(texts::kValidUntil, FormatJst(until)) + "\n"};
}

// Shows the next code when half of the last one's time is over, so that a code is still valid when
// the person who scanned it sends it.
Tried<Report> ShowAttendanceCodes(Workspace& workspace, const Arguments& arguments) {
  auto activity = Code::Parse(*arguments.Get("--activity"));
  if (!activity)
    return Usage(Fill(texts::kOptionWrong, "--activity", Translated(activity.error().message)));
  const auto expires_in = FieldFromText(Charge{}, "amount", arguments.GetOr("--expires-in", "30"));
  const int64_t expires_in_s = expires_in ? *AsInteger(*expires_in) : 0;
  constexpr int64_t kExpiresInMin = 2;
  constexpr auto kExpiresInMax = static_cast<int64_t>(kAttendanceCodeMsMax / kSecondMs);
  if (expires_in_s < kExpiresInMin || expires_in_s > kExpiresInMax)
    return Usage(Fill(texts::kExpiresInRange, kExpiresInMin, kExpiresInMax));
  const auto organiser = workspace.Actor();
  if (!organiser) return organiser.error();
  if (const auto info = workspace.Online(); !info) return info.error();
  const uint64_t expires_in_ms = static_cast<uint64_t>(expires_in_s) * kSecondMs;
  while (true) {
    auto report = ShowAttendanceCode(workspace, **organiser, *activity,
                                     {workspace.LedgerTime(), expires_in_ms});
    if (!report || arguments.Has("--once")) return report;
    if (IsTerminal(STDOUT_FILENO)) std::cout << "\x1b[2J\x1b[H";
    std::cout << (workspace.options().json ? Dump(report->json) + "\n" : report->text)
              << std::flush;
    if (!std::cout) return Failure{Exit::kRefused, "file", texts::kOutputUnwritable};
    std::this_thread::sleep_for(std::chrono::milliseconds(expires_in_ms / 2));
  }
}

}  // namespace

std::vector<CommandSpec> OfficeCommands() {
  std::vector<CommandSpec> commands = {
      FieldCommand("office", "genesis", Genesis::kKind),
      FieldCommand("office", "rules", RulesActivate::kKind),
      FieldCommand("office", "clock", ClockAdvance::kKind),
      FieldCommand("office", "post-create", PostCreate::kKind),
      FieldCommand("office", "appoint", PostAppoint::kKind),
      FieldCommand("office", "dismiss", PostDismiss::kKind),
      FieldCommand("office", "open", AccountOpen::kKind),
      FieldCommand("office", "enrol", AccountEnrol::kKind),
      FieldCommand("office", "currency", CurrencyCreate::kKind),
      FieldCommand("office", "programme", ProgrammeCreate::kKind),
      FieldCommand("office", "activity", ActivityCreate::kKind),
      FieldCommand("office", "record", ParticipationRecord::kKind),
      FieldCommand("office", "charge", Charge::kKind),
  };
  commands.push_back({"office",
                      "attendance-code",
                      {{"--activity", "NAME", true}, {"--expires-in", "SECONDS"}, {"--once", ""}},
                      ShowAttendanceCodes});
  return commands;
}

}  // namespace enishi
