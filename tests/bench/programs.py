"""The programs that scripts/bench runs, and the ledger that it measures."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

PROGRAM = Path(sys.argv[0]).name
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
SHOPS = 100
CHARGE = 100_000  # points for each participant; each payment is one point
START_PATIENCE_S = 120


def run(*command, **options):
    """Runs a program that must succeed. Returns its standard output."""
    done = subprocess.run([str(part) for part in command], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode != 0:
        raise SystemExit(f"{PROGRAM}: {' '.join(map(str, command))} failed:\n{done.stderr}")
    return done.stdout


def run_json(*command, **options):
    return json.loads(run(*command, **options))


def cpu_seconds(pid):
    """The CPU time of a process so far, over all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


def memory_bytes(pid):
    """Resident memory of a process: now, and its peak."""
    found = {}
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in ("VmRSS", "VmHWM"):
            found[name] = int(value.split()[0]) * 1024
    return {"now": found["VmRSS"], "peak": found["VmHWM"]}


def folder_bytes(folder):
    return sum(file.stat().st_blocks * 512 for file in Path(folder).rglob("*") if file.is_file())


def require_status(report, status):
    """Ends the run if a load got other answers than expected."""
    if report["statuses"] != {status: report["lines"]}:
        raise SystemExit(f"{PROGRAM}: not every line got {status}: {report}")


def end(process):
    """Ends a program whose result is no longer needed, if it still runs."""
    if process.poll() is None:
        process.kill()
    process.communicate()


class Server:
    """A program that writes the port it listens on into a file, atomically. If it `obeys`, `tell`
    uses its input and output."""

    def __init__(self, command, folder, name, environment=None, obeys=False):
        self.port_file = Path(folder) / f"{name}.port"
        self.port_file.unlink(missing_ok=True)
        self.errors = open(Path(folder) / f"{name}.log", "ab")
        began = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in command] + ["--port-file", str(self.port_file)],
            stdin=subprocess.PIPE if obeys else subprocess.DEVNULL,
            stdout=subprocess.PIPE if obeys else self.errors, stderr=self.errors, env=environment,
            text=obeys)
        while not self.port_file.exists():
            if self.process.poll() is not None:
                raise SystemExit(f"{PROGRAM}: {name} does not start; see {self.errors.name}")
            if time.monotonic() - began > START_PATIENCE_S:
                self.stop()
                raise SystemExit(f"{PROGRAM}: {name} does not listen")
            time.sleep(0.002)
        self.start_seconds = time.monotonic() - began
        self.port = int(self.port_file.read_text())
        self.pid = self.process.pid

    def tell(self, command):
        """Sends a command. Returns the line that answers it."""
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=120)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.close()

    def close(self):
        """Forgets a process that has ended."""
        self.errors.close()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


def share_folder(source, target):
    """A copy of a ledger that can grow independently. Files that the store never changes are hard
    links; the others are copied."""
    def share(old, new):
        if Path(old).suffix in (".sst", ".blob"):
            os.link(old, new)
            return new
        return shutil.copy2(old, new)

    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target, copy_function=share)


class Town:
    """A real-clock ledger run by enishid, with shops and charged participants. With `participants`
    it is founded in a fresh folder and served; without, it is the one that the folder has, as
    `save` left it, and not served yet."""

    RECORD = "town.json"

    def __init__(self, bin_folder, folder, participants=None):
        self.bin = Path(bin_folder)
        self.folder = Path(folder)
        self.environment = dict(os.environ, ENISHI_PASSPHRASE_FILE=str(self.folder / "passphrase"),
                                ENISHI_KEYRING=str(self.folder / "keys.json"))
        self.rounds = {}
        self.server = None
        if participants is None:
            record = json.loads((self.folder / self.RECORD).read_text())
            self.ledger, self.verifier_key, self.participants = (
                record[name] for name in ("ledger", "verifier_key", "participants"))
            return
        self.participants = participants
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        (self.folder / "passphrase").write_text("bench\n")
        self._found()

    def save(self, **more):
        """Writes what a later run needs to use the folder again, and `more`."""
        record = {"ledger": self.ledger, "verifier_key": self.verifier_key,
                  "participants": self.participants, **more}
        unfinished = self.folder / f"{self.RECORD}.new"
        unfinished.write_text(json.dumps(record) + "\n")
        unfinished.rename(self.folder / self.RECORD)

    def _found(self):
        administrators = self.bench("administrators").split()
        named = [word for key in administrators for word in ("--administrator", key)]
        init = run_json(self.bin / "enishid", "init", "--json", "--folder", self.folder / "ledger",
                        "--origin", "bench.enishi.example/town", *named, env=self.environment)
        self.verifier_key = init["verifier_key"]
        self.bench("keyring", "--out", self.folder / "keys.json")
        self.serve()
        genesis = self.folder / "genesis.json"
        self.bench("genesis", "--origin", init["origin"], "--log-key", init["log_key"],
                   "--service-key", init["service_key"], "--out", genesis)
        self.load(genesis, expect="201")
        self.ledger = self.about()["ledger"]
        furniture = self.folder / "furniture.ndjson"
        self.bench("furnish", "--ledger", self.ledger, "--participants", self.participants,
                   "--shops", SHOPS, "--charge", CHARGE, "--out", furniture)
        self.load(furniture, batch=500, expect="201")
        furniture.unlink()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.port}"

    def about(self):
        """The server's description of its ledger."""
        with urllib.request.urlopen(f"{self.url}/v1/ledger") as answer:
            return json.load(answer)

    def entries(self):
        return self.about()["size"]

    def bench(self, *words):
        return run(self.bin / "enishi-bench", *words, env=self.environment)

    def serve(self):
        """Starts enishid. Returns the seconds until it listened."""
        self.server = Server([self.bin / "enishid", "serve", "--config",
                              self.folder / "ledger" / "enishid.toml", "--listen", "127.0.0.1:0"],
                             self.folder, "enishid", self.environment)
        return self.server.start_seconds

    def stop(self):
        if self.server is not None:
            self.server.stop()

    def kill(self):
        """Kills enishid, as a power failure would."""
        self.server.process.kill()
        self.server.process.wait()
        self.server.stop()

    def sign(self, shape, count):
        """Writes a file of new signed payments; each file begins with another payer."""
        file = self.folder / f"{shape}.ndjson"
        number = self.rounds.get(shape, 0)
        self.rounds[shape] = number + 1
        self.bench("payments", "--ledger", self.ledger, "--participants", self.participants,
                   "--shops", SHOPS, "--count", count, "--round", number, "--shape", shape,
                   "--out", file)
        return file

    def start_load(self, file, **options):
        """Posts the lines in the background; `finished_load` waits for it."""
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        return subprocess.Popen([self.bin / "enishi-bench", "load", "--port",
                                 str(self.server.port), "--file", str(file), *words],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    @staticmethod
    def finished_load(loading, expect):
        """The report of a load in the background, over what it sent until it was terminated. Every
        line must have got that status."""
        output, errors = loading.communicate()
        if loading.returncode != 0:
            raise SystemExit(f"{PROGRAM}: the load in the background failed:\n{errors}")
        report = json.loads(output)
        require_status(report, expect)
        return report

    def post(self, envelope):
        """The bytes of the answer to one instruction."""
        request = urllib.request.Request(f"{self.url}/v1/instructions", data=envelope,
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return answer.read()

    def enishi(self, *words):
        return run_json(self.bin / "enishi", "--json", "--server", self.url, "--as", "counter",
                        "--verifier-key", self.verifier_key, *words, env=self.environment)

    def export(self, folder):
        self.enishi("export", "log", "--out", folder)

    def audit(self, folder):
        # Without a key, because reading a key file takes longer than auditing a thousand entries.
        return run_json(self.bin / "enishi", "--json", "--verifier-key", self.verifier_key,
                        "audit", folder, env=self.environment)

    def rebuild(self):
        run(self.bin / "enishid", "rebuild", "--folder", self.folder / "ledger",
            env=self.environment)

    def grow(self, accounts, entries):
        """Adds participants and payments on the commit path, while no server runs."""
        report = json.loads(self.bench(
            "grow", "--folder", self.folder / "ledger", "--ledger", self.ledger,
            "--participants", self.participants, "--shops", SHOPS, "--accounts", accounts,
            "--entries", entries, "--charge", CHARGE))
        self.participants = accounts
        return report

    def load(self, file, expect=None, **options):
        """Posts the lines. `expect`: every line must get that status."""
        words = [word for name, value in options.items()
                 for word in (f"--{name}", value)]
        server_began = cpu_seconds(self.server.pid)
        report = run_json(self.bin / "enishi-bench", "load", "--port", self.server.port,
                          "--file", file, *words)
        report["server_cpu_us"] = round((cpu_seconds(self.server.pid) - server_began) * 1e6)
        report["per_second"] = report["lines"] * 1e6 / report["us"]
        if expect:
            require_status(report, expect)
        return report


class Echo(Server):
    """The same HTTP server without a ledger."""

    def __init__(self, bin_folder, folder, answer_bytes):
        super().__init__([Path(bin_folder) / "enishi-bench", "echo",
                          "--answer-bytes", answer_bytes], folder, "echo")

    def load(self, bin_folder, file, **options):
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        report = run_json(Path(bin_folder) / "enishi-bench", "load", "--port", self.port,
                          "--file", file, *words)
        report["per_second"] = report["lines"] * 1e6 / report["us"]
        return report
