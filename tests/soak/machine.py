"""The ledger of scripts/soak, on enishid or on the same service on a failing machine."""

import json
import shutil
import subprocess
import time
import urllib.error
import urllib.request

import programs

POWER_CUT_EXIT = 75  # the exit code after a power cut
PATIENCE_S = 60


class Town(programs.Town):
    """Served by enishid or, while `failing` is set, by enishid-on-a-failing-machine, which then
    executes the commands of `fail`."""

    failing = False
    commands = ()  # for the next start on a failing machine

    def serve(self):
        if not self.failing:
            return super().serve()
        self.server = programs.Server(self.failing_machine(), self.folder, "enishid",
                                      self.environment, obeys=True)
        return self.server.start_seconds

    def failing_machine(self):
        return [self.bin / "enishid-on-a-failing-machine",
                "--config", self.folder / "ledger" / "enishid.toml",
                "--removed", self.folder / "removed", *self.commands]

    def fail(self, command):
        answer = self.server.tell(command)
        if answer != "done":
            raise SystemExit(f"{programs.PROGRAM}: the failing machine says: {answer}")

    def cut_power(self, left, seed):
        """Cuts the power; lossy_disk.h says what remains of unsynced data."""
        self.server.tell(f"power-cut {left} {seed}")
        self.expect_power_cut(self.server.process)
        self.server.close()

    def cut_power_in_recovery(self, left, seed, after_s):
        """Starts a failing machine, and cuts its power after that time."""
        with open(self.folder / "enishid.log", "ab") as errors:
            process = subprocess.Popen(self.failing_machine(), stdin=subprocess.PIPE,
                                       stdout=subprocess.DEVNULL, stderr=errors, text=True,
                                       env=self.environment)
        time.sleep(after_s)
        with process.stdin as commands:
            commands.write(f"power-cut {left} {seed}\n")
            commands.flush()
            self.expect_power_cut(process)

    @staticmethod
    def expect_power_cut(process):
        ended = process.wait(timeout=PATIENCE_S)
        if ended != POWER_CUT_EXIT:
            raise SystemExit(f"{programs.PROGRAM}: a power cut ended with {ended}")

    def is_running(self):
        return self.server.process.poll() is None

    def kill_in_recovery(self, after_s):
        """Starts the service and kills it after that time, whether it listens by then or not."""
        with open(self.folder / "enishid.log", "ab") as errors:
            process = subprocess.Popen(
                [self.bin / "enishid", "serve", "--listen", "127.0.0.1:0", "--config",
                 self.folder / "ledger" / "enishid.toml"],
                stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, env=self.environment)
        time.sleep(after_s)
        process.kill()
        process.wait()

    def health(self):
        """The answer of /healthz, read-only or not."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=PATIENCE_S) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as problem:
            return json.load(problem)

    def wait_until_read_only(self):
        """The reason in the answer of /healthz, or "" if there is none in time."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            health = self.health()
            if health["status"] == "read_only":
                return health["why"]
            time.sleep(0.02)
        return ""

    def read_only_lines(self):
        """The lines at error level that the service has logged since it began to listen."""
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            text = (self.folder / "enishid.log").read_text(encoding="utf-8", errors="replace")
            lines = []
            for line in text.splitlines():
                if not line.startswith("{"):
                    continue
                entry = json.loads(line)
                if entry["event"] == "listening":
                    lines = []
                elif entry["level"] == "error":
                    lines.append(entry)
            if lines:
                return lines
            time.sleep(0.05)
        return []

    def start_audit(self, old_heads):
        """Exports the log and starts its audit against the kept heads."""
        heads = self.folder / "audit-heads.json"
        shutil.copyfile(old_heads, heads)
        self.export(self.folder / "export")
        return subprocess.Popen(
            [self.bin / "enishi", "--json", "--verifier-key", self.verifier_key, "audit",
             self.folder / "export", "--old-head", heads],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=self.environment)

    def has_same_state_as_its_log(self):
        """True if the state equals one rebuilt from the log."""
        kept = self.folder / "state-before"
        shutil.copytree(self.folder / "ledger" / "state", kept)
        self.rebuild()
        same = subprocess.run([self.bin / "enishi-soak", "same-state", kept,
                               self.folder / "ledger" / "state"], check=False,
                              stderr=subprocess.PIPE, text=True)
        shutil.rmtree(kept)
        return same.returncode == 0, same.stderr.strip()


class Clients:
    """All clients of the service, in their own process."""

    def __init__(self, town, **options):
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        self.folder = town.folder
        self.process = subprocess.Popen(
            [town.bin / "enishi-soak", "clients", "--ledger", town.ledger,
             "--verifier-key", town.verifier_key, "--participants", str(town.participants),
             "--shops", str(programs.SHOPS), "--folder", town.folder, *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    @property
    def heads(self):
        """The file with the newest head that the clients have seen."""
        return self.folder / "heads.json"

    def tell(self, command):
        """Executes a command of clients.cc and returns its answer."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{programs.PROGRAM}: the clients ended with {self.process.wait()}")
        return json.loads(line)

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=PATIENCE_S)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
