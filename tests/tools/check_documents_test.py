#!/usr/bin/env python3
"""Proves that scripts/check-documents runs what it should and fails when a command fails."""

import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "check-documents"


def is_running(pid):
    """False when it is gone, or dead and not yet collected by whoever inherited it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").split()[2] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class CheckDocuments(unittest.TestCase):
    def check(self, text):
        with tempfile.TemporaryDirectory() as folder:
            document = Path(folder) / "guide.md"
            document.write_text(text, encoding="utf-8")
            done = subprocess.run([sys.executable, str(SCRIPT), folder, str(document)],
                                  capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    def test_runs_the_blocks_in_order_in_one_shell(self):
        code, output = self.check("```sh\nname=town\n```\nthen\n```sh\ntest $name = town\n```\n")
        self.assertEqual(code, 0, output)

    def test_names_the_line_of_the_command_that_fails(self):
        code, output = self.check("Text\n\n```sh\ntrue\nfalse\ntrue\n```\n")
        self.assertEqual(code, 1)
        self.assertIn("guide.md:5: false", output)

    def test_leaves_other_blocks_alone(self):
        code, output = self.check("```console\nfalse\n```\n```json\n{}\n```\n```\nfalse\n```\n")
        self.assertEqual(code, 0, output)

    def test_refuses_a_block_that_is_not_closed(self):
        code, output = self.check("```sh\ntrue\n")
        self.assertEqual(code, 1)
        self.assertIn("not closed", output)

    def test_ends_what_a_document_leaves_running(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pid"
            code, output = self.check(f"```sh\nsleep 60 &\necho $! >{file}\n```\n")
            self.assertEqual(code, 0, output)
            pid = file.read_text(encoding="utf-8").strip()
            end = time.monotonic() + 10
            while is_running(pid):
                self.assertLess(time.monotonic(), end, "the process is still running")
                time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
