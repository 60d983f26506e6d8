#!/usr/bin/env python3
"""Tests scripts/check-documents: it runs what it should and finds each kind of fault."""

import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check-documents"


def is_running(pid):
    """False if the process is gone, or dead and not yet collected by its parent."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def run_script(*arguments):
    done = subprocess.run([sys.executable, str(SCRIPT), *map(str, arguments)],
                          capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


class Commands(unittest.TestCase):
    def check(self, text):
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / "guide.md"
            document.write_text(text, encoding="utf-8")
            return run_script("--bin", folder, document)

    def test_runs_the_blocks_in_order_in_one_shell(self):
        code, output = self.check("```sh\nname=town\n```\nthen\n```sh\ntest $name = town\n```\n")
        self.assertEqual(code, 0, output)

    def test_names_the_line_of_the_command_that_fails(self):
        code, output = self.check("Text\n\n```sh\ntrue\nfalse\ntrue\n```\n")
        self.assertEqual(code, 1)
        self.assertIn("guide.md:5: false", output)

    def test_does_not_run_other_blocks(self):
        code, output = self.check("```console\nfalse\n```\n```json\n{}\n```\n```\nfalse\n```\n")
        self.assertEqual(code, 0, output)

    def test_refuses_a_block_that_is_not_closed(self):
        code, output = self.check("```sh\ntrue\n")
        self.assertEqual(code, 1)
        self.assertIn("not closed", output)

    def test_kills_processes_that_a_document_leaves_running(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pid"
            code, output = self.check(f"```sh\nsleep 60 &\necho $! >{file}\n```\n")
            self.assertEqual(code, 0, output)
            pid = file.read_text(encoding="utf-8").strip()
            end = time.monotonic() + 60
            while is_running(pid):
                self.assertLess(time.monotonic(), end, "the process is still running")
                time.sleep(0.01)


class Agreement(unittest.TestCase):
    FILES = {
        "README.md": "# Town\n\n```sh\nscripts/test  # ten minutes\n```\n\n## Start\n",
        "README.ja.md": "# 町\n\n```sh\nscripts/test  # 十分\n```\n\n## 始める\n",
        "specs/pay.md": "A body has at most\n2,048 bytes.\n\n| `Body::kMax` | 2,048 | |\n",
        "ledger/pay.h": "constexpr int kKib = 1'024;\nstruct Head { static constexpr int kMax = 1; };\n"
                        "struct Body { static constexpr int kMax = size_t{2} * kKib; };\n",
        "scripts/test": "",
        "tests/tools/figures.csv": "document,sentence,source,expression\n"
                                   "specs/pay.md,at most {} bytes,ledger/pay.h,Body::kMax\n",
    }

    def check(self, changed):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**self.FILES, **changed}.items():
                if text is None:
                    continue
                file = Path(folder) / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
            return run_script("--no-commands", "--root", folder)

    def assert_found(self, changed, message):
        code, output = self.check(changed)
        self.assertIn(message, output)
        self.assertEqual(code, 1)

    def test_accepts_documents_that_agree(self):
        self.assertEqual(self.check({}), (0, ""))

    def test_finds_a_sentence_with_another_number(self):
        self.assert_found({"specs/pay.md": "A body has at most 20 bytes.\n"},
                          "specs/pay.md:1: says 20, but Body::kMax in ledger/pay.h is 2,048")

    def test_finds_a_number_written_as_a_word(self):
        self.assert_found({"specs/pay.md": "A body has at most eight bytes.\n"},
                          "specs/pay.md:1: says eight, but Body::kMax")

    def test_finds_a_sentence_that_is_gone(self):
        self.assert_found({"specs/pay.md": "A body is short.\n"},
                          'specs/pay.md: the sentence "at most 2,048 bytes" is missing')

    def test_finds_a_table_row_with_another_number(self):
        self.assert_found({"specs/pay.md": "at most 2,048 bytes\n| `Body::kMax` | 1 | |\n"},
                          "specs/pay.md:2: says 1, but Body::kMax in the source is 2,048")

    def test_finds_a_constant_that_is_gone(self):
        self.assert_found({"ledger/pay.h": "constexpr int kOther = 1;\n"}, "no constant Body::kMax")

    def test_finds_a_path_that_is_gone(self):
        self.assert_found({"ARCHITECTURE.md": "See `ledger/{pay,cash}.h`, `tests/tools/*.csv`.\n"},
                          "ARCHITECTURE.md:1: there is no ledger/cash.h")

    def test_finds_a_link_that_leads_nowhere(self):
        self.assert_found({"CHANGELOG.md": "[pay](specs/pay.md), [cash](specs/cash.md#top)\n"},
                          "CHANGELOG.md:1: the link leads nowhere: specs/cash.md")

    def test_finds_a_path_in_a_comment(self):
        self.assert_found({"ledger/cash.h": "int a;  // in specs/pay.md and specs/cash.md\n"},
                          "ledger/cash.h:1: there is no specs/cash.md")

    def test_finds_a_folder_without_a_row(self):
        self.assert_found({"scripts/check-layers": 'FOLDERS = {"ledger": set(), "api": set()}\n',
                           "ARCHITECTURE.md": "## Folders\n\n| `ledger` | |\n| `cash` | |\n\n## End\n"},
                          "the table of folders has no row for api\n"
                          "ARCHITECTURE.md: scripts/check-layers has no folder cash")

    def test_finds_folders_in_another_order(self):
        self.assert_found({"scripts/check-layers": 'FOLDERS = {"ledger": set(), "api": set()}\n',
                           "api/pay.h": "",
                           "ARCHITECTURE.md": "## Folders\n\n| `api` | |\n| `ledger` | |\n\n## End\n"},
                          "the table of folders has another order")

    def test_finds_a_missing_translation(self):
        self.assert_found({"README.ja.md": None}, "README.ja.md: is missing")

    def test_finds_another_command_in_a_translation(self):
        self.assert_found({"README.ja.md": "# 町\n\n```sh\nscripts/demo\n```\n\n## 始める\n"},
                          "README.ja.md:4: commands differ: scripts/demo; README.md:4 has "
                          "scripts/test")

    def test_finds_another_heading_level_in_a_translation(self):
        self.assert_found({"README.ja.md": "# 町\n\n```sh\nscripts/test\n```\n\n### 始める\n"},
                          "README.ja.md:7: heading levels differ: 3; README.md:7 has 2")

    def test_finds_a_missing_heading_in_a_translation(self):
        self.assert_found({"README.ja.md": "# 町\n\n```sh\nscripts/test\n```\n"},
                          "README.ja.md: has 1 heading levels, README.md 2")


if __name__ == "__main__":
    unittest.main()
