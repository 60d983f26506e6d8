"""Measures the cost of a payment as the ledger grows: the same load on ledgers of several sizes.

Each ledger is made once, which takes long, and kept in build/bench-cache. A run measures copies, so
that the kept ones stay as large as they were made. Whatever is paid is signed freshly, by keys that
follow from their labels; so a kept ledger serves as long as the appointments that its founding made
(six months) last, and no longer: it is made anew after USABLE_DAYS.
"""

import json
import re
import shutil
import statistics
import time
from pathlib import Path

import programs

# Accounts and entries. Opening and charging makes two entries per account, payments the others.
SIZES = {"10k": (10_000, 100_000), "1m": (1_000_000, 10_000_000), "10m": (10_000_000, 24_000_000)}
# Raise this when the town or its tables change. The formats of the log and of the state are part of
# the folder names too.
TOWN_VERSION = 2
ROOT = Path(__file__).resolve().parent.parent.parent
FORMATS = ("ledger/log/rocksdb_log.cc", "ledger/state/state_store.h")
USABLE_DAYS = 170
PARTICIPANTS_FIRST = 100
PAYMENTS = 40_000
ROUNDS = 5
DAY_S = 24 * 3600


def cache_version():
    """The versions that two ledgers must share to be interchangeable, for their folder names."""
    formats = (re.search(r"\bkFormat = (\d+);", (ROOT / file).read_text()) for file in FORMATS)
    return ".".join([str(TOWN_VERSION)] + [found.group(1) for found in formats])


def kept(bin_folder, cache, name, say):
    """The folder of a ledger of that size, not served; generated if it does not exist."""
    accounts, entries = SIZES[name]
    folder = cache / f"v{cache_version()}-{accounts}-{entries}"
    record = folder / programs.Town.RECORD
    if record.exists() and \
            time.time() - json.loads(record.read_text())["made_at"] < USABLE_DAYS * DAY_S:
        say(f"a ledger of {accounts:,} accounts and {entries:,} entries exists already")
        return folder
    say(f"generating a ledger of {accounts:,} accounts and {entries:,} entries")
    town = programs.Town(bin_folder, folder, PARTICIPANTS_FIRST)
    town.stop()
    made_at = time.time()
    grown = town.grow(accounts, entries)
    # The record is written last: a folder without one is incomplete.
    town.save(made_at=made_at, grown=grown)
    return folder


def measure(bin_folder, folder, cache, say):
    """Figures by name. Payers follow one another so that every account is as likely as any other:
    nothing is ever hot, which is the worst case for every cache. All ledgers are served all the
    time and paid on in turns, round by round, so that what the machine does besides falls on all
    alike; the first turn of each warms it up and is not counted."""
    figures = {}
    towns = {}
    try:
        for name in SIZES:
            towns[name] = serve_copy(kept(bin_folder, cache, name, say), bin_folder,
                                     folder / f"growth-{name}", name, figures)
        for number in range(ROUNDS + 1):
            say(f"paying on each, round {number} of {ROUNDS}" if number else "warming up each")
            for name, town in towns.items():
                pay(town, name, figures if number else {})
        for name, town in towns.items():
            memory = programs.memory_bytes(town.server.pid)
            figures[f"resident_bytes_{name}"] = [memory["now"]]
            figures[f"resident_bytes_peak_{name}"] = [memory["peak"]]
            figures[f"entries_{name}"] = [town.entries()]
    finally:
        for town in towns.values():
            town.stop()
            shutil.rmtree(town.folder)
    return figures


def serve_copy(source, bin_folder, folder, name, figures):
    programs.share_folder(source, folder)
    grown = json.loads((source / programs.Town.RECORD).read_text())["grown"]
    disk = programs.folder_bytes(folder / "ledger")
    figures[f"disk_bytes_per_entry_{name}"] = [disk / grown["entries"]]
    town = programs.Town(bin_folder, folder)
    figures[f"start_up_seconds_after_clean_stop_{name}"] = [town.serve()]
    return town


def pay(town, name, figures):
    file = town.sign("uniform", PAYMENTS)
    report = town.load(file, expect="201", connections=64)
    figures.setdefault(f"single64_at_{name}", []).append(report["per_second"])
    figures.setdefault(f"server_cpu_us_at_{name}", []).append(
        report["server_cpu_us"] / report["lines"])


def ratios(figures):
    """Wall-clock cost of a payment at each size against the smallest, in the same round."""
    base = figures["single64_at_10k"]
    return {f"cost_{name}_vs_10k": statistics.median(
                least / here for least, here in zip(base, figures[f"single64_at_{name}"]))
            for name in SIZES if name != "10k"}
