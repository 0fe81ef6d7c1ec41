"""`make demo`: starts everything that the tracker is made of on one machine, and stops all of it again.

PostgreSQL and Valkey (unless DATABASE_URL and REDIS_URL name others), then migrations, the demo's people and programme
once, and then the web server, a Celery worker and beat as child processes with their logs in DEMO_DIR/logs. Prints
`Ready: http://127.0.0.1:PORT/` when it serves. Ends with every child on Ctrl-C, SIGTERM, when a child ends, and when
`make` goes away.
"""

import contextlib
import ctypes
import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
PR_SET_PDEATHSIG = 1  # from linux/prctl.h
READY_SECONDS = 120
BACKGROUND = 5  # niceness of the jobs: pages come first where there are few cores
STOP_SECONDS = 6  # then the rest is killed: jobs are delivered again at the next start


class DemoStopped(SystemExit):
    """Why the demo ends, in a sentence."""


@dataclass
class Child:
    """A process of the demo, in a session of its own so that a Ctrl-C in the terminal reaches only the runner."""

    name: str
    log: Path
    process: subprocess.Popen[bytes]

    def signal(self, number: signal.Signals) -> None:
        """To the process and to all that it started."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, number)

    def last_lines(self) -> str:
        return "".join(self.log.read_text(errors="replace").splitlines(keepends=True)[-20:])


class Demo:
    """The running demo."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory = directory
        self.port = port
        self.url = f"http://127.0.0.1:{port}/"
        self.logs = directory / "logs"
        self.metrics = directory / "metrics"
        self.children: list[Child] = []

    def prepare(self) -> None:
        """Directories and settings of the child processes; then a database that is migrated and filled."""
        self.logs.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(self.metrics, ignore_errors=True)  # counters of processes that have ended
        self.metrics.mkdir()
        os.environ |= {
            "PROMETHEUS_MULTIPROC_DIR": str(self.metrics),
            "SITE_URL": self.url,
            "WEB_BIND": f"127.0.0.1:{self.port}",
        }
        self._migrate()
        self._load()

    def start(self) -> None:
        celery = [PYTHON, "-m", "celery", "--app", "tracker"]
        self._start("web", [PYTHON, "-m", "gunicorn"])
        worker = [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"]
        self._start("worker", worker, niceness=BACKGROUND)
        self._start("beat", [*celery, "beat", "--pidfile", ""], niceness=BACKGROUND)

    def wait_until_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS
        while not self._is_healthy():
            self.check_children()
            if time.monotonic() > deadline:
                raise DemoStopped(f"The web server did not answer in {READY_SECONDS} s. Its log: {self.logs}/web.log")
            time.sleep(0.1)

    def check_children(self) -> None:
        """Ends the demo when one of its processes has ended by itself."""
        for child in self.children:
            if child.process.poll() is not None:
                raise DemoStopped(f"The {child.name} ended, so the demo ends. Its log ends with:\n{child.last_lines()}")

    def stop(self) -> None:
        """Asks every child to stop, and makes those that do not."""
        for child in reversed(self.children):
            child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.process.wait(max(0.0, deadline - time.monotonic()))
            child.signal(signal.SIGKILL)
            child.process.wait()

    def _start(self, name: str, command: list[str], *, niceness: int = 0) -> None:
        log = self.logs / f"{name}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own programs
                command,
                cwd=PROJECT_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=stop_with_parent(niceness),  # noqa: PLW1509 - only system calls
            )
        self.children.append(Child(name, log, process))

    def _is_healthy(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"{self.url}healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _migrate(self) -> None:
        """Runs the migrations, unless this database has seen exactly these."""
        seen, now = self.directory / "migrated", migrations_fingerprint()
        if not (seen.exists() and seen.read_text() == now):
            say("Preparing the database")
            manage("migrate", "--verbosity", "0")
            seen.write_text(now)

    def _load(self) -> None:
        """The demo's people, and once the demo's programme, unless DEMO_LOAD=0."""
        if os.environ.get("DEMO_LOAD", "1") == "0":
            if not has_rows("accounts_user", "email = 'admin@demo.example'"):
                say("Adding the demo's people")
                manage("load_demo_people")
        elif not has_rows("networks_programme"):
            say("Loading the demo's programme")
            anchor = os.environ.get("DEMO_ANCHOR", "")
            manage("load_demo", *(["--anchor", anchor] if anchor else []))


def say(sentence: str) -> None:
    print(sentence, flush=True)


def manage(*arguments: str) -> None:
    """A command of manage.py, which speaks for itself when it fails."""
    done = subprocess.run([PYTHON, "manage.py", *arguments], cwd=PROJECT_DIR, stdin=subprocess.DEVNULL, check=False)  # noqa: S603
    if done.returncode:
        raise DemoStopped(f"The demo did not start: manage.py {' '.join(arguments)} failed, see above.")


def migrations_fingerprint() -> str:
    """Changes with the migrations and with the database that they are for."""
    digest = hashlib.sha256(os.environ["DATABASE_URL"].encode())
    for path in sorted(PROJECT_DIR.glob("tracker/*/migrations/*.py")):
        digest.update(path.read_bytes())
    for name in ("requirements/base.txt", "tracker/core/database.py"):
        digest.update((PROJECT_DIR / name).read_bytes())
    return digest.hexdigest()


def has_rows(table: str, condition: str = "true") -> bool:
    """Asks the database without starting Django, which would take longer than all else at a second start."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return connection.execute(f"SELECT 1 FROM {table} WHERE {condition} LIMIT 1").fetchone() is not None  # noqa: S608 - ours


def stop_with_parent(niceness: int = 0) -> Callable[[], None]:
    """For `preexec_fn`: the kernel asks the child to stop when this process ends, however it ends."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def arrange() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))
        os.nice(niceness)

    return arrange


def stop_on_signal(_number: int, _frame: FrameType | None) -> NoReturn:
    for name in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(name, signal.SIG_IGN)  # once is enough
    raise DemoStopped(0)


def read_port() -> int:
    """PORT, free to listen on."""
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise DemoStopped(f"PORT is '{text}'. Set it to a number from 1 to 65535, for example: PORT=8001 make demo")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            raise DemoStopped(
                f"Port {text} can't be used: {error.strerror}. Stop what uses it, or choose another, "
                f"for example: PORT={int(text) % 65000 + 1} make demo"
            ) from None
    return int(text)


def main() -> None:
    stop_with_parent()()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, stop_on_signal)
    os.environ["DEMO"] = "1"
    os.environ.pop("ENVIRONMENT", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    port = read_port()

    from tracker.settings.embedded import demo_directory, server_urls

    directory = demo_directory()
    directory.mkdir(parents=True, exist_ok=True)
    os.environ["DEMO_DIR"] = str(directory)
    with (directory / "runner.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DemoStopped(f"A demo already runs in {directory}. Stop it, or choose another DEMO_DIR.") from None
        say("Starting the tracker")
        server_urls()
        demo = Demo(directory, port)
        try:
            demo.prepare()
            demo.start()
            demo.wait_until_ready()
            say(f"Ready: {demo.url}")
            while True:
                time.sleep(0.5)
                demo.check_children()
        finally:
            demo.stop()


if __name__ == "__main__":
    main()
