"""How gunicorn serves the tracker, in the demo and in production."""

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


def child_exit(_server: Any, worker: Any) -> None:
    """Takes the gauges of a worker that has ended out of the metrics."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        multiprocess.mark_process_dead(worker.pid)
