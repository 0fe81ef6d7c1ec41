"""What every test stands on: real PostgreSQL and Valkey, and a database that tests use as the application does.

Importing the settings starts the embedded servers where DATABASE_URL and REDIS_URL are unset (tracker/settings/
embedded.py). The addresses are exported, so that the processes of a parallel run share one pair of servers: Django gives
each its own database, and here each gets its own Redis database.
"""

import gc
import os
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
HAS_EMBEDDED_SERVERS = not os.environ.get("DATABASE_URL") or bool(os.environ.get("TEST_SERVERS_ARE_EMBEDDED"))

os.environ.pop("DEMO", None)
os.environ["ENVIRONMENT"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
os.environ["LOG_LEVEL"] = os.environ.get("LOG_LEVEL", "WARNING")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs an event loop in the thread of a browser test
if HAS_EMBEDDED_SERVERS:
    os.environ["TEST_SERVERS_ARE_EMBEDDED"] = "1"
if WORKER:
    address = urlsplit(os.environ["REDIS_URL"])
    os.environ["REDIS_URL"] = urlunsplit(address._replace(path=f"/{int(WORKER.removeprefix('gw')) + 1}"))

import django  # noqa: E402 - the environment comes first

django.setup()
# The processes of a parallel run inherit the environment. With this in it, pytest-django would load the settings in them
# before the lines above give each its own Redis database.
del os.environ["DJANGO_SETTINGS_MODULE"]

import pytest  # noqa: E402
import redis  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from pytest_django.plugin import DjangoDbBlocker  # noqa: E402

from tests.database import ReferenceRows, one_at_a_time, prepare_template  # noqa: E402
from tracker.core.database import as_owner  # noqa: E402


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, whatever the random order: begun last, they would keep one process busy when all others have
    ended. After them the file that loads the whole demo: further back two processes would share it, and both load."""
    items.sort(key=lambda item: ("contracts" not in item.path.parts, item.path.name != "test_load_demo.py"))


def pytest_collection_finish(session: pytest.Session) -> None:
    """What the libraries and the tests define stays to the end: looking through it again and again for what could be
    freed takes a fifth of the time of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A migrated database that the tests, like the application, use as a role which can't change audit rows.

    Replaces pytest-django's fixture of this name: the owner of the tables makes the database, migrates it, and puts the
    rows of the migrations back after a test that commits.
    """
    with django_db_blocker.unblock():
        with one_at_a_time():
            if HAS_EMBEDDED_SERVERS:
                prepare_template()
            with as_owner():
                databases = setup_databases(verbosity=0, interactive=False, serialized_aliases=())
                reference_rows = ReferenceRows.read()

        def restore(test_case: TransactionTestCase) -> None:
            with as_owner():
                reference_rows.restore()

        patch = pytest.MonkeyPatch()
        patch.setattr(TransactionTestCase, "_fixture_teardown", restore)
    yield
    patch.undo()
    with django_db_blocker.unblock(), as_owner():
        teardown_databases(databases, verbosity=0)


@pytest.fixture(autouse=True)
def empty_redis(request: pytest.FixtureRequest) -> None:
    """No cached value or queued job of another test; only for tests that use the database."""
    if request.node.get_closest_marker("django_db"):
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.flushdb()


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment for a process that a test starts (worker, command, web server): it works on the test's database."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = connection.settings_dict["NAME"]
    return {**os.environ, "DATABASE_URL": urlunsplit(url._replace(path=f"/{name}")), "REDIS_URL": settings.REDIS_URL}
