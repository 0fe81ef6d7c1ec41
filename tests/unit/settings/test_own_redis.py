"""Each process of a parallel run has a Redis database of its own, as it has a PostgreSQL database."""

import os
from urllib.parse import urlsplit

from django.conf import settings


def test_processes_of_a_parallel_run_share_no_redis_database() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    expected = str(int(worker.removeprefix("gw")) + 1) if worker else "0"
    assert urlsplit(settings.REDIS_URL).path == f"/{expected}"
    assert settings.CELERY_BROKER_URL == settings.REDIS_URL
