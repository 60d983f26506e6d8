# Writes a C++ source with the two BIP-39 word lists. Run by the build:
#   cmake -DWORDLISTS=<folder> -DOUT=<file.cc> -P mnemonic_words.cmake
# The order of the words is part of what people have on paper, so other lists are refused.

set(english_sha256 2f5eed53a4727b4bf8880d8f3f199efc90e58503646d9ff8eff3a2ed3b24dbda)
set(japanese_sha256 2eed0aef492291e061633d7ad8117f1a2b03eb80a29d0e4e3117ac2528d05ffd)

set(source "// Written by mnemonic_words.cmake from the BIP-39 word lists.\n")
string(APPEND source "#include \"ledger/keys/mnemonic_words.h\"\n\nnamespace enishi {\n\n")

foreach(language english japanese)
  set(list "${WORDLISTS}/${language}.txt")
  if(NOT EXISTS "${list}")
    message(FATAL_ERROR
      "no BIP-39 word list ${list}: install python3-mnemonic or set ENISHI_WORDLISTS")
  endif()
  file(SHA256 "${list}" sha256)
  if(NOT sha256 STREQUAL "${${language}_sha256}")
    message(FATAL_ERROR "${list} is not the BIP-39 word list: its SHA-256 is ${sha256}")
  endif()
  file(STRINGS "${list}" words ENCODING UTF-8)
  string(SUBSTRING "${language}" 0 1 first)
  string(TOUPPER "${first}" first)
  string(SUBSTRING "${language}" 1 -1 rest)
  string(APPEND source "const WordList k${first}${rest}Words = {\n")
  foreach(word IN LISTS words)
    string(APPEND source "    \"${word}\",\n")
  endforeach()
  string(APPEND source "};\n\n")
endforeach()

string(APPEND source "}  // namespace enishi\n")
file(WRITE "${OUT}" "${source}")
