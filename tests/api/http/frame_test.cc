#include "api/http/frame.h"

#include <gtest/gtest.h>

namespace enishi {
namespace {

int StatusOf(const std::string& head) {
  const auto read = ReadHead(head, FrameLimits());
  return read ? 200 : read.error().status;
}

std::string Get(const std::string& headers, const std::string& target = "/") {
  return "GET " + target + " HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

std::string Post(const std::string& headers) {
  return "POST /v1/instructions HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

TEST(Frame, ReadsMethodTargetAndHeaders) {
  const auto head =
      ReadHead(Post("Content-Length: 12\r\nContent-Type:  a/b \r\nX-Empty:\r\n"), FrameLimits());
  ASSERT_TRUE(head);
  EXPECT_EQ(head->method, "POST");
  EXPECT_EQ(head->target, "/v1/instructions");
  EXPECT_EQ(head->content_length, 12U);
  EXPECT_EQ(head->Value("content-type"), "a/b");
  EXPECT_EQ(head->Value("x-empty"), "");
  EXPECT_FALSE(head->close);
  EXPECT_TRUE(ReadHead(Get("Connection: Close\r\n"), FrameLimits())->close);
  EXPECT_TRUE(ReadHead(Get("Connection: keep-alive, close\r\n"), FrameLimits())->close);
  EXPECT_TRUE(ReadHead(Get("Connection: a\r\nConnection: ,close ,\r\n"), FrameLimits())->close);
  EXPECT_FALSE(ReadHead(Get("Connection: closed, not-close\r\n"), FrameLimits())->close);
  EXPECT_TRUE(ReadHead("GET / HTTP/1.0\r\n\r\n", FrameLimits())->close);
}

TEST(Frame, RefusesWhatTwoReadersCouldReadInTwoWays) {
  struct Case {
    std::string head;
    int status;
  };
  const std::vector<Case> cases = {
      {Get(""), 200},
      {Post("Content-Length: 0\r\n"), 200},
      {Post(""), 411},
      {Post("Content-Length: 5\r\nContent-Length: 5\r\n"), 400},
      {Post("Content-Length: 5, 5\r\n"), 400},
      {Post("Content-Length: +5\r\n"), 400},
      {Post("Content-Length: 0x5\r\n"), 400},
      {Post("Content-Length: \r\n"), 400},
      {Post("Content-Length: 8388608\r\n"), 200},
      {Post("Content-Length: 8388609\r\n"), 413},
      {Post("Content-Length: 99999999999999999999999\r\n"), 413},
      {Post("Transfer-Encoding: chunked\r\n"), 411},
      {Post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"), 411},
      {Post("Content-Length: 5\r\ntransfer-encoding: identity\r\n"), 411},
      {Post("Content-Length: 5\r\nContent-Encoding: gzip\r\n"), 415},
      {Post("Content-Length: 5\r\nExpect: 100-continue\r\n"), 417},
      {Get("Range: bytes=0-1\r\n"), 400},
      {Get("Content-Length: 1\r\n"), 400},
      {Get("Host: b\r\n"), 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {Get("Authorization: a\r\nAuthorization: b\r\n"), 400},
      {Get("A : b\r\n"), 400},
      {Get(" folded\r\n"), 400},
      {Get("A: b\nC: d\r\n"), 400},
      {Get("A: b\rC: d\r\n"), 400},
      {Get(std::string("A: \0\r\n", 6)), 400},
      {Get("no colon\r\n"), 400},
      {Get(": empty\r\n"), 400},
      {Get("", "http://a/"), 400},
      {Get("", "*"), 400},
      {Get("", "/a b"), 400},
      {Get("", "/\xe7\xb8\x81"), 400},
      {Get("", "/" + std::string(2048, 'a')), 414},
      {"get / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"GET /\r\nHost: a\r\n\r\n", 400},
      {"\r\n\r\n", 400},
      {Get("A: " + std::string(17'000, 'a') + "\r\n"), 431},
  };
  for (const Case& one : cases) EXPECT_EQ(StatusOf(one.head), one.status) << one.head.substr(0, 80);
  std::string many;
  for (int i = 0; i < 100; ++i) many += "a: b\r\n";
  EXPECT_EQ(StatusOf(Get(many)), 431);
}

TEST(Frame, FindsTheEndOfAHeadThatComesInPieces) {
  const std::string head = Get("");
  for (size_t first = 0; first < head.size(); ++first) {
    EXPECT_FALSE(FindHeadEnd(std::string_view(head).substr(0, first), 0));
    EXPECT_EQ(FindHeadEnd(head, first), head.size());
  }
  EXPECT_EQ(FindHeadEnd(head + "body\r\n\r\n", 0), head.size());
}

}  // namespace
}  // namespace enishi
