#include "tests/soak/payers.h"

#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

namespace enishi::soak {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kBeforeAnotherTry{20};

// After these answers nothing is decided, and the same bytes are sent again.
bool IsUndecided(const std::string& code) {
  static const std::set<std::string> codes = {"outcome_unknown", "unreachable", "queue_full",
                                              "ledger_read_only", "stopping"};
  return codes.contains(code);
}

LineAnswer LineOf(const Json& answer) {
  const Json* repeated = Find(answer, "repeated");
  LineAnswer line;
  line.repeated = repeated != nullptr && AsBool(*repeated) != nullptr && *AsBool(*repeated);
  line.status = line.repeated ? 200 : 201;
  line.index = static_cast<uint64_t>(IntegerOf(answer, "index"));
  line.committed_at = {static_cast<uint64_t>(IntegerOf(answer, "committed_at"))};
  return line;
}

}  // namespace

// Created again after every failure, because the service may listen on another port.
class Payers::Connection {
 public:
  explicit Connection(const std::string& url) : transport_(*Connect(url)), client_(*transport_) {
    client_.set_patience(milliseconds(0));
  }

  Tried<std::vector<LineAnswer>> Send(const std::vector<std::string>& envelopes) {
    if (envelopes.size() > 1) return client_.SubmitLines(envelopes);
    const auto answer = client_.Submit(envelopes.front());
    if (!answer) return answer.error();
    return std::vector<LineAnswer>{LineOf(*answer)};
  }

 private:
  std::unique_ptr<Transport> transport_;
  Client client_;
};

Payers::Payers(const Options& options, const Address& address, Acknowledgements& acknowledgements,
               Problems& problems)
    : options_(options),
      address_(address),
      acknowledgements_(acknowledgements),
      problems_(problems) {
  for (uint64_t i = 0; i < options_.singles + options_.tills; ++i) {
    const uint64_t lines = i < options_.singles ? 1 : options_.lines;
    threads_.emplace_back([this, i, lines] { PayOn(i, lines); });
  }
}

Payers::~Payers() { Finish(); }

void Payers::Finish() {
  finishing_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Payers::PayOn(uint64_t payer, uint64_t lines) {
  const uint64_t payers = options_.singles + options_.tills;
  uint64_t number = payer;
  std::unique_ptr<Connection> connection;
  while (!finishing_) {
    std::vector<Instruction> payments;
    std::vector<std::string> envelopes;
    for (uint64_t i = 0; i < lines; ++i, number += payers) {
      payments.push_back(bench::PaymentNumber(options_.payments, number, bench::Now()));
      envelopes.push_back(WriteEnvelope(payments.back().body, payments.back().signatures));
    }
    while (true) {
      if (!connection) connection = std::make_unique<Connection>(address_.url());
      const auto answers = connection->Send(envelopes);
      if (answers) {
        Record(payments, *answers);
        break;
      }
      if (!IsUndecided(answers.error().code)) {
        problems_.Add("a payment was not decided: " + answers.error().code + " " +
                      answers.error().title.en + " " + answers.error().detail.en);
        break;
      }
      ++unanswered_;
      connection.reset();
      std::this_thread::sleep_for(kBeforeAnotherTry);
    }
  }
}

void Payers::Record(const std::vector<Instruction>& payments,
                    const std::vector<LineAnswer>& answers) {
  for (size_t i = 0; i < payments.size(); ++i) {
    const LineAnswer& answer = answers[i];
    if (!answer.accepted()) {
      problems_.Add("a payment was refused: " + answer.code + " " + answer.detail);
      continue;
    }
    if (answer.repeated) ++found_again_;
    acknowledgements_.Keep({answer.index, answer.committed_at, BodyMark(payments[i].body)},
                           payments[i].header.id);
  }
}

}  // namespace enishi::soak
