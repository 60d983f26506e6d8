#include "api/daemon/config.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

constexpr std::string_view kLeast = "[ledger]\norigin = \"a.example/b\"\n";

TEST(Configuration, WhatInitWritesIsReadBack) {
  Config config;
  config.origin = *Origin::Parse("a.example/b");
  config.clock = ClockMode::kSimulated;
  config.administrators = {SigningKey::Random().public_key(), SigningKey::Random().public_key()};
  config.host = "::1";
  config.port = 9000;
  config.workers = 7;
  config.queue_max = 9;
  config.batch_max = 8;
  config.checkpoint_ms = 50;
  config.connections_max = 11;
  config.connections_per_address_max = 5;
  config.requests = true;
  const auto read = ParseConfig(ConfigText(config), "/srv/town");
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->folder, "/srv/town/");
  EXPECT_EQ(read->origin, config.origin);
  EXPECT_EQ(read->clock, config.clock);
  EXPECT_EQ(read->administrators, config.administrators);
  EXPECT_EQ(read->host, config.host);
  EXPECT_EQ(read->port, config.port);
  EXPECT_EQ(read->workers, config.workers);
  EXPECT_EQ(read->queue_max, config.queue_max);
  EXPECT_EQ(read->batch_max, config.batch_max);
  EXPECT_EQ(read->checkpoint_ms, config.checkpoint_ms);
  EXPECT_EQ(read->connections_max, config.connections_max);
  EXPECT_EQ(read->connections_per_address_max, config.connections_per_address_max);
  EXPECT_EQ(read->requests, config.requests);
}

TEST(Configuration, DefaultsHoldWhereNothingIsSaid) {
  const auto read = ParseConfig(kLeast, "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->host, "127.0.0.1");
  EXPECT_EQ(read->workers, 0U);
  EXPECT_EQ(read->clock, ClockMode::kReal);
}

TEST(Configuration, MistypedSettingsAreRefused) {
  for (const char* more :
       {"[server]\nworkers = -1\n", "[server]\nworkers = 1025\n", "[server]\nworkers = \"4\"\n",
        "[server]\nworkers = 1.5\n", "[server]\nworker = 4\n", "[servers]\nworkers = 4\n",
        "[server]\nlisten = \"8430\"\n", "[server]\nlisten = \"a:b\"\n",
        "[server]\nlisten = \"a:70000\"\n", "[server]\nlisten = \"::1:80\"\n", "clock = \"fast\"\n",
        "[log]\nrequests = 1\n", "[server\n", "folder = \"\"\n", "administrators = \"x\"\n",
        "administrators = [\"x\"]\n", "administrators = [1]\n"}) {
    EXPECT_FALSE(ParseConfig(std::string(kLeast) + more, "")) << more;
  }
  EXPECT_FALSE(ParseConfig("", ""));
  EXPECT_FALSE(ParseConfig("origin = \"a.example/b\"\n", ""));
}

}  // namespace
}  // namespace enishi
