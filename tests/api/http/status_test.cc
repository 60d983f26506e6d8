#include "api/http/status.h"

#include <gtest/gtest.h>

#include "api/http/problems.h"

namespace enishi::testing {
namespace {

TEST(ReasonPhrases, AreTheRegisteredOnes) {
  EXPECT_EQ(ReasonPhrase(200), "OK");
  EXPECT_EQ(ReasonPhrase(201), "Created");
  EXPECT_EQ(ReasonPhrase(404), "Not Found");
  EXPECT_EQ(ReasonPhrase(422), "Unprocessable Content");
  EXPECT_EQ(ReasonPhrase(503), "Service Unavailable");
}

TEST(ReasonPhrases, ExistForTheStatusOfEveryProblemAndRejection) {
  for (int i = 0; i < kProblemCount; ++i) {
    const int status = ProblemStatus(static_cast<Problem>(i));
    EXPECT_NE(ReasonPhrase(status), "Client Error") << status;
    EXPECT_NE(ReasonPhrase(status), "Server Error") << status;
  }
  for (int i = 0; i < kReasonCount; ++i) {
    const int status = HttpStatus(static_cast<Reason>(i));
    EXPECT_NE(ReasonPhrase(status), "Client Error") << status;
    EXPECT_NE(ReasonPhrase(status), "Server Error") << status;
  }
}

TEST(ReasonPhrases, NameTheClassOfOtherStatuses) {
  EXPECT_EQ(ReasonPhrase(204), "Success");
  EXPECT_EQ(ReasonPhrase(418), "Client Error");
  EXPECT_EQ(ReasonPhrase(599), "Server Error");
}

}  // namespace
}  // namespace enishi::testing
