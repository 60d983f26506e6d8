#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>

#include "api/daemon/commands.h"
#include "ledger/messages/daemon.h"

// The only unit that includes the option parser, which is slow to compile.

namespace {

namespace texts = enishi::texts;

constexpr int kWrongUsage = 2;

// The language named by --lang, wherever it is, or that of the environment.
enishi::Language LanguageOf(int argc, char** argv) {
  constexpr std::string_view kOption = "--lang";
  std::string_view name;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    if (argument == kOption && i + 1 < argc) name = argv[i + 1];
    if (argument.starts_with("--lang=")) name = argument.substr(kOption.size() + 1);
  }
  return enishi::ChooseLanguage(name);
}

// The library's own words in that language. The commands that are added afterwards inherit them.
void Localize(CLI::App& app, enishi::Language language) {
  const auto say = [&](const enishi::Text& text) { return std::string(text.In(language)); };
  auto formatter = std::make_shared<CLI::Formatter>();
  formatter->label("Usage", say(texts::kUsageLabel));
  formatter->label("REQUIRED", say(texts::kRequiredLabel));
  formatter->label("OPTIONS", say(texts::kOptionsLabel));
  formatter->label("SUBCOMMAND", say(texts::kSubcommandLabel));
  formatter->label("Positionals", say(texts::kPositionalsLabel));
  // How a value is written follows from the explanation.
  for (const char* type : {"TEXT", "UINT", "INT", "BOOLEAN"}) formatter->label(type, "…");
  app.formatter(formatter);
  app.option_defaults()->group(say(texts::kOptionsGroup));
  app.set_help_flag("-h,--help", say(texts::kShowHelp));
}

int Exit(const CLI::App& app, const CLI::ParseError& error, enishi::Language language) {
  if (error.get_exit_code() == 0) return app.exit(error);
  std::cerr << "enishid: " << enishi::FillIn(language, texts::kWrongUsage, error.what()) << "\n";
  return kWrongUsage;
}

}  // namespace

int main(int argc, char** argv) {
  const enishi::Language language = LanguageOf(argc, argv);
  const auto say = [&](const enishi::Text& text) { return std::string(text.In(language)); };
  CLI::App app{say(texts::kDaemonHelp), "enishid"};
  Localize(app, language);
  app.set_version_flag("--version", std::string("enishid ") + ENISHI_VERSION,
                       say(texts::kShowVersion));
  std::string ignored_language;  // read before everything else
  app.add_option("--lang", ignored_language, say(texts::kLangHelp))
      ->check(CLI::IsMember({"ja", "en"}));
  app.fallthrough();
  app.require_subcommand(1);

  enishi::InitOptions init_options;
  CLI::App* init = app.add_subcommand("init", say(texts::kInitHelp));
  init->add_option("--folder", init_options.folder, say(texts::kNewFolderHelp))->required();
  init->add_option("--origin", init_options.origin, say(texts::kOriginHelp))->required();
  init->add_option("--clock", init_options.clock, say(texts::kClockHelp))
      ->check(CLI::IsMember({"real", "simulated"}))
      ->capture_default_str();
  init->add_option("--listen", init_options.listen, say(texts::kListenHelp));
  init->add_option("--administrator", init_options.administrators, say(texts::kAdministratorHelp));
  init->add_flag("--no-passphrase", init_options.no_passphrase, say(texts::kInitNoPassphraseHelp));
  init->add_flag("--json", init_options.json, say(texts::kJsonKeysHelp));

  enishi::ServeOptions serve_options;
  CLI::App* serve = app.add_subcommand("serve", say(texts::kServeHelp));
  serve->add_option("--config", serve_options.config, say(texts::kConfigHelp))->required();
  serve->add_option("--listen", serve_options.listen, say(texts::kListenAnyHelp));
  serve->add_option("--folder", serve_options.folder, say(texts::kOtherFolderHelp));
  serve->add_option("--port-file", serve_options.port_file, say(texts::kPortFileHelp));
  serve->add_flag("--no-passphrase", serve_options.no_passphrase,
                  say(texts::kServeNoPassphraseHelp));
  serve->add_flag("--accept-clock", serve_options.accept_clock, say(texts::kAcceptClockHelp));

  std::filesystem::path rebuild_folder;
  CLI::App* rebuild = app.add_subcommand("rebuild", say(texts::kRebuildHelp));
  rebuild->add_option("--folder", rebuild_folder, say(texts::kFolderHelp))->required();

  std::filesystem::path backup_folder;
  std::filesystem::path backup_to;
  CLI::App* backup = app.add_subcommand("backup", say(texts::kBackupHelp));
  backup->add_option("--folder", backup_folder, say(texts::kFolderHelp))->required();
  backup->add_option("--to", backup_to, say(texts::kBackupToHelp))->required();

  enishi::RestoreOptions restore_options;
  CLI::App* restore = app.add_subcommand("restore", say(texts::kRestoreHelp));
  restore->add_option("--from", restore_options.from, say(texts::kRestoreFromHelp))->required();
  restore->add_option("--folder", restore_options.folder, say(texts::kNewFolderHelp))->required();
  restore->add_option("--head", restore_options.heads, say(texts::kHeadHelp))->required();

  std::string kind;
  CLI::App* schema = app.add_subcommand("schema", say(texts::kSchemaHelp));
  schema->add_option("kind", kind, say(texts::kSchemaKindHelp))->required();

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return Exit(app, error, language);
  }
  for (auto* of : {&init_options.language, &serve_options.language, &restore_options.language}) {
    *of = language;
  }
  if (init->parsed()) return enishi::RunInit(init_options);
  if (serve->parsed()) return enishi::RunServe(serve_options);
  if (rebuild->parsed()) return enishi::RunRebuild(rebuild_folder, language);
  if (backup->parsed()) return enishi::RunBackup(backup_folder, backup_to, language);
  if (restore->parsed()) return enishi::RunRestore(restore_options);
  return enishi::RunSchema(kind, language);
}
