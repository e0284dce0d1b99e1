"""Registrations a second, in turn: the Django peer, `linghuo serve` on PostgreSQL, `linghuo serve` on SQLite.

Run by scripts/bench-service, beside a throw-away PostgreSQL (PG… variables, PG_PID). Each service keeps running while
the others are measured; an idle one costs nothing. Every answer is checked by the load generator, and the rows in the
database are counted: a rate counts only registrations that are there.
"""

import contextlib
import json
import os
import pathlib
import re
import secrets
import shlex
import signal
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PEER = HERE.parent / "peers" / "service"
ROUNDS = int(os.environ.get("ROUNDS", "5"))
SECONDS = int(os.environ.get("SECONDS_EACH", "6"))
CONNECTIONS = int(os.environ.get("CONNECTIONS", "8"))
SEED = int(os.environ.get("SEED", "20000"))
REGISTER_PATH = os.environ.get("REGISTER_PATH", "/api/v1/registrations")
TABLE = os.environ.get("REGISTRATION_TABLE", "registration")
# Our contract names the fourth form of work in full.
# Our names of things, and the one question of Art. 2(3) that the peer does not ask: it cannot be guessed.
REWRITE = os.environ.get(
    "REWRITE",
    '"employment_form":"other"\t"employment_form":"other_flexible"\n'
    '"employment_form":"platform"\t"employment_form":"platform","platform_labour_relation":false',
)
TICK = os.sysconf("SC_CLK_TCK")
MAX_REQUESTS = 100_000
next_person = 2_000_000  # as in the peer's bench: beyond whoever was seeded


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, process, name, seconds=60):
    for _ in range(seconds * 10):
        if process.poll() is not None:
            sys.exit(f"{name} ended with status {process.returncode} before it answered")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    sys.exit(f"{name} did not open port {port} within {seconds} s")


def psql(database, sql):
    command = ["psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", sql]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def tree_cpu(root):
    """CPU seconds of a process, its children, and those it has waited for."""
    total = 0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):
            stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
            values = stat[stat.rindex(")") + 2 :].split()
            if int(pid) == root or int(values[1]) == root:
                total += sum(map(int, values[11:15]))
    return total / TICK


class Service:
    """One running service: how to load it, and how to count what it has registered."""

    def __init__(self, name, port, process, script, path, rows, database_pid):
        self.name, self.port, self.process = name, port, process
        self.script, self.path, self.rows, self.database_pid = script, path, rows, database_pid
        self.runs = []

    def cpu(self):
        return tree_cpu(self.process.pid), tree_cpu(self.database_pid) if self.database_pid else 0.0

    def load(self, seconds):
        global next_person
        env = os.environ | {
            "ID_BASE": str(next_person), "MAX_REQUESTS": str(MAX_REQUESTS), "PEER_LUA": str(PEER / "post.lua"),
            "REGISTER_PATH": REGISTER_PATH, "REWRITE": REWRITE,
        }  # fmt: skip
        next_person += MAX_REQUESTS
        url = f"http://127.0.0.1:{self.port}{self.path}"
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "10s", "-s", str(self.script), url]
        rows, (web, database) = self.rows(), self.cpu()
        run = subprocess.run(command, env=env, capture_output=True, text=True, timeout=seconds + 60)
        after_web, after_database = self.cpu()
        if run.returncode or run.stderr.strip():
            print(run.stderr[:900], file=sys.stderr)
        found = re.search(r"^JSON (.*)$", run.stdout, re.M)
        if not found:
            sys.exit(f"{self.name}: wrk gave no result: {run.stdout}{run.stderr}")
        got = json.loads(found[1])
        errors = got["bad"] + got["socket"]
        time.sleep(0.3)  # what was on its way when the load ended
        made = self.rows() - rows
        if not got["ok"] <= made <= got["ok"] + CONNECTIONS + errors:
            sys.exit(f"{self.name}: {got['ok']} acknowledged but {made} rows made")
        if got["ok"] == 0:
            sys.exit(f"{self.name}: no registration was accepted; see benches/service/README.md for what is expected")
        return {
            "rate": got["ok"] / got["us"] * 1e6, "p50": got["p50"], "p99": got["p99"], "n": got["ok"], "errors": errors,
            "web_ms": (after_web - web) / made * 1000, "database_ms": (after_database - database) / made * 1000,
        }  # fmt: skip


def start_peer(work, stack):
    port = free_port()
    env = os.environ | {
        "PGDATABASE": "service", "SERVICE_PORT": str(port), "BENCH_DIR": str(work), "PYTHONPATH": str(PEER),
        "PYTHONDONTWRITEBYTECODE": "1", "DJANGO_SETTINGS_MODULE": "config.settings",
        "SERVICE_WORKER_CLASS": "sync", "SERVICE_WORKERS": "3", "SERVICE_THREADS": "1",  # best of the peer's own tuning
    }  # fmt: skip
    for key in ("SECRET", "ID", "INDEX", "CERTIFICATE"):
        env[f"SERVICE_{key}_KEY"] = secrets.token_hex(32)
    psql("postgres", "CREATE DATABASE service")

    def python(*arguments):
        subprocess.run([sys.executable, *arguments], cwd=PEER, env=env, check=True)

    python("manage.py", "migrate", "-v", "0")
    python("seed.py", str(SEED))
    gunicorn = pathlib.Path(sys.executable).with_name("gunicorn")
    process = start([str(gunicorn), "-c", "gunicorn.conf.py", "config.wsgi"], stack, cwd=PEER, env=env)
    wait_for(port, process, "the peer")
    python("check.py")

    def rows():
        return int(psql("service", "SELECT last_value FROM registration_id_seq"))

    return Service("Django, PostgreSQL", port, process, PEER / "post.lua", "/registrations", rows, int(os.environ["PG_PID"]))


def start_linghuo(work, stack, kind):
    binary, port, data = os.environ["LINGHUO"], free_port(), work / f"data-{kind}"
    url = os.environ["LINGHUO_DATABASE_URL"]
    command = [binary, "serve", "--data", str(data), "--listen", f"127.0.0.1:{port}"]
    command += shlex.split(os.environ.get("SERVE_OPTIONS", ""))
    env = {k: v for k, v in os.environ.items() if k != "LINGHUO_DATABASE_URL"}
    if kind == "postgres":
        command += ["--database", url]
    log = (work / f"{kind}.log").open("w")
    process = start(command, stack, env=env, stdout=log, stderr=log)
    wait_for(port, process, f"linghuo on {kind}")

    def rows_postgres():
        return int(psql(os.environ["PGDATABASE"], f"SELECT count(*) FROM {TABLE}"))

    def rows_sqlite():
        files = [f for f in data.rglob("*") if f.is_file() and f.open("rb").read(15) == b"SQLite format 3"]
        total = 0
        for file in files:
            with contextlib.closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
                with contextlib.suppress(sqlite3.OperationalError):
                    total += connection.execute(f"SELECT count(*) FROM {TABLE}").fetchone()[0]
        return total

    name = "linghuo, PostgreSQL" if kind == "postgres" else "linghuo, SQLite"
    rows, pid = (rows_postgres, int(os.environ["PG_PID"])) if kind == "postgres" else (rows_sqlite, None)
    service = Service(name, port, process, HERE / "register.lua", REGISTER_PATH, rows, pid)
    refuse_nonsense(service)
    return service


def refuse_nonsense(service):
    """A service that takes anything is fast and worthless: an empty body must be refused, with a reason."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{service.port}{REGISTER_PATH}", b"{}", {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            sys.exit(f"{service.name}: accepted an empty registration with {answer.status}")
    except urllib.error.HTTPError as error:
        if error.code != 422:
            sys.exit(f"{service.name}: an empty registration gave {error.code}, expected 422: {error.read(300)}")


def start(command, stack, **options):
    process = subprocess.Popen(command, **options)

    def stop():
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()

    stack.callback(stop)
    return process


def table(services):
    def cell(service, key, digits):
        values = [run[key] for run in service.runs]
        return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}–{max(values):.{digits}f})"

    base = services[0].runs
    print(f"\n{CONNECTIONS} connections, {ROUNDS} rounds of {SECONDS} s in turn; median (lowest–highest)\n")
    print("| service | registrations/s | × peer | p50 ms | p99 ms | errors | service CPU ms | database CPU ms |")
    print("|---|---|---|---|---|---|---|---|")
    for service in services:
        # Pair by pair within a round: what else the machine did then, it did to both.
        ratio = statistics.median(ours["rate"] / peer["rate"] for ours, peer in zip(service.runs, base))
        errors = sum(run["errors"] for run in service.runs)
        total = sum(run["n"] for run in service.runs)
        print(
            f"| {service.name} | {cell(service, 'rate', 0)} | {ratio:.2f} | {cell(service, 'p50', 2)} | {cell(service, 'p99', 1)} "
            f"| {errors} of {total} | {cell(service, 'web_ms', 2)} | {cell(service, 'database_ms', 2)} |"
        )


def main():
    only = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        work = pathlib.Path(folder)
        services = [start_peer(work, stack)]
        if only == "all":
            services += [start_linghuo(work, stack, kind) for kind in ("postgres", "sqlite")]
        for service in services:
            service.load(3)  # warm-up
        for round_number in range(ROUNDS):
            for service in services:
                run = service.load(SECONDS)
                service.runs.append(run)
                print(f"round {round_number + 1}  {service.name:20} {run['rate']:8.0f}/s  p50 {run['p50']:.2f} ms", flush=True)
        table(services)


if __name__ == "__main__":
    main()
