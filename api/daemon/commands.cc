#include "api/daemon/commands.h"

#include <sys/resource.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <system_error>
#include <utility>

#include "api/daemon/log_lines.h"
#include "api/daemon/service_keys.h"
#include "api/http/server.h"
#include "api/routes/router.h"
#include "ledger/base/clock.h"
#include "ledger/base/durable_file.h"
#include "ledger/instruction/codec.h"
#include "ledger/merkle/checkpoint.h"
#include "ledger/messages/daemon.h"
#include "ledger/messages/details.h"
#include "ledger/messages/usage.h"
#include "ledger/service/ledger_service.h"
#include "ledger/service/start/open.h"
#include "ledger/service/upkeep/rebuild.h"

namespace enishi {
namespace {

// What the databases, the head's file and the front itself hold open; with some to spare.
constexpr uint64_t kOwnFiles = 768;
constexpr uint64_t kConnectionsLeast = 64;

constexpr int kDone = 0;
constexpr int kFailed = 1;
constexpr int kWrongUsage = 2;

int Fail(Language language, const Bilingual& message, int code = kFailed) {
  std::cerr << "enishid: " << message.In(language) << "\n";
  return code;
}

Bilingual WrongOption(std::string_view option, const FormatError& error) {
  return Fill(texts::kOptionWrong, option, Translated(error.message));
}

Parsed<Config> LoadConfig(const ServeOptions& options) {
  std::ifstream file(options.config, std::ios::binary);
  if (!file) return FormatError{"cannot be read"};
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  auto config = ParseConfig(text, options.config.parent_path());
  if (!config) return config;
  if (!options.folder.empty()) config->folder = options.folder;
  if (!options.listen.empty()) {
    const auto endpoint = ParseEndpoint(options.listen);
    if (!endpoint) return FormatError{"--listen " + endpoint.error().message};
    config->host = endpoint->host;
    config->port = endpoint->port;
  }
  return config;
}

// Whoever copies the keys of a ledger that counts could sign heads in its name; so they lie without
// a passphrase only where somebody said so.
Parsed<std::string> ServicePassphrase(ClockMode clock, bool may_be_empty) {
  auto passphrase = ReadServicePassphrase();
  if (!passphrase || !passphrase->empty() || may_be_empty || clock == ClockMode::kSimulated) {
    return passphrase;
  }
  return FormatError{std::string(texts::kPassphraseMissing.en)};
}

LedgerService::Options ServiceOptions(const Config& config) {
  LedgerService::Options options;
  options.folder = config.folder;
  options.origin = config.origin;
  options.clock = config.clock;
  options.administrators = config.administrators;
  options.queue_max = config.queue_max;
  options.batch_max = config.batch_max;
  options.checkpoint_every = std::chrono::milliseconds(config.checkpoint_ms);
  options.wall_clock = SystemTime;
  return options;
}

// Answers and writes a line for what failed, or for everything where the configuration says so.
void HandleAndLog(Router& router, bool log_all, const Request& request, const Reply& reply) {
  // The pattern, not the path: a path holds account ids.
  router.Handle(request,
                [began_us = MonotonicUs(), log_all, id = request.id, method = request.method,
                 route = Router::PatternOf(request), reply](Response response) {
                  const bool failed = response.status >= 500;
                  if (log_all || failed) {
                    LogLine(failed ? LogLevel::kWarning : LogLevel::kInfo, "request",
                            Json::object({{"id", id},
                                          {"method", method},
                                          {"route", route},
                                          {"status", response.status},
                                          {"us", MonotonicUs() - began_us}}));
                  }
                  reply(std::move(response));
                });
}

// Keeps SIGTERM and SIGINT from every thread that is started afterwards, for one to wait for.
sigset_t BlockStopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

// Lets the process open as many files as the connections need beside the databases, so that no
// number of clients can keep the ledger from opening a file of its own; gives how many connections
// there may be.
uint64_t MakeRoomForConnections(uint64_t wanted) {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::min(wanted, kConnectionsLeast);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, wanted + kOwnFiles);
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) getrlimit(RLIMIT_NOFILE, &limit);
  const uint64_t room = limit.rlim_cur > kOwnFiles ? limit.rlim_cur - kOwnFiles : 0;
  if (room >= wanted) return wanted;
  const uint64_t allowed = std::max(room, kConnectionsLeast);
  LogLine(LogLevel::kWarning, "fewer connections than wanted, for want of open files",
          Json::object({{"wanted", wanted}, {"allowed", allowed}}));
  return allowed;
}

// What an operator does about a ledger that is read-only, by the cause that its text begins with.
std::string_view NextStep(std::string_view cause) {
  if (cause.starts_with("the clock")) return "set the clock right, then restart enishid";
  if (cause.find("No space left") != std::string_view::npos) {
    return "free or add disk space, then restart enishid";
  }
  if (cause.starts_with("the log refused")) {
    return "find the other process that writes this ledger and stop it, then restart enishid";
  }
  return "check the disk and the system's log, then restart enishid; if the restart fails, restore "
         "a backup (specs/reliability.md)";
}

void LogReadOnly(const std::string& cause) {
  LogLine(LogLevel::kError, "the ledger is read-only: writes are refused, reads go on",
          Json::object({{"cause", cause}, {"next", NextStep(cause)}}));
}

// Waits for one of the signals, and reports once when the ledger becomes read-only meanwhile.
int WaitForSignal(const sigset_t& signals, const LedgerService& service) {
  constexpr timespec kLookEvery{.tv_sec = 0, .tv_nsec = 200'000'000};
  bool is_reported = false;
  while (true) {
    const std::string cause = is_reported ? std::string() : service.failure();
    if (!cause.empty()) {
      LogReadOnly(cause);
      is_reported = true;
    }
    const int signal = sigtimedwait(&signals, nullptr, &kLookEvery);
    if (signal > 0) return signal;
  }
}

int ServeUntilStopped(const Config& config, const ServeOptions& options, ApiContext& context,
                      const sigset_t& signals) {
  Router router(context);
  HttpServer::Options server_options{config.host, config.port, {}};
  server_options.connections.workers = config.workers;
  server_options.connections.connections_max = MakeRoomForConnections(config.connections_max);
  server_options.connections.connections_per_address_max = config.connections_per_address_max;
  auto server = HttpServer::Listen(server_options, [&](const Request& request, const Reply& reply) {
    HandleAndLog(router, config.requests, request, reply);
  });
  if (!server) return Fail(options.language, Translated(server.error()));
  if (!options.port_file.empty()) {
    const auto written = WriteDurableFile(
        options.port_file, std::to_string((*server)->port()) + "\n", FileAccess::kEveryone);
    if (!written) return Fail(options.language, Translated(written.error().message));
  }
  LogLine(LogLevel::kInfo, "listening",
          Json::object({{"host", config.host},
                        {"port", uint64_t{(*server)->port()}},
                        {"size", context.service.counters().log_size}}));
  const int signal = WaitForSignal(signals, context.service);
  LogLine(LogLevel::kInfo, "stopping", Json::object({{"signal", signal}}));
  (*server)->Stop();
  context.service.Stop();
  LogLine(LogLevel::kInfo, "stopped",
          Json::object({{"size", context.service.counters().log_size}}));
  return context.service.failure().empty() ? kDone : kFailed;
}

int Serve(const ServeOptions& options, const Machine& machine, const sigset_t& signals) {
  const Language language = options.language;
  const auto config = LoadConfig(options);
  if (!config) {
    return Fail(
        language,
        Fill(texts::kConfigWrong, options.config.string(), Translated(config.error().message)),
        kWrongUsage);
  }
  auto passphrase = ServicePassphrase(config->clock, options.no_passphrase);
  if (!passphrase) return Fail(language, Translated(passphrase.error().message));
  auto keys = LoadServiceKeys(config->folder, *passphrase);
  Wipe(*passphrase);
  if (!keys) return Fail(language, Translated(keys.error()));
  LedgerService::Options service_options = ServiceOptions(*config);
  service_options.accept_clock = options.accept_clock;
  service_options.env = machine.env;
  if (machine.wall_clock) service_options.wall_clock = machine.wall_clock;
  auto service = OpenLedger(service_options, std::move(keys->log), std::move(keys->service));
  if (!service) {
    return Fail(language, Fill(texts::kLedgerUnopened, Translated(service.error().message)));
  }
  Sessions::Options sessions;
  sessions.monotonic_ms = [] { return MonotonicMs(); };
  ApiContext context{**service, Sessions(sessions), DirectoryCache(**service),
                     service_options.wall_clock};
  return ServeUntilStopped(*config, options, context, signals);
}

}  // namespace

int RunInit(const InitOptions& options) {
  const auto fail = [&](const Bilingual& message, int code) {
    return Fail(options.language, message, code);
  };
  Config config;
  auto origin = Origin::Parse(options.origin);
  if (!origin) return fail(WrongOption("--origin", origin.error()), kWrongUsage);
  config.origin = *std::move(origin);
  const auto clock = ReadField<ClockMode>(options.clock);
  if (!clock) return fail(texts::kClockChoice, kWrongUsage);
  config.clock = *clock;
  for (const std::string& text : options.administrators) {
    const auto key = ReadField<PublicKey>(text);
    if (!key) return fail(texts::kAdministratorForm, kWrongUsage);
    config.administrators.push_back(*key);
  }
  if (!options.listen.empty()) {
    const auto endpoint = ParseEndpoint(options.listen);
    if (!endpoint) return fail(WrongOption("--listen", endpoint.error()), kWrongUsage);
    config.host = endpoint->host;
    config.port = endpoint->port;
  }
  const auto path = options.folder / Config::kFileName;
  std::error_code error;
  if (std::filesystem::exists(path, error))
    return fail(Fill(texts::kFileExists, path.string()), kFailed);
  auto passphrase = ServicePassphrase(config.clock, options.no_passphrase);
  if (!passphrase) return fail(Translated(passphrase.error().message), kFailed);
  const auto keys = CreateServiceKeys(options.folder, *passphrase);
  Wipe(*passphrase);
  if (!keys) return fail(Translated(keys.error()), kFailed);
  const auto written = WriteDurableFile(path, ConfigText(config), FileAccess::kEveryone);
  if (!written) return fail(Translated(written.error().message), kFailed);
  const PublicKey& log_key = keys->log.public_key();
  const Json json =
      Json::object({{"config", path.string()},
                    {"origin", config.origin.text},
                    {"clock", EnumName(config.clock)},
                    {"log_key", FieldType<PublicKey>::ToJson(log_key)},
                    {"service_key", FieldType<PublicKey>::ToJson(keys->service.public_key())},
                    {"verifier_key", CheckpointVerifier(config.origin, log_key).Encode()}});
  if (options.json) {
    std::cout << Dump(json) << "\n";
  } else {
    std::cout << FillIn(options.language, texts::kInitDone, options.folder.string(), path.string(),
                        TextOf(json, "verifier_key"), TextOf(json, "log_key"),
                        TextOf(json, "service_key"));
    if (config.administrators.empty()) {
      std::cout << texts::kNoAdministrators.In(options.language);
    }
  }
  return kDone;
}

int RunServe(const ServeOptions& options, const Machine& machine) {
  const Language language = options.language;
  const sigset_t signals = BlockStopSignals();
  try {
    return Serve(options, machine, signals);
  } catch (const std::system_error& error) {
    return Fail(language, Fill(texts::kStartRefused, std::string(error.what())));
  }
}

int RunRebuild(const std::filesystem::path& folder, Language language) {
  LedgerService::Options options;
  options.folder = folder;
  options.wall_clock = SystemTime;
  const auto rebuilt = RebuildState(options);
  if (!rebuilt) {
    return Fail(language, Fill(texts::kStateUnbuilt, Translated(rebuilt.error().message)));
  }
  std::cout << texts::kRebuilt.In(language);
  return kDone;
}

int RunSchema(const std::string& kind, Language language) {
  const auto payload = EmptyPayload(kind);
  if (!payload) return Fail(language, Fill(texts::kSchemaKindUnknown, kind), kWrongUsage);
  std::cout << Pretty(BodySchema(*payload));
  return kDone;
}

}  // namespace enishi
