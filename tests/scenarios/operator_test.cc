#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "tests/fixtures/shared_folder.h"
#include "tests/scenarios/live_town.h"

// The operator's view, with faults of real machines: the service starts or says why not, with the
// right exit code, and no mistake loses an entry.

namespace enishi::testing {
namespace {

using std::chrono::milliseconds;
using ::testing::HasSubstr;

class Operator : public ::testing::Test {
 protected:
  void SetUp() override {
    town_.FoundAndFurnish();
    town_.OpenShop("bakery");
    town_.OpenParticipant("hana");
    town_.Charge("hana", 1'000);
  }

  [[nodiscard]] Ended Enishid(std::vector<std::string> arguments,
                              std::vector<std::string> environment = {}) const {
    return RunToEnd({EnishidProgram(), std::move(arguments), std::move(environment)},
                    town_.folder());
  }
  // The output of a serve that cannot start, on another port than the running one.
  [[nodiscard]] Ended Serve(uint16_t port = 0) const {
    ProgramCall call = town_.ServeCall(port);
    call.arguments.back() = town_.folder() / "other-port";
    return RunToEnd(call, town_.folder());
  }
  [[nodiscard]] std::filesystem::path ConfigPath() const {
    return town_.ledger_folder() / "enishid.toml";
  }
  std::string Pay(int64_t amount) {
    return town_.Envelope("hana", PaymentPay{town_.Account("bakery"), Town::Currency(),
                                             Town::Points(amount), std::nullopt});
  }
  Answered Send(const std::string& envelope) {
    Caller caller(town_.url());
    return AnswerOf(caller.client.Submit(envelope));
  }
  void Stop() { ASSERT_EQ(town_.process().Terminate(), 0) << town_.process().err(); }

  LiveTown town_{ClockMode::kReal};
};

TEST_F(Operator, SigtermStopsInOrderAndPublishesTheLastHead) {
  const Answered paid = Send(Pay(10));
  ASSERT_TRUE(paid.accepted);
  // A till keeps its connection open. Server.StopAnswersWhatIsBeingWorkedOn covers requests in
  // progress.
  Caller idle(town_.url());
  ASSERT_TRUE(idle.client.Ledger().has_value());
  Stop();
  EXPECT_THAT(town_.process().err(), HasSubstr("\"event\":\"stopped\""));
  ASSERT_TRUE(town_.Start());
  const auto info = town_.CheckHead();
  ASSERT_TRUE(info.has_value()) << info.error().detail.en;
  EXPECT_EQ(info->head_size, info->size);
  EXPECT_EQ(info->size, paid.index + 1);
  town_.process().Signal(SIGINT);
  EXPECT_EQ(town_.process().Wait(std::chrono::minutes(1)), 0);
}

TEST_F(Operator, SigtermDuringTheStartStopsToo) {
  Stop();
  for (const int wait_ms : {0, 20, 100, 300}) {
    town_.StartWithoutWaiting();
    std::this_thread::sleep_for(milliseconds(wait_ms));
    const int exit = town_.process().Terminate();
    // Before the program handles the signal, the system's default action ends it.
    EXPECT_TRUE(exit == 0 || exit == 128 + SIGTERM) << exit << town_.process().err();
  }
  ASSERT_TRUE(town_.Start());
  EXPECT_TRUE(Send(Pay(10)).accepted);
}

TEST_F(Operator, LogLinesAreJson) {
  ASSERT_TRUE(Send(Pay(10)).accepted);
  Stop();
  std::istringstream lines(town_.process().err());
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_TRUE(ParseJson(line).has_value()) << line;
    EXPECT_THAT(line, ::testing::Not(HasSubstr(town_.Account("hana").ToString())));
  }
  EXPECT_GE(count, 2);
}

TEST_F(Operator, TwoProcessesNeverShareAFolder) {
  const Ended second = Serve();
  EXPECT_EQ(second.exit, 1);
  EXPECT_THAT(second.err, HasSubstr("another enishid serves this folder"));
  EXPECT_FALSE(std::filesystem::exists(town_.folder() / "other-port"));
  const Ended rebuild = Enishid({"rebuild", "--folder", town_.ledger_folder()});
  EXPECT_EQ(rebuild.exit, 1);
  EXPECT_TRUE(Send(Pay(10)).accepted);
  town_.AuditLive();
}

TEST_F(Operator, PortInUseIsReportedAndLosesNothing) {
  // A port of another program, which does not even accept connections.
  const int other = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(::bind(other, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(other, 1), 0);
  ASSERT_EQ(::getsockname(other, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const uint16_t port = ntohs(address.sin_port);
  Stop();
  const Ended refused = Serve(port);
  EXPECT_EQ(refused.exit, 1);
  EXPECT_THAT(refused.err, HasSubstr(std::to_string(port)));
  ::close(other);
  ASSERT_TRUE(town_.Start(port));
  EXPECT_TRUE(Send(Pay(10)).accepted);
}

TEST_F(Operator, InvalidConfigurationIsWrongUsage) {
  Stop();
  const std::string good = ReadFile(ConfigPath());
  const std::vector<std::string> wrong = {
      good + "\n[serverr]\nport = 1\n",
      good + "\n[ledger]\n",
      "[ledger]\norigin = \"\"\n",
      "[ledger]\n",
      "[ledger]\norigin = \"town.example/ledger\"\nqueue_max = 0\n",
      "[ledger]\norigin = \"town.example/ledger\"\nqueue_max = \"many\"\n",
      "not toml at all",
      "",
  };
  for (const std::string& text : wrong) {
    std::ofstream(ConfigPath(), std::ios::trunc) << text;
    const Ended ended = Serve();
    EXPECT_EQ(ended.exit, 2) << text << ended.err;
    EXPECT_THAT(ended.err, HasSubstr("enishid.toml")) << text;
  }
  std::ofstream(ConfigPath(), std::ios::trunc) << good;
  EXPECT_EQ(Enishid({"serve", "--config", town_.folder() / "nowhere.toml"}).exit, 2);
  EXPECT_EQ(Enishid({"serve", "--config", ConfigPath(), "--listen", "127.0.0.1"}).exit, 2);
  EXPECT_EQ(Enishid({"serve", "--config", ConfigPath(), "--listen", "127.0.0.1:70000"}).exit, 2);
  EXPECT_EQ(Enishid({"serve", "--config", ConfigPath(), "--prot-file", "x"}).exit, 2);
  EXPECT_EQ(Enishid({"serve"}).exit, 2);
  EXPECT_EQ(Enishid({}).exit, 2);
  EXPECT_EQ(Enishid({"schema", "payment.pya"}).exit, 2);
  EXPECT_EQ(Enishid({"--help"}).exit, 0);
  EXPECT_EQ(Enishid({"--version"}).exit, 0);
  const Ended schema = Enishid({"schema", "payment.pay"});
  EXPECT_EQ(schema.exit, 0);
  EXPECT_TRUE(ParseJson(schema.out.substr(0, schema.out.rfind('\n'))).has_value());
  EXPECT_TRUE(town_.Start());
}

TEST_F(Operator, InitNeverOverwritesAndNamesWhatItCannotWrite) {
  const auto init = [&](const std::filesystem::path& folder, const std::string& origin) {
    return Enishid({"init", "--no-passphrase", "--folder", folder, "--origin", origin});
  };
  const std::string key = ReadFile(town_.ledger_folder() / "keys" / "service.json");
  EXPECT_EQ(init(town_.ledger_folder(), "town.example/ledger").exit, 1);
  EXPECT_EQ(ReadFile(town_.ledger_folder() / "keys" / "service.json"), key);
  // A folder below a file cannot be created, whatever the user's rights.
  std::ofstream(town_.folder() / "file") << "text";
  EXPECT_EQ(init(town_.folder() / "file" / "ledger", "town.example/ledger").exit, 1);
  EXPECT_EQ(init(town_.folder() / "fresh", "not an origin").exit, 2);
  EXPECT_FALSE(std::filesystem::exists(town_.folder() / "fresh"));
}

TEST_F(Operator, UnwritableFilesStopTheStart) {
  Stop();
  ProgramCall call = town_.ServeCall(0);
  call.arguments.back() = town_.folder() / "no-such-folder" / "port";
  EXPECT_EQ(RunToEnd(call, town_.folder()).exit, 1);
  const auto log = town_.ledger_folder() / "log";
  std::filesystem::rename(log, town_.folder() / "log-kept");
  std::ofstream(log) << "a file instead of a folder";
  EXPECT_EQ(Serve().exit, 1);
  std::filesystem::remove(log);
  std::filesystem::rename(town_.folder() / "log-kept", log);
  if (::geteuid() != 0) {
    std::filesystem::permissions(log, std::filesystem::perms::owner_read);
    EXPECT_EQ(Serve().exit, 1);
    std::filesystem::permissions(log, std::filesystem::perms::owner_all);
  }
  ASSERT_TRUE(town_.Start());
  EXPECT_TRUE(Send(Pay(10)).accepted);
}

TEST_F(Operator, ServiceKeysNeedTheirPassphrase) {
  const auto folder = town_.folder() / "guarded";
  const auto right = town_.folder() / "right";
  const auto wrong = town_.folder() / "wrong";
  std::ofstream(right) << "plum blossom 7\n";
  std::ofstream(wrong) << "cherry blossom 7\n";
  const std::string name = "ENISHI_PASSPHRASE_FILE=";
  ASSERT_EQ(Enishid({"init", "--folder", folder, "--origin", "town.example/ledger"},
                    {name + right.string()})
                .exit,
            0);
  const std::vector<std::string> serve = {"serve", "--config", folder / "enishid.toml", "--listen",
                                          "127.0.0.1:0"};
  EXPECT_EQ(Enishid(serve, {name + wrong.string()}).exit, 1);
  // On a real clock a passphrase is required.
  const Ended bare =
      Enishid({"init", "--folder", town_.folder() / "bare", "--origin", "a.example/b"});
  EXPECT_EQ(bare.exit, 1);
  EXPECT_THAT(bare.err, HasSubstr("--no-passphrase"));
  EXPECT_FALSE(std::filesystem::exists(town_.folder() / "bare"));
  EXPECT_THAT(Enishid(serve).err, HasSubstr("passphrase is missing"));
  std::vector<std::string> without = serve;
  without.emplace_back("--no-passphrase");
  EXPECT_THAT(Enishid(without).err, HasSubstr("is missing: put it into a file"));
  EXPECT_EQ(Enishid(serve).exit, 1);
  EXPECT_EQ(Enishid(serve, {name + "/no/such/file"}).exit, 1);
  // The ledger refuses the keys of another ledger.
  Stop();
  const auto keys = town_.ledger_folder() / "keys" / "service.json";
  std::filesystem::rename(keys, town_.folder() / "keys-kept");
  EXPECT_EQ(Serve().exit, 1) << "no keys";
  std::filesystem::copy_file(folder / "keys" / "service.json", keys);
  ProgramCall call = town_.ServeCall(0);
  call.environment = {name + right.string()};
  const Ended foreign = RunToEnd(call, town_.folder());
  EXPECT_EQ(foreign.exit, 1);
  EXPECT_THAT(foreign.err, HasSubstr("key"));
  std::filesystem::rename(town_.folder() / "keys-kept", keys);
  EXPECT_TRUE(town_.Start());
}

TEST_F(Operator, LostStateIsRebuiltAndLostLogIsReported) {
  const std::string envelope = Pay(10);
  const Answered paid = Send(envelope);
  town_.WaitForHead();
  ASSERT_TRUE(town_.CheckHead().has_value());
  Stop();
  std::filesystem::remove_all(town_.ledger_folder() / "state");
  ASSERT_TRUE(town_.Start());
  EXPECT_EQ(town_.LiveBalance("hana"), 990);
  const Answered again = Send(envelope);
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.index, paid.index);
  ASSERT_TRUE(town_.CheckHead().has_value());
  town_.AuditLive();
  Stop();

  const auto log = town_.ledger_folder() / "log";
  std::filesystem::rename(log, town_.folder() / "log-kept");
  const Ended lost = Serve();
  EXPECT_EQ(lost.exit, 1);
  EXPECT_THAT(lost.err, HasSubstr("its log is missing"));
  EXPECT_FALSE(std::filesystem::exists(log));
  std::filesystem::remove_all(log);
  std::filesystem::rename(town_.folder() / "log-kept", log);
  ASSERT_TRUE(town_.Start());
  EXPECT_TRUE(town_.CheckHead().has_value());
}

TEST_F(Operator, InterruptedRebuildIsRepeated) {
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(Send(Pay(1)).accepted);
  Stop();
  for (const int wait_ms : {0, 10, 30, 60, 100}) {
    Process rebuild({EnishidProgram(), {"rebuild", "--folder", town_.ledger_folder()}},
                    town_.folder(), "rebuild");
    std::this_thread::sleep_for(milliseconds(wait_ms));
    rebuild.Kill();
    ASSERT_TRUE(town_.Start()) << wait_ms;
    EXPECT_EQ(town_.LiveBalance("bakery"), 20);
    Stop();
  }
  EXPECT_EQ(Enishid({"rebuild", "--folder", town_.ledger_folder()}).exit, 0);
  EXPECT_EQ(Enishid({"rebuild", "--folder", town_.folder() / "nowhere"}).exit, 1);
  EXPECT_FALSE(std::filesystem::exists(town_.folder() / "nowhere"));
  ASSERT_TRUE(town_.Start());
  EXPECT_EQ(town_.LiveBalance("bakery"), 20);
  town_.AuditLive();
}

}  // namespace
}  // namespace enishi::testing
