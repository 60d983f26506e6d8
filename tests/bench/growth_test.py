#!/usr/bin/env python3
"""Tests that ledgers grow on their commit path, can be served and paid on, and are kept.

    tests/bench/growth_test.py BIN_FOLDER
"""

import sys
import tempfile
import unittest
from pathlib import Path

import growth

PROGRAMS = Path(sys.argv.pop())


class Growth(unittest.TestCase):
    def setUp(self):
        growth.SIZES = {"10k": (300, 1_000), "1m": (600, 2_000)}
        growth.PAYMENTS = 200
        growth.ROUNDS = 1

    def test_ledgers_are_paid_on_and_kept_as_they_were_made(self):
        with tempfile.TemporaryDirectory() as folder:
            for run in range(2):
                said = []
                figures = growth.measure(PROGRAMS, Path(folder), Path(folder) / "cache",
                                         said.append)
                kept = [line for line in said if line.endswith("exists already")]
                self.assertEqual(len(kept), 2 * run)
                # One warm-up and one counted round on the generated ledger, in both runs.
                self.assertEqual(figures["entries_10k"], [1_000 + 2 * 200])
                self.assertEqual(figures["entries_1m"], [2_000 + 2 * 200])
                self.assertGreater(growth.ratios(figures)["cost_1m_vs_10k"], 0)

    def test_entries_leave_room_for_payments(self):
        # The module's real sizes.
        for accounts, entries in REAL_SIZES.values():
            self.assertGreater(entries, 2 * accounts)


REAL_SIZES = dict(growth.SIZES)

if __name__ == "__main__":
    unittest.main()
