#include "wallet-cli/commands/all_commands.h"
#include "wallet-cli/commands/program.h"

int main(int argc, char** argv) {
  return enishi::RunProgram("enishi", enishi::AllCommands(), {argv + 1, argv + argc});
}
