#!/usr/bin/env python3
"""A short soak: a ledger survives each fault once, and an injected loss is detected.

    tests/soak/soak_test.py BIN_FOLDER
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAMS = sys.argv.pop()
SOAK = Path(__file__).resolve().parent.parent.parent / "scripts" / "soak"
KILLS = 6


class ShortSoak(unittest.TestCase):
    def soak(self, *words):
        """The output, the report, and the exit code of a soak."""
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "report.json"
            done = subprocess.run(
                [SOAK, "--kills", str(KILLS), "--seed", "11", "--json", report,
                 "--folder", Path(folder) / "soak", *words],
                env=dict(os.environ, ENISHI_BIN=PROGRAMS), stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT, text=True, check=False)
            return done.stdout, json.loads(report.read_text()), done.returncode

    def test_nothing_is_lost_whatever_befalls_the_service(self):
        said, report, ended = self.soak()
        self.assertEqual(ended, 0, said)
        self.assertTrue(report["ok"])
        self.assertGreaterEqual(report["kills"], KILLS)
        for fault in ("power_cuts", "disk_full", "clock_steps", "slow_disk", "stops", "audits"):
            self.assertGreaterEqual(report[fault], 1, fault)
        self.assertGreater(report["acknowledged"], 0)
        for wrong in ("lost", "doubled", "audits_failed"):
            self.assertEqual(report[wrong], 0, wrong)
        # A soak in which nobody waited for an answer in vain would show little. That an entry was
        # committed behind such an answer, and found again, is chance in half a minute.
        self.assertGreater(report["unanswered"], 0)

    def test_a_disk_that_drops_what_it_synced_is_noticed(self):
        said, report, ended = self.soak("--inject-loss")
        self.assertEqual(ended, 1, said)
        self.assertFalse(report["ok"])
        self.assertGreater(report["lost"], 0)
        self.assertIn("history_rewritten", "".join(report["problems"]))


if __name__ == "__main__":
    unittest.main()
