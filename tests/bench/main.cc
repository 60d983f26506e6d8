#include <CLI/CLI.hpp>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "api/daemon/service_keys.h"
#include "ledger/keys/key_file.h"
#include "tests/bench/echo.h"
#include "tests/bench/growth.h"
#include "tests/bench/limits.h"
#include "tests/bench/load.h"
#include "tests/bench/reads.h"
#include "tests/bench/workload.h"

// enishi-bench: the measurements that scripts/bench combines. Each prints one line of JSON.

namespace enishi::bench {
namespace {

int Fail(const std::string& why) {
  std::cerr << "enishi-bench: " << why << "\n";
  return 1;
}

int Print(const Result<Json, std::string>& report) {
  if (!report) return Fail(report.error());
  std::cout << Dump(*report) << "\n";
  return 0;
}

// Writes the output of `write` to the file.
int WriteTo(const std::string& path, const std::function<void(std::ostream&)>& write) {
  std::ofstream file(path, std::ios::trunc | std::ios::binary);
  write(file);
  return file.flush() ? 0 : Fail(path + " cannot be written");
}

// The options of all commands.
struct Options {
  int exit = 0;  // of the executed command
  std::string out, origin, log_key, service_key, ledger;
  Furnishing furnishing;
  Payments payments;
  Growth growth;
  Load load;
  Reading reading;
  LimitOptions limits;
  EchoOptions echo;
};

int RunAdministrators() {
  for (const Part part : {Part::kMayor, Part::kCounter}) {
    std::cout << *AsString(FieldType<PublicKey>::ToJson(KeyOf(part).public_key())) << "\n";
  }
  return 0;
}

// The cashier's key for `enishi`, which reads the log as an auditor.
int RunKeyring(const Options& options) {
  auto passphrase = ReadServicePassphrase();
  if (!passphrase) return Fail(passphrase.error().message);
  SigningKey key = KeyOf(Part::kCounter);
  const AccountId account = AccountId::FromKey(key.public_key());
  Keyring keyring;
  if (auto added = keyring.Add({"counter", account, std::move(key)}); !added) {
    return Fail(added.error().message);
  }
  const auto saved = SaveKeyring(options.out, keyring, *passphrase);
  return saved ? 0 : Fail(saved.error().message);
}

int RunGenesis(const Options& options) {
  const auto origin = Origin::Parse(options.origin);
  const auto log_key = ReadField<PublicKey>(options.log_key);
  const auto service_key = ReadField<PublicKey>(options.service_key);
  if (!origin || !log_key || !service_key) return Fail("not the output of enishid init");
  return WriteTo(options.out, [&](std::ostream& out) {
    out << GenesisEnvelope({*origin, *log_key, *service_key}, Now()) << "\n";
  });
}

int WithLedger(Options& options, const std::function<int(const Hash&)>& run) {
  const auto ledger = ReadField<Hash>(options.ledger);
  if (!ledger) return Fail("--ledger is not a ledger's hash");
  return run(*ledger);
}

int RunFurnish(Options& options) {
  return WithLedger(options, [&](const Hash& ledger) {
    options.furnishing.ledger = ledger;
    return WriteTo(options.out,
                   [&](std::ostream& out) { WriteFurnishing(options.furnishing, Now(), out); });
  });
}

int RunPayments(Options& options) {
  return WithLedger(options, [&](const Hash& ledger) {
    options.payments.ledger = ledger;
    return WriteTo(options.out,
                   [&](std::ostream& out) { WritePayments(options.payments, Now(), out); });
  });
}

void AddWorkloads(CLI::App& app, Options& options) {
  app.add_subcommand("administrators", "the keys of the town's administrators")
      ->callback([&options] { options.exit = RunAdministrators(); });

  CLI::App* keyring = app.add_subcommand("keyring", "a key file with the cashier's key");
  keyring->add_option("--out", options.out)->required();
  keyring->callback([&options] { options.exit = RunKeyring(options); });

  CLI::App* genesis = app.add_subcommand("genesis", "the envelope that founds the ledger");
  genesis->add_option("--origin", options.origin)->required();
  genesis->add_option("--log-key", options.log_key)->required();
  genesis->add_option("--service-key", options.service_key)->required();
  genesis->add_option("--out", options.out)->required();
  genesis->callback([&options] { options.exit = RunGenesis(options); });

  CLI::App* furnish = app.add_subcommand("furnish", "the lines that open and charge the accounts");
  furnish->add_option("--ledger", options.ledger)->required();
  furnish->add_option("--participants", options.furnishing.participants)->required();
  furnish->add_option("--shops", options.furnishing.shops)->required();
  furnish->add_option("--charge", options.furnishing.charge)->required();
  furnish->add_option("--out", options.out)->required();
  furnish->callback([&options] { options.exit = RunFurnish(options); });

  CLI::App* payments = app.add_subcommand("payments", "signed payments");
  const std::map<std::string, Shape> shapes = {{"uniform", Shape::kUniform},
                                               {"hot", Shape::kHot},
                                               {"capture", Shape::kCapture},
                                               {"opening", Shape::kOpening}};
  payments->add_option("--ledger", options.ledger)->required();
  payments->add_option("--participants", options.payments.participants)->required();
  payments->add_option("--shops", options.payments.shops)->required();
  payments->add_option("--count", options.payments.count)->required();
  payments->add_option("--round", options.payments.round);
  payments->add_option("--shape", options.payments.shape)
      ->transform(CLI::CheckedTransformer(shapes));
  payments->add_option("--out", options.out)->required();
  payments->callback([&options] { options.exit = RunPayments(options); });

  CLI::App* grow = app.add_subcommand("grow", "fills a ledger on its commit path");
  grow->add_option("--folder", options.growth.folder)->required();
  grow->add_option("--ledger", options.ledger)->required();
  grow->add_option("--participants", options.growth.participants)->required();
  grow->add_option("--shops", options.growth.shops)->required();
  grow->add_option("--accounts", options.growth.accounts)->required();
  grow->add_option("--entries", options.growth.entries);
  grow->add_option("--charge", options.growth.charge)->required();
  grow->callback([&options] {
    options.exit = WithLedger(options, [&](const Hash& ledger) {
      options.growth.ledger = ledger;
      return Print(Run(options.growth));
    });
  });
}

void AddMeasurements(CLI::App& app, Options& options) {
  CLI::App* load = app.add_subcommand("load", "posts a file's lines");
  load->add_option("--port", options.load.port)->required();
  load->add_option("--file", options.load.file)->required();
  load->add_option("--skip", options.load.skip);
  load->add_option("--count", options.load.count);
  load->add_option("--connections", options.load.connections)->check(CLI::Range(1, 4000));
  load->add_option("--batch", options.load.batch)->check(CLI::Range(1, 1000));
  load->add_option("--group", options.load.group)->check(CLI::Range(1, 1000));
  load->callback([&options] { options.exit = Print(Run(options.load)); });

  CLI::App* reads = app.add_subcommand("reads", "reads balances and receipts at a constant rate");
  reads->add_option("--url", options.reading.url)->required();
  reads->add_option("--participants", options.reading.participants)->required();
  reads->add_option("--per-second", options.reading.per_second);
  reads->add_option("--ms", options.reading.ms);
  reads->callback([&options] { options.exit = Print(Run(options.reading)); });

  CLI::App* limits = app.add_subcommand("limits", "the limits of the machine");
  limits->add_option("--folder", options.limits.folder);
  limits->add_option("--ms", options.limits.ms);
  limits->callback([&options] { options.exit = Print(MeasureLimits(options.limits)); });

  CLI::App* echo = app.add_subcommand("echo", "the HTTP server without a ledger");
  echo->add_option("--port-file", options.echo.port_file)->required();
  echo->add_option("--answer-bytes", options.echo.answer_bytes)->required();
  echo->callback([&options] { options.exit = RunEcho(options.echo); });
}

int RunCommand(int argc, char** argv) {
  Options options;
  CLI::App app("Measurements for scripts/bench.", "enishi-bench");
  app.require_subcommand(1);
  AddWorkloads(app, options);
  AddMeasurements(app, options);
  CLI11_PARSE(app, argc, argv);
  return options.exit;
}

}  // namespace
}  // namespace enishi::bench

int main(int argc, char** argv) { return enishi::bench::RunCommand(argc, argv); }
