#include "api/daemon/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <functional>
#include <sstream>
#include <utility>

#include "ledger/instruction/codec.h"
#include "ledger/instruction/instruction.h"

namespace enishi {
namespace {

struct NumberRange {
  uint64_t least = 0;
  uint64_t most = 0;
};

// Reads one setting into a config; gives what is wrong with it, or nothing.
using Reader = std::function<std::string(const toml::node&, Config&)>;

Reader NumberSetting(uint64_t Config::* member, NumberRange range) {
  return [=](const toml::node& node, Config& config) -> std::string {
    const auto number = node.value_exact<int64_t>();
    if (!number || *number < 0 || static_cast<uint64_t>(*number) < range.least ||
        static_cast<uint64_t>(*number) > range.most) {
      return "is no integer from " + std::to_string(range.least) + " to " +
             std::to_string(range.most);
    }
    config.*member = static_cast<uint64_t>(*number);
    return "";
  };
}

std::string ReadFolder(const toml::node& node, Config& config) {
  const auto text = node.value_exact<std::string>();
  if (!text || text->empty()) return "is no path";
  config.folder = *text;
  return "";
}

std::string ReadOrigin(const toml::node& node, Config& config) {
  const auto text = node.value_exact<std::string>();
  auto origin = Origin::Parse(text.value_or(""));
  if (!origin) return "is no origin: " + origin.error().message;
  config.origin = *std::move(origin);
  return "";
}

std::string ReadClock(const toml::node& node, Config& config) {
  const auto text = node.value_exact<std::string>();
  const auto clock = ReadField<ClockMode>(text.value_or(""));
  if (!clock) return "is neither \"real\" nor \"simulated\"";
  config.clock = *clock;
  return "";
}

std::string ReadAdministrators(const toml::node& node, Config& config) {
  std::string wrong = "is no list of public keys in base64, each once, at most 16";
  const toml::array* keys = node.as_array();
  if (keys == nullptr || keys->size() > kSignaturesMax) return wrong;
  for (const toml::node& element : *keys) {
    const auto text = element.value_exact<std::string>();
    const auto key = ReadField<PublicKey>(text.value_or(""));
    auto& named = config.administrators;
    if (!key || std::find(named.begin(), named.end(), *key) != named.end()) return wrong;
    named.push_back(*key);
  }
  return "";
}

std::string ReadListen(const toml::node& node, Config& config) {
  const auto text = node.value_exact<std::string>();
  auto endpoint = ParseEndpoint(text.value_or(""));
  if (!endpoint) return endpoint.error().message;
  config.host = std::move(endpoint->host);
  config.port = endpoint->port;
  return "";
}

std::string ReadRequests(const toml::node& node, Config& config) {
  const auto value = node.value_exact<bool>();
  if (!value) return "is neither true nor false";
  config.requests = *value;
  return "";
}

std::string AdministratorsText(const std::vector<PublicKey>& keys) {
  std::string text = "administrators = [  # who may found the ledger: their public keys\n";
  for (const PublicKey& key : keys) {
    text += "  \"" + Base64Encode(AsView(key.bytes)) + "\",\n";
  }
  return text + "]\n";
}

struct Setting {
  std::string_view section;
  std::string_view name;
  Reader read;
};

const std::vector<Setting>& Settings() {
  static const std::vector<Setting> kSettings = {
      {"ledger", "folder", ReadFolder},
      {"ledger", "origin", ReadOrigin},
      {"ledger", "clock", ReadClock},
      {"ledger", "administrators", ReadAdministrators},
      {"ledger", "queue_max", NumberSetting(&Config::queue_max, {1, 1'000'000})},
      {"ledger", "batch_max", NumberSetting(&Config::batch_max, {1, 100'000})},
      {"ledger", "checkpoint_ms", NumberSetting(&Config::checkpoint_ms, {10, 60'000})},
      {"server", "listen", ReadListen},
      {"server", "workers", NumberSetting(&Config::workers, {0, 1024})},
      {"server", "connections_max", NumberSetting(&Config::connections_max, {1, 100'000})},
      {"server", "connections_per_address_max",
       NumberSetting(&Config::connections_per_address_max, {1, 100'000})},
      {"log", "requests", ReadRequests},
  };
  return kSettings;
}

const Setting* FindSetting(std::string_view section, std::string_view name) {
  for (const Setting& setting : Settings()) {
    if (setting.section == section && setting.name == name) return &setting;
  }
  return nullptr;
}

// Reads all sections; gives what is wrong, or nothing.
std::string ReadSections(const toml::table& table, Config& config) {
  for (const auto& [section_key, section_node] : table) {
    const std::string section(section_key.str());
    const toml::table* settings = section_node.as_table();
    if (settings == nullptr) return section + " stands outside its section";
    for (const auto& [key, node] : *settings) {
      const std::string name(key.str());
      const Setting* setting = FindSetting(section, name);
      if (setting == nullptr) return fmt::format("there is no setting {}.{}", section, name);
      const std::string wrong = setting->read(node, config);
      if (!wrong.empty()) return fmt::format("{}.{} {}", section, name, wrong);
    }
  }
  return config.origin.text.empty() ? "ledger.origin is missing" : "";
}

}  // namespace

Parsed<Endpoint> ParseEndpoint(std::string_view text) {
  const FormatError wrong{"is no HOST:PORT"};
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return wrong;
  std::string_view host = text.substr(0, colon);
  const std::string_view digits = text.substr(colon + 1);
  if (host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find(':') != std::string_view::npos) {
    return wrong;
  }
  Endpoint endpoint{std::string(host), 0};
  const char* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, endpoint.port);
  if (host.empty() || read.ec != std::errc() || read.ptr != end) return wrong;
  return endpoint;
}

Parsed<Config> ParseConfig(std::string_view text, const std::filesystem::path& base) {
  Config config;
  try {
    const toml::table table = toml::parse(text);
    const std::string wrong = ReadSections(table, config);
    if (!wrong.empty()) return FormatError{wrong};
  } catch (const toml::parse_error& error) {
    std::ostringstream message;
    message << "line " << error.source().begin.line << ": " << error.description();
    return FormatError{message.str()};
  }
  if (config.folder.is_relative()) config.folder = (base / config.folder).lexically_normal();
  return config;
}

std::string ConfigText(const Config& config) {
  const std::string host =
      config.host.find(':') == std::string::npos ? config.host : "[" + config.host + "]";
  std::ostringstream text;
  text << "# Settings of enishid. Paths are relative to this file.\n\n"
       << "[ledger]\n"
       << "folder = \".\"            # log/, state/ and keys/ lie in it\n"
       << "origin = \"" << config.origin.text << "\"  # the log's name; the genesis says the same\n"
       << "clock = \"" << EnumName(config.clock) << "\"          # real, or simulated for demos\n"
       << AdministratorsText(config.administrators) << "queue_max = " << config.queue_max
       << "         # instructions that may wait\n"
       << "batch_max = " << config.batch_max << "         # instructions in one commit\n"
       << "checkpoint_ms = " << config.checkpoint_ms << "      # between published heads\n\n"
       << "[server]\n"
       << "listen = \"" << host << ":" << config.port
       << "\"  # plain HTTP: put a TLS proxy in front for anything but loopback\n"
       << "workers = " << config.workers
       << "             # requests worked on at the same time; 0: one a core\n"
       << "connections_max = " << config.connections_max << "\n"
       << "connections_per_address_max = " << config.connections_per_address_max
       << "  # behind a proxy all come from one address\n\n"
       << "[log]\n"
       << "requests = " << (config.requests ? "true" : "false")
       << "         # a line for every request; failures are always logged\n";
  return text.str();
}

}  // namespace enishi
