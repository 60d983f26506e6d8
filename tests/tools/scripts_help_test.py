#!/usr/bin/env python3
"""Tests that every script prints its help and does nothing else."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted(file.name for file in (ROOT / "scripts").iterdir() if file.is_file())


class Help(unittest.TestCase):
    def test_every_script_prints_help_and_does_nothing(self):
        for name in SCRIPTS:
            # A copy without sources: a script that configured or built would fail or leave files.
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                shutil.copytree(ROOT / "scripts", Path(folder) / "scripts")
                shutil.copytree(ROOT / "tests/bench", Path(folder) / "tests/bench")
                shutil.copytree(ROOT / "tests/soak", Path(folder) / "tests/soak")
                before = self.files(folder)
                done = subprocess.run([Path(folder) / "scripts" / name, "--help"], text=True,
                                      capture_output=True, check=False, timeout=60,
                                      env={"PATH": "/usr/bin:/bin",
                                           "PYTHONDONTWRITEBYTECODE": "1"})
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertIn(name, done.stdout)
                self.assertEqual(self.files(folder), before)

    @staticmethod
    def files(folder):
        return sorted(str(file) for file in Path(folder).rglob("*"))


if __name__ == "__main__":
    unittest.main()
