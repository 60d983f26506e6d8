#include "api/routes/cursor.h"
#include "ledger/instruction/codec.h"
#include "ledger/merkle/proof.h"
#include "ledger/merkle/tile.h"
#include "tests/api/routes/context_fixture.h"

namespace enishi::testing {
namespace {

class Reads : public ApiTest {
 protected:
  static std::vector<Hash> HashesOf(const Json& list) {
    std::vector<Hash> hashes;
    for (const Json& hash : *AsArray(list)) hashes.push_back(*ReadField<Hash>(hash));
    return hashes;
  }
  Checkpoint Head() {
    const auto key = VerifierKey::Parse(TextOf(JsonOf(Get("/v1/ledger")), "verifier_key"));
    const auto opened = OpenCheckpoint(Get("/checkpoint").body, *key);
    EXPECT_TRUE(opened);
    return *opened;
  }
};

TEST_F(Reads, LedgerIsDescribedBeforeAndAfterItsGenesis) {
  Json json = JsonOf(Get("/v1/ledger"));
  EXPECT_TRUE(Find(json, "ledger")->is_null());
  EXPECT_EQ(TextOf(json, "origin"), "town.example/ledger");
  EXPECT_EQ(TextOf(json, "clock"), "simulated");
  EXPECT_EQ(Get("/checkpoint").status, 404);
  Furnish();
  json = JsonOf(Get("/v1/ledger"));
  EXPECT_EQ(TextOf(json, "ledger"), HexEncode(AsView(town_.ledger())));
  EXPECT_EQ(IntegerOf(json, "quorum"), 2);
  EXPECT_EQ(TextOf(json, "municipality"), "372013");
  EXPECT_EQ(IntegerOf(json, "size"), static_cast<int64_t>(town_.leaves().size()));
  EXPECT_EQ(IntegerOf(json, "head_size"), IntegerOf(json, "size"));
  EXPECT_EQ(IntegerOf(json, "rules"), 1);
  EXPECT_EQ(IntegerOf(json, "time"), static_cast<int64_t>(town_.now().ms));
}

TEST_F(Reads, TilesAndConsistencyLeadToTheHead) {
  Furnish();
  const Checkpoint head = Head();
  ASSERT_EQ(head.size, town_.leaves().size());
  const Response tile = Get("/tile/0/000.p/" + std::to_string(head.size));
  ASSERT_EQ(tile.body.size(), head.size * 32);
  Frontier frontier;
  for (size_t i = 0; i < head.size; ++i) {
    Hash hash;
    std::copy_n(tile.body.begin() + static_cast<ptrdiff_t>(i * 32), 32, hash.begin());
    frontier.Append(hash);
  }
  EXPECT_EQ(frontier.Root(), head.root);

  const Json json = JsonOf(Get("/v1/consistency?from=1"));
  EXPECT_EQ(IntegerOf(json, "to"), static_cast<int64_t>(head.size));
  EXPECT_TRUE(
      VerifyConsistency({1, town_.ledger(), head.size, head.root}, HashesOf(*Find(json, "proof"))));
  for (const char* query : {"", "?from=x", "?from=5&to=4", "?from=0&to=9999", "?from=-1"}) {
    EXPECT_EQ(CodeOf(Get("/v1/consistency" + std::string(query))), "bad_request") << query;
  }
}

TEST_F(Reads, TilesBeyondTheHeadOrWithAnotherNameAreNotFound) {
  Furnish();
  const size_t size = town_.leaves().size();
  for (const std::string& path :
       {std::string("0/000"), "0/000.p/" + std::to_string(size + 1), std::string("0/001.p/1"),
        std::string("1/000.p/1"), std::string("0/0"), std::string("64/000"), std::string("0"),
        std::string("x/000"), std::string("0/000.p/0"), std::string("0/000.p/256")}) {
    EXPECT_EQ(CodeOf(Get("/tile/" + path)), "not_found") << path;
  }
  const std::string token = Login("auditor");
  for (const std::string& path :
       {std::string("000"), "000.p/" + std::to_string(size + 1), std::string("001.p/1"),
        std::string("0"), std::string("x"), std::string("000.p/0"), std::string("000.p/256")}) {
    EXPECT_EQ(CodeOf(Get("/tile/entries/" + path, token)), "not_found") << path;
  }
}

TEST_F(Reads, EntryBundleHoldsTheLeaves) {
  Furnish();
  const Response response = Get("/tile/entries/000.p/7", Login("auditor"));
  const auto entries = DecodeBundle(response.body);
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 7U);
  for (size_t i = 0; i < 7; ++i) EXPECT_EQ((*entries)[i], town_.leaves()[i]);
}

TEST_F(Reads, ReceiptProvesTheEntryUnderThePublishedHead) {
  Furnish();
  const Response accepted = Post("/v1/instructions", Envelope(Payment(300)));
  const std::string index = std::to_string(IntegerOf(JsonOf(accepted), "index"));
  const std::string token = Login("tofu");
  EXPECT_EQ(CodeOf(Get("/v1/entries/" + index + "/receipt", token)), "not_yet_published");
  EXPECT_EQ(Get("/v1/entries/" + index, token).status, 200);
  service_.PublishHead();
  const Json json = JsonOf(Get("/v1/entries/" + index + "/receipt", token));
  const std::string leaf_bytes = *Base64Decode(TextOf(json, "leaf"));
  const std::string outcome_bytes = *Base64Decode(TextOf(json, "outcome_bytes"));
  const Checkpoint head = Head();
  EXPECT_EQ(TextOf(json, "checkpoint"), Get("/checkpoint").body);
  EXPECT_TRUE(VerifyInclusion(
      {static_cast<uint64_t>(IntegerOf(json, "index")), head.size, LeafHash(leaf_bytes), head.root},
      HashesOf(*Find(json, "proof"))));
  EXPECT_EQ(DecodeLeaf(leaf_bytes)->outcome_hash, Sha256({outcome_bytes}));
  EXPECT_EQ(OutcomeJson(*DecodeOutcome(outcome_bytes)), *Find(json, "outcome"));
}

TEST_F(Reads, EntryContainsTheBytesThatWereSigned) {
  Furnish();
  const Instruction payment = Payment(300);
  const Json accepted = JsonOf(Post("/v1/instructions", Envelope(payment)));
  const Json json =
      JsonOf(Get("/v1/entries/" + std::to_string(IntegerOf(accepted, "index")), Login("hanako")));
  EXPECT_EQ(TextOf(*Find(json, "instruction"), "body"), payment.body);
  EXPECT_EQ(Dump(*Find(json, "instruction")), Envelope(payment));
  EXPECT_EQ(CodeOf(Get("/v1/entries/9999", Login("auditor"))), "not_found");
  EXPECT_EQ(CodeOf(Get("/v1/entries/-1", Login("auditor"))), "bad_request");
}

TEST_F(Reads, OpenedAccountMayReadTheEntryThatOpenedIt) {
  Furnish();
  // hanako, taro and tofu were opened before the last entry.
  const std::string opened = std::to_string(town_.leaves().size() - 4);
  EXPECT_EQ(Get("/v1/entries/" + opened, Login("hanako")).status, 200);
  EXPECT_EQ(Get("/v1/entries/" + opened, Login("taro")).status, 403);
}

TEST_F(Reads, LotsShowTheirOriginAndExpiry) {
  Furnish();
  town_.Announce("cleanup", 200);
  town_.Do("coordinator", ParticipationRecord{Town::Name("cleanup"), town_.Account("hanako")});
  service_.Follow(town_);
  const std::string token = Login("hanako");
  Json json = JsonOf(Get(Path("hanako", "/lots"), token));
  const JsonArray& lots = *AsArray(*Find(json, "lots"));
  EXPECT_EQ(IntegerOf(json, "size"), static_cast<int64_t>(town_.leaves().size()));
  ASSERT_EQ(lots.size(), 2U);
  EXPECT_EQ(IntegerOf(lots[0], "amount"), 1000);
  EXPECT_EQ(*Find(lots[0], "paid"), Json(true));
  EXPECT_TRUE(Find(lots[0], "expires_on")->is_null());
  EXPECT_EQ(IntegerOf(lots[1], "amount"), 200);
  EXPECT_EQ(TextOf(lots[1], "programme"), "bosai");
  EXPECT_EQ(TextOf(lots[1], "expires_on"), "2026-09-30");
  EXPECT_EQ(*Find(lots[1], "expired"), Json(false));
  EXPECT_EQ(*Find(json, "balances"),
            Json(Json::array({Json::object(
                {{"currency", "KAEN"}, {"available", 1200}, {"paid", 1000}, {"bonus", 200}})})));

  town_.AdvanceTo(Town::Day("2026-09-30").End());
  service_.Follow(town_);
  json = JsonOf(Get(Path("hanako", "/lots"), token));
  EXPECT_EQ(*Find(AsArray(*Find(json, "lots"))->at(1), "expired"), Json(true));
  EXPECT_EQ(IntegerOf(AsArray(*Find(json, "balances"))->front(), "available"), 1000);
}

TEST_F(Reads, HistoryRunsBackwardsThroughItsPages) {
  Furnish();
  for (int i = 1; i <= 5; ++i) {
    ASSERT_EQ(Post("/v1/instructions", Envelope(Payment(i))).status, 201);
  }
  const std::string token = Login("hanako");
  std::vector<int64_t> amounts;
  std::string cursor;
  int pages = 0;
  do {
    const std::string query = "/history?limit=4" + (cursor.empty() ? "" : "&cursor=" + cursor);
    const Json json = JsonOf(Get(Path("hanako", query), token));
    for (const Json& entry : *AsArray(*Find(json, "entries"))) {
      amounts.push_back(IntegerOf(entry, "amount"));
      if (TextOf(entry, "kind") != "payment.pay") continue;
      EXPECT_EQ(TextOf(entry, "counterparty"), town_.Account("tofu").ToString());
      EXPECT_EQ(TextOf(entry, "reference"), "till-7");
      EXPECT_EQ(AsArray(*Find(entry, "postings"))->size(), 1U);
    }
    cursor = TextOf(json, "next_cursor");
    // What comes later does not move the pages that follow.
    if (++pages == 1) Post("/v1/instructions", Envelope(Payment(9)));
  } while (!cursor.empty());
  EXPECT_EQ(amounts, (std::vector<int64_t>{-5, -4, -3, -2, -1, 1000}));
  EXPECT_EQ(pages, 2);

  const Json shop = JsonOf(Get(Path("tofu", "/history?limit=1"), Login("tofu")));
  EXPECT_EQ(IntegerOf(AsArray(*Find(shop, "entries"))->front(), "amount"), 9);
  EXPECT_EQ(TextOf(AsArray(*Find(shop, "entries"))->front(), "counterparty"),
            town_.Account("hanako").ToString());
}

TEST_F(Reads, InvalidCursorsAndLimitsAreRefused) {
  Furnish();
  const std::string token = Login("hanako");
  for (int i = 1; i <= 3; ++i) Post("/v1/instructions", Envelope(Payment(i)));
  const Json page = JsonOf(Get(Path("hanako", "/history?limit=1"), token));
  const std::string cursor = TextOf(page, "next_cursor");
  ASSERT_FALSE(cursor.empty());
  std::string mistyped = cursor;
  mistyped[3] = mistyped[3] == 'A' ? 'B' : 'A';
  const std::string others =
      EncodeCursor("history/" + town_.Account("taro").ToString(), std::string(8, '\0'));
  const std::string forged = EncodeCursor("history/" + town_.Account("hanako").ToString(),
                                          std::string(7, '\0') + std::string(1, '\x01'));
  for (const std::string& query :
       {"cursor=" + mistyped, "cursor=" + others, "cursor=" + forged, std::string("cursor=%"),
        std::string("limit=0"), std::string("limit=501"), std::string("limit=x"),
        std::string("limit=-1"), std::string("limit=01"),
        std::string("limit=99999999999999999999")}) {
    EXPECT_EQ(CodeOf(Get(Path("hanako", "/history?" + query), token)), "bad_request") << query;
  }
  EXPECT_EQ(Get(Path("hanako", "/history?limit=500&cursor=" + cursor), token).status, 200);
}

TEST_F(Reads, CurrencyTotalsAddUp) {
  Furnish();
  town_.Announce("cleanup", 200);
  town_.Do("coordinator", ParticipationRecord{Town::Name("cleanup"), town_.Account("taro")});
  town_.AdvanceTo(Town::Day("2026-09-30").End());
  town_.Sweep();
  service_.Follow(town_);
  const Json json = JsonOf(Get("/v1/currencies/KAEN"));
  const Json& totals = *Find(json, "totals");
  EXPECT_EQ(IntegerOf(totals, "issued"), 1200);
  EXPECT_EQ(IntegerOf(totals, "outstanding"), 1000);
  EXPECT_EQ(IntegerOf(totals, "expired"), 200);
  EXPECT_EQ(IntegerOf(totals, "shops"), 1);
  EXPECT_EQ(IntegerOf(totals, "participants"), 2);
  EXPECT_EQ(IntegerOf(json, "payment_max"), 100'000);
  EXPECT_EQ(AsArray(*Find(JsonOf(Get("/v1/currencies")), "currencies"))->front(), json);
  EXPECT_EQ(CodeOf(Get("/v1/currencies/NONE")), "not_found");
  EXPECT_EQ(CodeOf(Get("/v1/currencies/kaen")), "not_found");
}

TEST_F(Reads, ProgrammesShowTheirUsedBudget) {
  Furnish();
  town_.Announce("cleanup", 200);
  town_.Do("coordinator", ParticipationRecord{Town::Name("cleanup"), town_.Account("taro")});
  service_.Follow(town_);
  const Json programme = AsArray(*Find(JsonOf(Get("/v1/programmes")), "programmes"))->front();
  EXPECT_EQ(TextOf(programme, "programme"), "bosai");
  EXPECT_EQ(IntegerOf(programme, "budget"), 10'000);
  EXPECT_EQ(IntegerOf(programme, "used"), 200);
  const Json activity = AsArray(*Find(JsonOf(Get("/v1/activities")), "activities"))->front();
  EXPECT_EQ(TextOf(activity, "activity"), "cleanup");
  EXPECT_EQ(IntegerOf(activity, "participants"), 1);
}

TEST_F(Reads, PostsNameTheirHolders) {
  Furnish();
  bool found = false;
  const Json json = JsonOf(Get("/v1/posts"));
  for (const Json& post : *AsArray(*Find(json, "posts"))) {
    if (TextOf(post, "post") != "auditor") continue;
    found = true;
    EXPECT_EQ(*Find(post, "roles"), Json(Json::array({"auditor"})));
    EXPECT_EQ(TextOf(AsArray(*Find(post, "holders"))->front(), "account"),
              town_.Account("auditor").ToString());
  }
  EXPECT_TRUE(found);
}

TEST_F(Reads, ShopPagesTogetherAreTheWholeList) {
  Furnish();
  std::vector<std::string> expected{town_.Account("tofu").ToString()};
  for (int i = 0; i < 6; ++i) {
    town_.OpenShop("shop-" + std::to_string(i));
    expected.push_back(town_.Account("shop-" + std::to_string(i)).ToString());
  }
  service_.Follow(town_);
  std::sort(expected.begin(), expected.end());
  std::vector<std::string> seen;
  std::string cursor;
  do {
    const Json json =
        JsonOf(Get("/v1/shops?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor)));
    for (const Json& shop : *AsArray(*Find(json, "shops"))) seen.push_back(TextOf(shop, "account"));
    cursor = TextOf(json, "next_cursor");
  } while (!cursor.empty());
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, expected);
}

TEST_F(Reads, AcceptedIdLeadsToItsEntry) {
  Furnish();
  const Instruction payment = Payment(10);
  const Json accepted = JsonOf(Post("/v1/instructions", Envelope(payment)));
  const std::string ids = "/v1/ids/" + town_.Account("hanako").ToString() + "/";
  const Json json = JsonOf(Get(ids + payment.header.id.ToString(), Login("hanako")));
  EXPECT_EQ(IntegerOf(json, "index"), IntegerOf(accepted, "index"));
  EXPECT_EQ(CodeOf(Get(ids + Uuid::At(town_.now()).ToString(), Login("hanako"))), "not_found");
  EXPECT_EQ(CodeOf(Get(ids + "x", Login("hanako"))), "bad_request");
}

TEST_F(Reads, UnknownAccountDoesNotExist) {
  Furnish();
  const Json json = JsonOf(Get(Path("nobody")));
  EXPECT_EQ(*Find(json, "exists"), Json(false));
  EXPECT_EQ(Find(json, "kind"), nullptr);
  EXPECT_EQ(TextOf(JsonOf(Get(Path("tofu"))), "kind"), "shop");
  EXPECT_EQ(CodeOf(Get("/v1/accounts/AAAA")), "bad_request");
  EXPECT_EQ(CodeOf(Get(Path("nobody", "/lots"), Login("auditor"))), "not_found");
}

TEST_F(Reads, HealthReportsAReadOnlyLedger) {
  Furnish();
  EXPECT_EQ(TextOf(JsonOf(Get("/healthz")), "status"), "ok");
  service_.failure_text = "the disk is full";
  const Response response = Get("/healthz");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(TextOf(JsonOf(response), "status"), "read_only");
  EXPECT_EQ(TextOf(JsonOf(response), "why"), "the disk is full");
}

// A row that is missed looks like one that is not there: an empty account, an unknown shop.
TEST_F(Reads, UnreadableRowsAreAProblem) {
  Furnish();
  service_.failure_text = "the state: reading a row";
  service_.rows_are_unreadable = true;
  for (const std::string& path : {std::string("/v1/currencies/KAEN"), Path("tofu")}) {
    const Response response = Get(path);
    EXPECT_EQ(response.status, 503) << path;
    EXPECT_EQ(CodeOf(response), "ledger_read_only") << path;
  }
  service_.rows_are_unreadable = false;
  EXPECT_EQ(TextOf(JsonOf(Get(Path("tofu"))), "kind"), "shop");
}

TEST_F(Reads, MetricsCountInstructionsAndRequests) {
  Furnish();
  Post("/v1/instructions", Envelope(Payment(5000)));
  Get("/no/such/thing");
  const Response response = Get("/metrics");
  EXPECT_TRUE(response.content_type.starts_with("text/plain; version=0.0.4"));
  EXPECT_NE(response.body.find("# TYPE enishi_log_size gauge\nenishi_log_size " +
                               std::to_string(town_.leaves().size()) + "\n"),
            std::string::npos);
  EXPECT_NE(response.body.find("enishi_instructions_rejected_total 1\n"), std::string::npos);
  EXPECT_NE(response.body.find("enishi_http_requests_total{method=\"POST\","
                               "route=\"/v1/instructions\",status=\"4xx\"} 1\n"),
            std::string::npos);
  EXPECT_NE(response.body.find("route=\"none\",status=\"4xx\"} 1\n"), std::string::npos);
  EXPECT_EQ(response.body.find(town_.Account("hanako").ToString()), std::string::npos);
}

TEST_F(Reads, OtherMethodsAndPathsAreRefusedByName) {
  Furnish();
  for (const char* method : {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}) {
    const Response response = Ask(method, "/v1/ledger", "", "", "");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(CodeOf(response), "method_not_allowed");
    EXPECT_EQ(response.headers.front(),
              (std::pair<std::string, std::string>("Allow", "GET, HEAD")));
  }
  EXPECT_EQ(Ask("GET", "/v1/instructions", "", "", "").status, 405);
  EXPECT_EQ(Ask("HEAD", "/v1/ledger", "", "", "").status, 200);
  for (const char* path : {"/", "/v1", "/v1/", "/v1/ledger/", "//v1/ledger", "/v1/accounts/",
                           "/v1/accounts//lots", "/V1/ledger", "/tile/", "/v1/accounts/a/b"}) {
    EXPECT_EQ(CodeOf(Ask("GET", path, "", "", "")), "not_found") << path;
  }
}

}  // namespace
}  // namespace enishi::testing
