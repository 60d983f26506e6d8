#include <CLI/CLI.hpp>

#include "api/daemon/commands.h"

// The only unit that includes the option parser, which is slow to compile.

namespace {

constexpr int kWrongUsage = 2;

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"enishid: the service of an Enishi ledger"};
  app.set_version_flag("--version", std::string("enishid ") + ENISHI_VERSION);
  app.require_subcommand(1);

  enishi::InitOptions init_options;
  CLI::App* init = app.add_subcommand("init", "Draw the keys of a new ledger, write its settings");
  init->add_option("--folder", init_options.folder, "Where the ledger will lie")->required();
  init->add_option("--origin", init_options.origin, "The log's name, e.g. log.example.lg.jp/town")
      ->required();
  init->add_option("--clock", init_options.clock, "real, or simulated for demos and tests")
      ->check(CLI::IsMember({"real", "simulated"}))
      ->capture_default_str();
  init->add_option("--listen", init_options.listen, "HOST:PORT (default 127.0.0.1:8430)");
  init->add_option("--administrator", init_options.administrators,
                   "Public key in base64 of one who may found the ledger; once for each");
  init->add_flag("--no-passphrase", init_options.no_passphrase,
                 "Keep the keys of a ledger on a real clock without a passphrase");
  init->add_flag("--json", init_options.json, "Print the public keys as JSON");

  enishi::ServeOptions serve_options;
  CLI::App* serve = app.add_subcommand("serve", "Serve a ledger until SIGTERM or SIGINT");
  serve->add_option("--config", serve_options.config, "The enishid.toml that init wrote")
      ->required();
  serve->add_option("--listen", serve_options.listen, "HOST:PORT; port 0 takes any free one");
  serve->add_option("--folder", serve_options.folder, "Instead of the configured folder");
  serve->add_option("--port-file", serve_options.port_file, "Gets the port when ready");

  serve->add_flag("--no-passphrase", serve_options.no_passphrase,
                  "Serve on a real clock though the keys have no passphrase");
  serve->add_flag("--accept-clock", serve_options.accept_clock,
                  "Start after more than 400 days without an entry: the clock was looked at");

  std::filesystem::path rebuild_folder;
  CLI::App* rebuild = app.add_subcommand("rebuild", "Build the derived state anew from the log");
  rebuild->add_option("--folder", rebuild_folder, "The ledger's folder")->required();

  std::filesystem::path backup_folder;
  std::filesystem::path backup_to;
  CLI::App* backup =
      app.add_subcommand("backup", "Bring a backup up to the ledger's last head, served or not");
  backup->add_option("--folder", backup_folder, "The ledger's folder")->required();
  backup->add_option("--to", backup_to, "The backup's folder; made when missing")->required();

  enishi::RestoreOptions restore_options;
  CLI::App* restore = app.add_subcommand("restore", "Make a ledger of a backup");
  restore->add_option("--from", restore_options.from, "The backup's folder")->required();
  restore->add_option("--folder", restore_options.folder, "Where the ledger will lie")->required();
  restore
      ->add_option("--head", restore_options.heads,
                   "The newest checkpoint that anybody kept; once for each")
      ->required();

  std::string kind;
  CLI::App* schema = app.add_subcommand("schema", "Print the JSON Schema of an instruction's body");
  schema->add_option("kind", kind, "For example payment.pay")->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? 0 : kWrongUsage;
  }
  if (init->parsed()) return enishi::RunInit(init_options);
  if (serve->parsed()) return enishi::RunServe(serve_options);
  if (rebuild->parsed()) return enishi::RunRebuild(rebuild_folder);
  if (backup->parsed()) return enishi::RunBackup(backup_folder, backup_to);
  if (restore->parsed()) return enishi::RunRestore(restore_options);
  return enishi::RunSchema(kind);
}
