"""PostgreSQL 15 from Debian with its default durability, in its own folder, for comparison. It runs
pgbench's TPC-B and a two-row transfer defined here."""

import os
import pwd
import re
import shutil
import subprocess
import time
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
SCALE = 50  # 5 million pgbench accounts
ACCOUNTS = 100_000  # of the two-row transfer

# Double entry with a balance check and an idempotency id, in one statement for the client. The rows
# are locked in a fixed order, so that transfers do not deadlock.
TRANSFER_SCHEMA = """
CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0));
CREATE TABLE transfer (id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE posting (transfer uuid NOT NULL, account int NOT NULL, amount bigint NOT NULL);
INSERT INTO account SELECT i, 1000000000 FROM generate_series(1, {accounts}) AS i;
CREATE FUNCTION transfer(intent uuid, payer int, payee int, amount bigint) RETURNS boolean AS $$
BEGIN
  INSERT INTO transfer (id) VALUES (intent) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN true; END IF;
  PERFORM FROM account WHERE id IN (payer, payee) ORDER BY id FOR UPDATE;
  UPDATE account SET balance = balance - amount WHERE id = payer AND balance >= amount;
  IF NOT FOUND THEN RAISE EXCEPTION 'insufficient funds'; END IF;
  UPDATE account SET balance = balance + amount WHERE id = payee;
  INSERT INTO posting VALUES (intent, payer, -amount), (intent, payee, amount);
  RETURN true;
END $$ LANGUAGE plpgsql;
"""
UNIFORM = """\\set payer random(101, {accounts})
\\set payee random(1, 100)
SELECT transfer(gen_random_uuid(), :payer, :payee, 1);
"""
HOT = """\\set payer random(101, {accounts})
SELECT transfer(gen_random_uuid(), :payer, 1, 1);
"""


class Postgres:
    """A PostgreSQL server on a Unix socket, stopped at the end."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.data = self.folder / "data"
        # PostgreSQL refuses to run as root.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        for name, text in (("uniform.sql", UNIFORM), ("hot.sql", HOT)):
            (self.folder / name).write_text(text.format(accounts=ACCOUNTS))
        if os.geteuid() == 0:
            shutil.chown(self.folder, self.user)
        self.run("initdb", "--pgdata", self.data, "--auth", "trust", "--username", "postgres")
        self.run("pg_ctl", "start", "--wait", "--pgdata", self.data, "--log", self.folder / "log",
                 "--options", f"-k {self.folder} -c listen_addresses=''")

    def run(self, program, *words, **options):
        as_user = ["setpriv", "--reuid", self.user, "--regid", self.user, "--clear-groups"] \
            if os.geteuid() == 0 else []
        # The server keeps the output open, so this must not wait for the end of a pipe.
        with open(self.folder / "output", "w+") as output:
            done = subprocess.run(as_user + [str(PROGRAMS / program)] + [str(w) for w in words],
                                  stdin=subprocess.DEVNULL, stdout=output, stderr=output,
                                  check=False, cwd="/", **options)
            output.seek(0)
            text = output.read()
        if done.returncode != 0:
            raise SystemExit(f"scripts/bench: {program} failed:\n{text}")
        return text

    def fill(self):
        """Creates the tables of pgbench and of the transfer. Returns the seconds it took."""
        began = time.monotonic()
        self.run("pgbench", "-h", self.folder, "-U", "postgres", "--initialize", "--quiet",
                 "--scale", SCALE, "postgres")
        self.run("psql", "-h", self.folder, "-U", "postgres", "--quiet", "--set",
                 "ON_ERROR_STOP=1", "--command", TRANSFER_SCHEMA.format(accounts=ACCOUNTS),
                 "postgres")
        self.run("psql", "-h", self.folder, "-U", "postgres", "--command", "VACUUM ANALYZE",
                 "postgres")
        return time.monotonic() - began

    def per_second(self, clients, seconds, script=None):
        """Transactions per second by pgbench: TPC-B, or one of the scripts here."""
        which = ["--file", self.folder / script] if script else ["--builtin", "tpcb-like"]
        text = self.run("pgbench", "-h", self.folder, "-U", "postgres", "--no-vacuum",
                        "--client", clients, "--jobs", min(clients, 2), "--time", seconds,
                        "--protocol", "prepared", *which, "postgres")
        return float(re.search(r"tps = ([0-9.]+)", text).group(1))

    def stop(self):
        self.run("pg_ctl", "stop", "--mode", "fast", "--pgdata", self.data)
