"""Open pages: the version of the data, what asking for it costs, and an unchanged page that is a 304."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from tests import factories
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit.changes import change
from tracker.core import data_version
from tracker.core.data_version import current_version
from tracker.core.days import today_in_london
from tracker.flags.actions.sweeping import sweep
from tracker.networks.models import Programme

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 6, 1, 11, 0, tzinfo=UTC)


@pytest.fixture
def noon() -> Iterator[None]:
    """The clock stands, so that no slot ends in the middle of a test."""
    with time_machine.travel(NOON, tick=False):
        yield


def rename(person: User) -> None:
    with change(reason="Married.", by=factories.system()):
        User.objects.filter(pk=person.pk).update(name=f"{person.name} II")


# --- The version ----------------------------------------------------------------------------------------------------


def test_version_changes_when_a_change_commits(
    noon: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = current_version()
    assert current_version() == before
    with django_capture_on_commit_callbacks() as callbacks:
        rename(factories.system())
    assert current_version() == before, "not before it has committed"
    for callback in callbacks:
        callback()
    assert current_version() != before


def test_change_within_a_change_marks_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with (
        django_capture_on_commit_callbacks() as callbacks,
        change(reason="A workbook.", by=factories.system()),
    ):
        rename(factories.system())
        rename(factories.system())
    assert callbacks == [data_version.mark_changed]


def test_change_that_is_rolled_back_or_writes_nothing_wakes_no_page(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        with pytest.raises(IntegrityError), change(by=factories.system()):
            User.objects.filter(is_system=True).update(email="UPPER@case.example")
        with change(reason="Looked only.", by=factories.system()):
            list(User.objects.select_for_update())
    assert callbacks == []


def test_sweep_that_finds_nothing_new_wakes_no_page(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    programme: Programme = factories.make_programme()
    factories.make_deployment()
    with django_capture_on_commit_callbacks() as first:
        sweep(programme=programme, on=today_in_london(), by=factories.system())
    with django_capture_on_commit_callbacks() as second:
        sweep(programme=programme, on=today_in_london(), by=factories.system())
    assert data_version.mark_changed in first
    assert second == []


def test_version_changes_at_midnight_in_london_and_with_each_slot() -> None:
    moments = [
        datetime(2026, 6, 1, 22, 59, 59, tzinfo=UTC),
        datetime(2026, 6, 1, 23, 0, tzinfo=UTC),
        datetime(2026, 6, 1, 23, 14, 59, tzinfo=UTC),
        datetime(2026, 6, 1, 23, 15, tzinfo=UTC),
    ]
    versions = []
    for moment in moments:
        with time_machine.travel(moment, tick=False):
            versions.append(current_version())
    assert versions[1] == versions[2]
    assert len(set(versions)) == 3


def test_mark_that_redis_loses_never_comes_back(noon: None) -> None:
    data_version.mark_changed()
    before = current_version()
    cache.clear()
    assert current_version() != before


def test_version_turns_every_few_minutes_while_redis_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        def get(self, key: str) -> None: ...
        def set(self, key: str, value: str, timeout: int | None) -> None: ...
        def add(self, key: str, value: str, timeout: int | None) -> None: ...

    monkeypatch.setattr(data_version, "cache", Down())
    data_version.mark_changed()
    with time_machine.travel(NOON, tick=False) as clock:
        before = current_version()
        clock.shift(299)
        assert current_version() == before
        clock.shift(1)
        assert current_version() != before


# --- Asking for it --------------------------------------------------------------------------------------------------


@pytest.fixture
def watcher(client: Client) -> User:
    person = factories.make_person(role=Role.NATIONAL_LEAD, scope=factories.make_programme())
    client.force_login(person)
    return person


def state_of(client: Client, path: str) -> tuple[str, str, str]:
    """Version, tag and ticket that a page carries."""
    text = client.get(path).content.decode()
    version, tag, ticket = text.split('data-live="')[1].split('"')[0].split(" ")
    return version, tag, ticket


def test_asking_whether_anything_changed_takes_no_query(
    client: Client, watcher: User, noon: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    version, _, ticket = state_of(client, "/national/")
    with django_assert_num_queries(0):
        same = client.get(f"/live/?ticket={ticket}", headers={"if-none-match": f'"{version}"'})
        data_version.mark_changed()
        other = client.get(f"/live/?ticket={ticket}", headers={"if-none-match": f'"{version}"'})
    assert (same.status_code, same.content) == (304, b"")
    assert (other.status_code, other.content) == (204, b"")
    assert "no-store" in other["Cache-Control"]


def test_nobody_asks_with_the_ticket_of_another_session(client: Client, watcher: User) -> None:
    _, _, ticket = state_of(client, "/national/")
    assert client.get("/live/").status_code == 403
    client.post("/accounts/logout/")
    assert client.get(f"/live/?ticket={ticket}").status_code == 403
    client.force_login(watcher)
    assert client.get(f"/live/?ticket={ticket}").status_code == 403
    assert Client().get(f"/live/?ticket={ticket}").status_code == 403


# --- An unchanged page ----------------------------------------------------------------------------------------------


def ask_again(client: Client, path: str, tag: str) -> tuple[int, int]:
    """Status, and how many queries it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(path, headers={"if-none-match": f'"{tag}"'})
    return answer.status_code, len(queries)


def test_page_is_drawn_once_for_each_change_however_many_windows_ask(
    client: Client, watcher: User, noon: None, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    factories.make_deployment()
    _, tag, _ = state_of(client, "/national/")
    assert ask_again(client, "/national/", tag) == (304, 2), "session and person, for who asks must be signed in"
    data_version.mark_changed()  # somewhere else
    status, drawing = ask_again(client, "/national/", tag)
    assert (status, drawing > 2) == (304, True)
    assert [ask_again(client, "/national/", tag) for _ in range(3)] == [(304, 2)] * 3
    with django_capture_on_commit_callbacks(execute=True):
        factories.make_deployment()
    changed = client.get("/national/", headers={"if-none-match": f'"{tag}"'})
    assert changed.status_code == 200
    assert changed["ETag"] != f'"{tag}"'


def test_unchanged_page_tells_its_version(client: Client, watcher: User) -> None:
    _, tag, _ = state_of(client, "/")
    data_version.mark_changed()
    answer = client.get("/", headers={"if-none-match": f'"{tag}"'})
    assert (answer.status_code, answer["X-Data-Version"]) == (304, current_version())


def test_role_that_ends_by_its_date_is_noticed_at_midnight(client: Client) -> None:
    network = factories.make_network()
    person = factories.make_person(role=Role.VIEWER, scope=network, until=NOON.date().replace(day=2))
    path = f"/networks/{network.slug}/"
    with time_machine.travel(datetime(2026, 6, 1, 22, 55, tzinfo=UTC), tick=False) as clock:
        client.force_login(person)
        _, tag, _ = state_of(client, path)
        assert ask_again(client, path, tag) == (304, 2)
        clock.shift(10 * 60)
        assert ask_again(client, path, tag)[0] == 404


def test_two_people_never_share_an_answer(client: Client, watcher: User, noon: None) -> None:
    _, tag, _ = state_of(client, "/")
    other = Client()
    other.force_login(factories.make_person())
    assert other.get("/", headers={"if-none-match": f'"{tag}"'}).status_code == 200


def test_page_that_asks_for_itself_reads_no_notice(client: Client, watcher: User) -> None:
    """A notice belongs to the window whose form was sent, and a page with one has no tag."""
    deployment = factories.make_deployment()
    _, tag, _ = state_of(client, "/flags/")
    client.post(f"/deployments/{deployment.pk}/confirm/")
    assert client.get("/flags/", headers={"if-none-match": f'"{tag}"'}).status_code == 304
    shown = client.get(f"/deployments/{deployment.pk}/").content.decode()
    assert "nhsuk-notification-banner--success" in shown
    assert "unknown" in shown.split('data-live="')[1].split('"')[0]


@pytest.mark.parametrize("path", ["/national/?as_of=2026-01-01", "/help/", "/nowhere/", "/networks/nowhere/"])
def test_documents_forms_and_errors_stay_as_they_are(client: Client, watcher: User, path: str) -> None:
    assert b"data-live" not in client.get(path).content


def test_updates_can_be_turned_off(client: Client, watcher: User, settings: Settings) -> None:
    settings.LIVE_SECONDS = 0
    assert b"data-live" not in client.get("/national/").content
