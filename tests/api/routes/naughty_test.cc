#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/api/routes/context_fixture.h"
#include "tests/fixtures/shared_folder.h"

namespace enishi::testing {
namespace {

class HostileText : public ApiTest {
 protected:
  // Puts the text wherever a route takes one; nothing may be the server's fault.
  void TryEverywhere(const std::string& text, const std::string& token) {
    const Json quoted = text;
    const std::string in_json = Dump(quoted);
    std::vector<Response> responses;
    for (const char* before :
         {"/v1/accounts/", "/v1/entries/", "/tile/", "/tile/entries/", "/v1/currencies/", "/"}) {
      // Decoded as the front would hand it over, question marks included.
      Request request;
      request.method = "GET";
      request.path = before + text;
      request.authorization = "Bearer " + token;
      responses.push_back(Handle(request));
      request.path = "/v1/shops";
      request.query = {{"cursor", text}, {"limit", text}};
      responses.push_back(Handle(request));
      request.authorization = "Bearer " + text;
      responses.push_back(Handle(request));
    }
    for (const std::string& body :
         {text, in_json, "{\"account\":" + in_json + "}",
          "{\"body\":" + in_json + ",\"signatures\":[]}",
          "{\"account\":" + in_json + ",\"key\":" + in_json + ",\"challenge\":" + in_json +
              ",\"signature\":" + in_json + "}"}) {
      responses.push_back(Post("/v1/instructions", body));
      responses.push_back(Post("/v1/challenges", body));
      responses.push_back(Post("/v1/sessions", body));
      EXPECT_EQ(Post("/v1/instructions", body + "\n", "application/x-ndjson").status, 200);
    }
    for (const Response& response : responses) {
      EXPECT_LT(response.status, 500) << text;
      EXPECT_TRUE(response.status < 400 || ParseJson(response.body)) << response.body;
    }
  }
};

TEST_F(HostileText, NaughtyStringsAreNeverTheServersFault) {
  ENISHI_NEEDS_SHARED("vectors/naughty_strings/blns.json");
  Furnish();
  const std::string token = Login("auditor");
  const auto strings = ParseJson(ReadFile(SharedFolder() / "vectors/naughty_strings/blns.json"));
  ASSERT_TRUE(strings) << strings.error().message;
  const size_t count = AsArray(*strings)->size();
  for (const Json& text : *AsArray(*strings)) TryEverywhere(*AsString(text), token);
  EXPECT_GT(count, 400U);
}

TEST_F(HostileText, SoAreTheJsonTestSuitesFiles) {
  ENISHI_NEEDS_SHARED("vectors/jsontestsuite/test_parsing");
  Furnish();
  size_t count = 0;
  for (const auto& file :
       std::filesystem::directory_iterator(SharedFolder() / "vectors/jsontestsuite/test_parsing")) {
    const std::string body = ReadFile(file.path());
    for (const char* path : {"/v1/instructions", "/v1/challenges", "/v1/sessions"}) {
      const Response response = Post(path, body);
      EXPECT_GE(response.status, 400) << file.path();
      EXPECT_LT(response.status, 500) << file.path();
    }
    ++count;
  }
  EXPECT_GT(count, 150U);
}

}  // namespace
}  // namespace enishi::testing
