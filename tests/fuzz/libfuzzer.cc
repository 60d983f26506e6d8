#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "tests/fuzz/target.h"

// The entry point of libFuzzer. One program has all targets; --target=NAME selects one. libFuzzer
// ignores arguments that begin with two hyphens.

namespace {

const enishi::testing::FuzzTarget* target = nullptr;

}  // namespace

extern "C" int LLVMFuzzerInitialize(int* argc, char*** argv) {
  constexpr std::string_view kFlag = "--target=";
  for (int i = 1; i < *argc; ++i) {
    const std::string_view argument = (*argv)[i];
    if (argument.starts_with(kFlag)) {
      target = enishi::testing::FindFuzzTarget(argument.substr(kFlag.size()));
    }
  }
  if (target != nullptr) return 0;
  std::cerr << "usage: enishi-fuzz --target=NAME [libFuzzer's flags] [corpus folders]; names:\n";
  for (const auto& one : enishi::testing::FuzzTargets()) std::cerr << "  " << one.name << "\n";
  std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* bytes, size_t size) {
  target->run({reinterpret_cast<const char*>(bytes), size});
  return 0;
}
