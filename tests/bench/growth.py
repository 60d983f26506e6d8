"""What a payment costs as the ledger grows: the same load on ledgers of several sizes."""

import statistics

import programs

# Accounts, and entries at least: every account is opened and charged, then all pay in turns.
SIZES = {"10k": (10_000, 100_000), "1m": (1_000_000, 10_000_000), "10m": (10_000_000, 20_000_000)}
PAYMENTS = 40_000
ROUNDS = 5


def measure(bin_folder, folder, say):
    """Figures by name. Payers follow one another so that every account is as likely as any other:
    nothing is ever hot, which is the worst case for every cache."""
    figures = {}
    for name, (accounts, entries) in SIZES.items():
        say(f"a ledger of {accounts:,} accounts and {entries:,} entries")
        town = programs.Town(bin_folder, folder / f"growth-{name}", 100)
        town.stop()
        grown = town.grow(accounts, entries)
        figures[f"grow_{name}_per_second"] = [grown["entries"] * 1e6 / grown["us"]]
        disk = programs.folder_bytes(town.folder / "ledger")
        figures[f"disk_bytes_per_entry_{name}"] = [disk / grown["entries"]]
        figures[f"start_up_seconds_{name}"] = [town.serve()]
        try:
            for _ in range(ROUNDS):
                report = town.load(town.sign("uniform", PAYMENTS), expect="201", connections=64)
                figures.setdefault(f"single64_at_{name}", []).append(report["per_second"])
                figures.setdefault(f"server_cpu_us_at_{name}", []).append(
                    report["server_cpu_us"] / report["lines"])
            figures[f"resident_bytes_{name}"] = [programs.resident_bytes(town.server.pid)]
        finally:
            town.stop()
    return figures


def ratios(figures):
    """Wall-clock cost of a payment at each size against the smallest."""
    cost = {name: 1 / statistics.median(figures[f"single64_at_{name}"]) for name in SIZES}
    return {f"cost_{name}_vs_10k": cost[name] / cost["10k"] for name in SIZES if name != "10k"}
