#include "ledger/service/write/sweeper.h"

#include <chrono>
#include <future>
#include <memory>
#include <utility>

#include "ledger/rules/apply.h"

namespace enishi {
namespace {

constexpr std::chrono::seconds kLookEvery{1};
constexpr uint64_t kLifeMs = kHourMs;
// A sweep may be refused because the simulated clock moved on while it waited in the queue.
constexpr int kRefusalsMax = 3;

}  // namespace

Sweeper::Sweeper(LedgerService& service, const SigningKey& service_key)
    : service_(service), key_(service_key) {}

Sweeper::~Sweeper() { Stop(); }

void Sweeper::Start() {
  CHECK(!thread_.joinable());
  thread_ = std::thread([this] { Run(); });
}

void Sweeper::Wake() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    woken_ = true;
    sweeping_ = true;
  }
  changed_.notify_one();
}

void Sweeper::Stop() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Sweeper::is_stopping() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return stopping_;
}

void Sweeper::Run() {
  while (true) {
    {
      std::unique_lock<std::mutex> lock(mutex_);
      changed_.wait_for(lock, kLookEvery, [this] { return woken_ || stopping_; });
      if (stopping_) return;
    }
    Look();
  }
}

void Sweeper::Look() {
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (std::exchange(woken_, false)) swept_.reset();
  }
  const Date today = Date::Of(service_.now());
  if (swept_ == today) return;
  sweeping_ = true;
  SweepAll();
  const bool has_work = HasWork();
  if (!has_work) swept_ = today;
  const std::lock_guard<std::mutex> lock(mutex_);
  // If Wake was called meanwhile, the next round checks again.
  if (!woken_) sweeping_ = has_work;
}

bool Sweeper::HasWork() const {
  if (!service_.ledger()) return false;
  bool has_work = false;
  const Timestamp now = service_.now();
  service_.Read([&](const View& view) { has_work = HasExpired(view, now); });
  return has_work;
}

void Sweeper::SweepAll() {
  int refusals = 0;
  while (!is_stopping() && refusals < kRefusalsMax && service_.failure().empty() && HasWork()) {
    const Answer answer = SubmitOne(*service_.ledger());
    if (std::holds_alternative<Unavailable>(answer)) return;
    if (std::holds_alternative<Rejection>(answer)) ++refusals;
  }
}

Answer Sweeper::SubmitOne(const Hash& ledger) {
  const Timestamp now = service_.now();
  Header header;
  header.ledger = ledger;
  header.id = Uuid::At(now);
  header.account = AccountId::FromKey(key_.public_key());
  header.valid_until = {now.ms + kLifeMs};
  auto answered = std::make_shared<std::promise<Answer>>();
  service_.Submit(Sign(header, ExpirySweep{}, {&key_}),
                  [answered](Answer answer) { answered->set_value(std::move(answer)); });
  return answered->get_future().get();
}

}  // namespace enishi
