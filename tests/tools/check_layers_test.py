#!/usr/bin/env python3
"""Tests that scripts/check-layers finds each kind of violation, in a small tree of sources."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check-layers"

TREE = {
    "ledger/base/CMakeLists.txt": "add_library(core STATIC json.cc)\n"
                                  "target_link_libraries(core PRIVATE simdjson::simdjson)",
    "ledger/base/json.h": "#include <string>\n",
    "ledger/base/json_reader.cc": '#include "ledger/base/json.h"\n#include <simdjson.h>\n',
    "ledger/rules/CMakeLists.txt": "add_library(rules STATIC pay.cc)\n"
                                   "target_link_libraries(rules PUBLIC core)",
    "ledger/rules/pay.h": '#include "ledger/base/json.h"\n',
    "ledger/rules/pay.cc": '#include "ledger/rules/pay.h"\n',
    "ledger/storage/CMakeLists.txt": "add_library(storage STATIC database.cc)\n"
                                     "target_link_libraries(storage PUBLIC RocksDB::rocksdb)",
    "ledger/storage/database.h": "#include <rocksdb/db.h>\n",
    "ledger/storage/database.cc": '#include "ledger/storage/database.h"\n',
    "ledger/state/CMakeLists.txt": "add_library(state STATIC state.cc)\n"
                                   "target_link_libraries(state PUBLIC rules storage)",
    "ledger/state/state.h": "#include <rocksdb/db.h>\n",
    "ledger/state/state.cc": '#include "ledger/rules/pay.h"\n#include "ledger/state/state.h"\n',
}


def long_function(lines):
    return "void Long() {\n" + "  Step();\n" * (lines - 2) + "}\n"


class CheckLayers(unittest.TestCase):
    def check(self, changed):
        """The exit code and output for the tree with the changed files."""
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**TREE, **changed}.items():
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, str(SCRIPT), "--root", folder],
                                  capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def assert_found(self, changed, message):
        code, output = self.check(changed)
        self.assertIn(message, output)
        self.assertEqual(code, 1)

    def test_accepts_a_tree_without_violations(self):
        code, output = self.check({})
        self.assertEqual((code, output), (0, "8 files keep to the layers\n"))

    def test_finds_an_include_against_the_direction(self):
        self.assert_found({"ledger/rules/pay.cc": '#include "ledger/state/state.h"\n'},
                          "ledger/rules/pay.cc:1: ledger/rules must not use ledger/state")

    def test_finds_a_library_outside_its_file(self):
        self.assert_found({"ledger/rules/pay.cc": "\n#include <simdjson.h>\n"},
                          "ledger/rules/pay.cc:2: <simdjson.h> may be included only in")

    def test_finds_a_clock_in_the_rules(self):
        self.assert_found({"ledger/rules/pay.cc": "#include <chrono>\n"},
                          "ledger/rules is pure and must not include <chrono>")

    def test_finds_a_missing_file(self):
        self.assert_found({"ledger/rules/pay.cc": '#include "pay.h"\n'},
                          'ledger/rules/pay.cc:1: "pay.h" is not a file of this project')

    def test_finds_files_that_include_each_other(self):
        self.assert_found({"ledger/base/json.h": '#include "ledger/base/text.h"\n',
                           "ledger/base/text.h": '#include "ledger/base/json.h"\n'},
                          "ledger/base/json.h -> ledger/base/text.h -> ledger/base/json.h")

    def test_finds_a_link_against_the_direction(self):
        self.assert_found({"ledger/base/CMakeLists.txt":
                           "add_library(core STATIC json.cc)\n"
                           "target_link_libraries(core PRIVATE rules)"},
                          "core (ledger/base) must not link rules (ledger/rules)")

    def test_finds_a_use_without_a_link(self):
        self.assert_found({"ledger/rules/CMakeLists.txt": "add_library(rules STATIC pay.cc)"},
                          "ledger/rules/pay.h:1: ledger/rules uses ledger/base and does not link")

    def test_finds_a_database_linked_by_the_wallet(self):
        self.assert_found({"wallet-cli/CMakeLists.txt":
                           "add_executable(enishi main.cc)\n"
                           "target_link_libraries(enishi PRIVATE state)"},
                          "enishi (wallet-cli) reaches RocksDB through what it links")

    def test_finds_a_library_target_outside_its_folder(self):
        self.assert_found({"ledger/rules/CMakeLists.txt":
                           "add_library(rules STATIC pay.cc)\n"
                           "target_link_libraries(rules PUBLIC core PkgConfig::SODIUM)"},
                          "rules (ledger/rules) must not link PkgConfig::SODIUM")

    def test_finds_a_forbidden_folder(self):
        self.assert_found({"ledger/base/util/text.h": "\n"}, "ledger/base/util: a helper lives")

    def test_finds_long_functions_and_files(self):
        code, output = self.check({"ledger/rules/pay.cc": long_function(70) + "int x;\n" * 560})
        self.assertEqual(code, 0)
        self.assertIn("ledger/rules/pay.cc: warning: 630 lines", output)
        self.assert_found({"ledger/rules/pay.cc": "int x;\n" + long_function(71)},
                          "ledger/rules/pay.cc:2: 71 lines, more than 70")
        self.assert_found({"ledger/rules/pay.cc": "int x;\n" * 701}, "701 lines, more than 700")


if __name__ == "__main__":
    unittest.main()
