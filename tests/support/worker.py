"""A real Celery worker as a process of its own, which a test may kill in the middle of its work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from celery import Celery
from django.conf import settings

START_SECONDS = 40
STOP_SECONDS = 20


@dataclass
class Worker:
    """The process and everything that it started; they share a process group."""

    process: subprocess.Popen[bytes]
    log: Path

    def kill(self) -> None:
        """Ends it as a power cut does: no process of it runs another instruction."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Asks it to finish what it does and end; kills what does not."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


@contextmanager
def celery_worker(
    environment: Mapping[str, str], *, log: Path, queue: str = "", concurrency: int = 1
) -> Iterator[Worker]:
    """A worker that is ready for jobs. `environment` is the fixture `process_environment` (the test's own database and
    Redis), with what the test adds; `log` is where its words go, which a failure shows."""
    command = [sys.executable, "-m", "celery", "-A", "tracker", "worker", f"--concurrency={concurrency}"]
    command += [f"--queues={queue or settings.CELERY_TASK_DEFAULT_QUEUE}", "--without-gossip", "--without-mingle"]
    command += [f"--hostname=test-{os.getpid()}-{time.monotonic_ns()}@%h", "--loglevel=INFO"]
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    worker = Worker(process, log)
    try:
        _wait_until_ready(worker, environment["REDIS_URL"])
        yield worker
    finally:
        worker.stop()


def _wait_until_ready(worker: Worker, redis_url: str) -> None:
    with Celery(broker=redis_url, set_as_current=False) as app:
        app.conf.update(broker_connection_retry_on_startup=True)
        wait_for(
            lambda: worker.process.poll() is not None or bool(app.control.ping(timeout=0.5)),
            seconds=START_SECONDS,
            what=lambda: f"The worker did not start:\n{worker.log.read_text(errors='replace')}",
        )
    assert worker.process.poll() is None, worker.log.read_text(errors="replace")


def wait_for(condition: Callable[[], bool], *, what: str | Callable[[], str], seconds: float = 20) -> None:
    """Waits until the condition holds; fails with `what` when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(what() if callable(what) else what)
        time.sleep(0.02)
