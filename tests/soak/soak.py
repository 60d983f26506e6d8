"""Load, one fault after another, and the checks after each fault."""

import random
import shutil
import statistics
import subprocess
import time

import programs
from machine import Clients, Town

PARTICIPANTS = 500
# All faults, which each round runs in another order. Kills have variants.
TURN = ["kill"] * 14 + ["power_cut"] * 3 + ["disk_full", "clock_step", "slow_disk", "stop"]
COUNTED = {"power_cut": "power_cuts", "disk_full": "disk_full", "clock_step": "clock_steps",
           "slow_disk": "slow_disk", "stop": "stops"}
# Faults that need a machine which fails on command.
ON_A_FAILING_MACHINE = {"power_cut", "disk_full", "clock_step", "slow_disk"}
LOAD_S = (0.1, 1.3)
AUDIT_EVERY_S = 60
AUDIT_SHARE = 4  # an audit starts if the last one took less than this fraction of the time since
DAY_MS = 24 * 3600 * 1000


class Broken(Exception):
    """A check failed."""


class Soak:
    def __init__(self, bin_folder, folder, seed, say, inject_loss=False, **load):
        self.bin, self.folder, self.say = bin_folder, folder, say
        self.seed = seed
        self.random = random.Random(seed)
        self.inject_loss = inject_loss
        self.load = load
        self.counts = dict.fromkeys(["kills", "kills_in_recovery", "kills_while_stopping",
                                     *COUNTED.values(), "power_cuts_in_recovery",
                                     "starts_without_room_refused", "audits", "audits_failed"], 0)
        self.report = {"acknowledged": 0, "lost": 0, "doubled": 0}
        self.problems = []
        self.start_seconds = []
        self.auditing = None
        self.audit_began = self.audit_took = 0.0

    def run(self, seconds, kills=None):
        """Runs for that time; or with `kills`, until that many kills and each other fault once, if
        that comes first."""
        self.began = self.audit_began = time.monotonic()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.say("founding the ledger and opening the accounts")
        self.town = Town(self.bin, self.folder, PARTICIPANTS)
        self.clients = Clients(self.town, **self.load)
        try:
            self.learn(self.clients.tell(f"serve {self.town.server.port}"))
            rounds = self.rounds(kills)
            while time.monotonic() - self.began < seconds and not self.has_failed():
                fault = next(rounds, None)
                if fault is None:
                    break
                self.round(fault)
            self.finish()
        except (Broken, SystemExit, subprocess.TimeoutExpired, OSError) as problem:
            self.problems.append(str(problem))
        finally:
            self.end()
        return self.to_json()

    def rounds(self, kills):
        """The next fault."""
        while True:
            turn = TURN if kills is None else ["kill", *COUNTED]
            for fault in self.random.sample(turn, len(turn)):
                if self.inject_loss:
                    fault = "power_cut"
                if kills is None or fault == "kill" or not self.counts[COUNTED[fault]]:
                    yield fault
            if kills is not None and self.counts["kills"] >= kills:
                return

    def has_failed(self):
        return bool(self.problems or self.report["lost"] or self.report["doubled"]
                    or self.counts["audits_failed"])

    def learn(self, report):
        self.report = report

    def to_json(self):
        seconds = time.monotonic() - self.began
        problems = self.problems + self.report.pop("problems", [])
        starts = self.start_seconds or [0]
        ok = not (problems or self.report["lost"] or self.report["doubled"]
                  or self.counts["audits_failed"])
        return {"ok": ok, **self.counts, **self.report, "seed": self.seed,
                "minutes": round(seconds / 60, 2),
                "start_ms": {"median": round(statistics.median(starts) * 1e3),
                             "most": round(max(starts) * 1e3)},
                "problems": problems}

    # One fault.

    def round(self, fault):
        if fault in ON_A_FAILING_MACHINE and not self.town.failing:
            # A planned change of the machine is not a fault.
            self.town.stop()
            self.start(failing=True)
        self.wait(*LOAD_S)
        self.say(f"{fault}: {self.report['acknowledged']:,} acknowledged, "
                 f"{self.counts['kills']} kills")
        getattr(self, f"{fault}_now")()
        if fault in COUNTED:
            self.counts[COUNTED[fault]] += 1
        self.start(failing=self.random.random() < 0.3)
        self.check("check")
        self.audit_when_due()

    def wait(self, least_s, most_s):
        time.sleep(self.random.uniform(least_s, most_s))

    def start(self, failing=False, commands=()):
        """Starts the service, on a failing machine or on the real one."""
        self.town.failing = failing
        self.town.commands = ["lie"] if self.inject_loss and failing else commands
        self.start_seconds.append(self.town.serve())
        self.learn(self.clients.tell(f"serve {self.town.server.port}"))

    def check(self, how):
        self.learn(self.clients.tell(how))
        if self.has_failed() or self.report["problems"]:
            raise Broken("the log lacks acknowledged payments")

    def kill(self):
        if self.town.is_running():
            self.counts["kills"] += 1
        self.town.kill()

    def kill_now(self):
        how = self.random.random()
        if how < 0.2:
            # During an orderly stop.
            self.town.server.process.terminate()
            self.wait(0, 0.05)
            self.counts["kills_while_stopping"] += self.town.is_running()
        self.kill()
        if how > 0.8:
            self.town.kill_in_recovery(self.random.uniform(0, 0.2))
            self.counts["kills"] += 1
            self.counts["kills_in_recovery"] += 1

    def stop_now(self):
        self.town.stop()

    def power_cut_now(self):
        if self.inject_loss:
            self.town.cut_power("nothing", 0)
            return
        self.town.cut_power(*self.what_is_left())
        if self.random.random() < 0.3:
            self.town.cut_power_in_recovery(*self.what_is_left(), self.random.uniform(0, 0.3))
            self.counts["power_cuts"] += 1
            self.counts["power_cuts_in_recovery"] += 1

    def what_is_left(self):
        return self.random.choice(["nothing", "some", "zeroes"]), self.random.getrandbits(63)

    def slow_disk_now(self):
        self.town.fail(f"sync-delay {self.random.randint(20, 300)}")
        self.wait(1, 2)
        health = self.town.health()
        if health["status"] != "ok":
            raise Broken(f"a slow disk stopped the ledger: {health}")
        self.kill()

    def disk_full_now(self):
        self.town.fail(f"room {self.random.randint(0, 2 << 20)}")
        self.expect_read_only("disk is full")
        self.town.fail("room")
        self.expect_read_only("disk is full")
        self.kill()
        if self.random.random() < 0.5:
            self.start_without_room()

    def start_without_room(self):
        """If the recovery does not fit on the disk, the start fails and is tried again."""
        try:
            self.start(failing=True, commands=[f"room {self.random.randint(0, 1 << 20)}"])
        except SystemExit:
            self.counts["starts_without_room_refused"] += 1
            return
        self.expect_read_only("disk is full")
        self.kill()

    def clock_step_now(self):
        # More than a clock may step; for a start, more than is plausible.
        step_ms, at_start = self.random.choice([(-60_000, True), (-30 * DAY_MS, True),
                                                (6_000, False), (30 * DAY_MS, False),
                                                (401 * DAY_MS, True)])
        # On a clock that is a year ahead the auditor's appointment has ended.
        reads = step_ms < 100 * DAY_MS
        self.town.fail(f"clock-step {step_ms}")
        self.expect_read_only("clock", reads)
        self.kill()
        if at_start:
            self.start(failing=True, commands=[f"clock-step {step_ms}"])
            self.expect_read_only("clock", reads)
            self.kill()

    def expect_read_only(self, why, reads=True):
        said = self.town.wait_until_read_only()
        if why not in said:
            raise Broken(f"/healthz should say why the ledger is read-only ({why}): {said!r}")
        lines = self.town.read_only_lines()
        if len(lines) != 1 or why not in lines[0]["cause"] or not lines[0]["next"]:
            raise Broken(f"one line of the service's log should say why and what to do: {lines}")
        # Reads, proofs and heads continue to work.
        if reads:
            self.check("look")

    # The outsider's audit.

    def audit_when_due(self):
        if self.auditing is not None:
            if self.auditing.poll() is None:
                return
            self.end_audit()
        since = time.monotonic() - self.audit_began
        if since > max(AUDIT_EVERY_S, AUDIT_SHARE * self.audit_took):
            self.begin_audit()

    def begin_audit(self):
        self.check("count")
        self.audit_began = time.monotonic()
        self.counts["audits"] += 1
        self.auditing = self.town.start_audit(self.clients.heads)

    def end_audit(self):
        output, errors = self.auditing.communicate()
        ended, self.auditing = self.auditing.returncode, None
        self.audit_took = time.monotonic() - self.audit_began
        if ended == 0:
            self.say("audit: no fault found")
        else:
            self.counts["audits_failed"] += 1
            self.problems.append(f"the audit failed: {output} {errors}")

    # The end.

    def finish(self):
        self.say("waiting for the pending answers")
        self.check("finish")
        if self.auditing is not None:
            self.end_audit()
        self.say(f"auditing all {self.report['entries']:,} entries")
        self.auditing = self.town.start_audit(self.clients.heads)
        self.counts["audits"] += 1
        self.end_audit()
        self.town.stop()
        self.say("rebuilding the state from the log")
        same, why = self.town.has_same_state_as_its_log()
        if not same:
            raise Broken(f"the state differs from one rebuilt from the log: {why}")

    def end(self):
        if self.auditing is not None:
            programs.end(self.auditing)
        self.clients.end()
        if self.town.is_running():
            self.town.kill()
