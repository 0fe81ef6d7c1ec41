"""A network's plan as a grid: only changed cells are written, each row by itself, and nothing typed is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_deployment, make_milestone, make_network, make_person, make_trust, revise
from tests.support.forms import form_of, text_of
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.networks.grid import as_typed
from tracker.networks.models import Deployment, ImagingNetwork, MilestoneRevision

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
PLAN = "/networks/north/plan/"
SOON, LATER = TODAY + timedelta(days=50), TODAY + timedelta(days=90)


@pytest.fixture
def network() -> ImagingNetwork:
    return make_network(slug="north", name="North")


@pytest.fixture
def rows(network: ImagingNetwork) -> list[Deployment]:
    found = [make_deployment(make_trust(network, name=f"Trust {number}")) for number in range(2)]
    for each in found:
        make_milestone(each, baseline=SOON)
        make_milestone(each, "training", baseline=SOON)
    return found


def signed_in(role: Role = Role.NATIONAL_LEAD, scope: object = None) -> Client:
    client = Client()
    client.force_login(make_person(role=role, scope=scope))
    return client


def cell(row: Deployment, milestone: str = "go-live") -> str:
    return f"{row.pk}-{milestone}"


def forecasts() -> dict[str, date | None]:
    """Every forecast, by the name of its cell."""
    found = MilestoneRevision.objects.filter(kind="forecast").select_related("milestone").order_by("pk")
    return {f"{row.milestone.deployment_id}-{row.milestone.type}": row.date for row in found}


def test_one_save_writes_the_cells_that_changed_and_no_other(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    form = form_of(client.get(PLAN))
    changes = {cell(rows[0]): as_typed(LATER), cell(rows[1], "training"): f"{LATER:%d %B %Y}"}
    done = client.post(PLAN, form.sent(reason="The interface is late", cause="B7", **changes), follow=True)
    assert "2 dates of 2 deployments saved." in text_of(done)
    assert forecasts() == {cell(rows[0]): LATER, cell(rows[1], "training"): LATER}
    assert {row.cause for row in MilestoneRevision.objects.filter(kind="forecast")} == {"B7"}
    unchanged = client.post(PLAN, form_of(client.get(PLAN)).sent(), follow=True)
    assert "No date was changed." in text_of(unchanged)


def test_a_row_with_a_wrong_cell_waits_and_the_others_are_saved(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    form = form_of(client.get(PLAN))
    typed = {cell(rows[0]): "31/2/2027", cell(rows[0], "training"): as_typed(LATER), cell(rows[1]): as_typed(LATER)}
    page = client.post(PLAN, form.sent(reason="Late", **typed))
    assert forecasts() == {cell(rows[1]): LATER}
    html, shown = text_of(page), form_of(page)
    assert "<title>Error: " in html
    assert "1 date of 1 deployment saved." in html
    assert list(shown.errors) == [f"cell-{cell(rows[0])}"]
    assert (shown.values[cell(rows[0])], shown.values[cell(rows[0], "training")]) == ("31/2/2027", as_typed(LATER))
    assert client.post(PLAN, shown.sent(**{cell(rows[0]): as_typed(LATER)})).status_code == 302
    assert forecasts()[cell(rows[0], "training")] == LATER


def test_a_cell_that_somebody_changed_meanwhile_shows_both(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    form = form_of(client.get(PLAN))
    theirs = TODAY + timedelta(days=70)
    revise(rows[0], "go-live", "forecast", theirs, on=TODAY)
    page = client.post(PLAN, form.sent(reason="Late", **{cell(rows[0]): as_typed(LATER)}))
    assert "Somebody else has set this to" in text_of(page)
    assert forecasts()[cell(rows[0])] == theirs
    again = form_of(page)
    assert again.values[cell(rows[0])] == as_typed(LATER)
    assert client.post(PLAN, again.sent()).status_code == 302
    assert forecasts()[cell(rows[0])] == LATER


def test_a_date_that_moves_needs_its_reason_once(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    typed = {cell(row): as_typed(LATER) for row in rows}
    page = form_of(client.post(PLAN, form_of(client.get(PLAN)).sent(**typed)))
    assert list(page.errors) == ["id_reason"]
    assert page.errors["id_reason"].count("needs a reason") == 1
    assert forecasts() == {}


def test_actual_and_baseline_dates_have_their_own_grid_and_rules(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    actual = f"{PLAN}?dates=actual"
    typed = {cell(rows[0], "training"): as_typed(TODAY + timedelta(days=1))}
    page = client.post(actual, form_of(client.get(actual)).sent(**typed))
    assert "An actual date can" in text_of(page)
    assert client.post(actual, form_of(page).sent(**{cell(rows[0], "training"): as_typed(TODAY)})).status_code == 302
    baseline = f"{PLAN}?dates=baseline"
    typed = {cell(rows[0], "training"): as_typed(LATER), cell(rows[1], "review"): as_typed(LATER)}
    page = form_of(client.post(baseline, form_of(client.get(baseline)).sent(reason="New plan", **typed)))
    assert list(page.errors) == [f"cell-{cell(rows[0], 'training')}"]
    assert rows[1].milestones.get(type="review").revisions.get().kind == "baseline"


def test_a_trust_edits_its_own_row_and_nobody_elses_is_there(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.TRUST_USER, rows[0].trust)
    form = form_of(client.get(PLAN))
    assert cell(rows[0]) in form.names
    assert cell(rows[1]) not in form.names
    forged = {**form.sent(reason="Late"), cell(rows[1]): as_typed(LATER), f"shown-{rows[1].pk}": "{}"}
    assert client.post(PLAN, forged).status_code == 302
    assert forecasts() == {}
    assert signed_in(Role.PROGRAMME_MANAGER, make_network(name="South")).get(PLAN).status_code == 404
    assert signed_in(Role.VIEWER).get(PLAN).status_code == 403


def test_a_token_that_says_nonsense_is_stale_or_nothing(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)
    for token in ("[]", '{"go-live": 3}', "x", '{"go-live": ["x", "1/1/2027"]}'):
        form = form_of(client.get(PLAN)).sent(reason="Late")
        assert client.post(PLAN, {**form, f"shown-{rows[0].pk}": token}).status_code == 302
    assert forecasts() == {}


def test_the_grid_asks_as_often_for_many_rows_as_for_few(network: Any, rows: list[Deployment]) -> None:
    client = signed_in(Role.PROGRAMME_MANAGER, network)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(PLAN).status_code == 200
        return len(captured)

    client.get(PLAN)
    few = queries()
    for _ in range(6):
        make_milestone(make_deployment(make_trust(network)))
    assert queries() == few
