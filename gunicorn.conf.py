"""How gunicorn serves the tracker, in the demo and in production."""

import gc
import importlib
import os
from pathlib import Path
from typing import Any

from prometheus_client import multiprocess

wsgi_app = "tracker.wsgi"
bind = os.environ.get("WEB_BIND", "0.0.0.0:8000")
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
preload_app = True  # the code is read once, and the workers share its memory
timeout = 60  # seconds; the slowest page takes two, and reports are made by the workers
graceful_timeout = 10
max_requests = 2000
max_requests_jitter = 200
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a heartbeat file: memory, not disk
control_socket_disable = True


# What only some pages need is imported when they are first asked for; a server reads it before it serves.
BEFORE_THE_FIRST_PAGE = ("altair", "scipy.stats")


def when_ready(_server: Any) -> None:
    """The last that happens before workers start. What has been read by now stays to the end, and looking through it
    again and again for what could be freed takes a good part of the time of a page."""
    for name in BEFORE_THE_FIRST_PAGE:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def child_exit(_server: Any, worker: Any) -> None:
    """Takes the gauges of a worker that has ended out of the metrics."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
