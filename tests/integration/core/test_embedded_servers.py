"""The embedded servers live exactly as long as somebody uses them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import redis

PROJECT_DIR = Path(__file__).resolve().parents[3]
USE_SERVERS = """
import json, sys
from django.conf import settings
print(json.dumps([settings.DATABASE_URL, settings.REDIS_URL]), flush=True)
sys.stdin.read()
"""
type_of_user = subprocess.Popen[str]


@pytest.fixture
def use_servers(tmp_path: Path) -> Iterator[Callable[[], tuple[type_of_user, str, str]]]:
    """Starts a process that uses the demo's servers in a directory whose name is too long for a socket's path."""
    directory = tmp_path / ("long-" * 20) / "demo"
    environment = {
        key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "REDIS_URL", "ENVIRONMENT"}
    }
    environment |= {"DEMO": "1", "DEMO_DIR": str(directory), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    started: list[type_of_user] = []

    def use() -> tuple[type_of_user, str, str]:
        process = subprocess.Popen(
            [sys.executable, "-c", USE_SERVERS],
            env=environment,
            cwd=PROJECT_DIR,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        assert process.stdout is not None
        database_url, redis_url = json.loads(process.stdout.readline())
        return process, database_url, redis_url

    yield use
    for process in started:
        process.kill()
        process.communicate()
    wait_until(lambda: not (directory / "servers.json").exists())


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 15
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def answers(redis_url: str) -> bool:
    with redis.Redis.from_url(redis_url) as client:
        try:
            return bool(client.ping())
        except redis.ConnectionError:
            return False


def test_servers_are_shared_keep_their_data_and_end_with_their_last_user(use_servers) -> None:
    first, database_url, redis_url = use_servers()
    second, *same = use_servers()
    assert same == [database_url, redis_url]
    with psycopg.connect(database_url) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('still here')")

    first.kill()
    time.sleep(1)
    assert answers(redis_url), "the second process still uses the servers"

    second.kill()
    wait_until(lambda: not answers(redis_url))

    _, database_url, _ = use_servers()
    with psycopg.connect(database_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("still here",)]


def test_valkey_refuses_a_stranger(use_servers) -> None:
    _, _, redis_url = use_servers()
    port = int(redis_url.rsplit(":", 1)[1].split("/")[0])
    with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
