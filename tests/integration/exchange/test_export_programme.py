"""What is exported imports again with nothing changed, and holds only what the person may see."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import make_network, make_person, make_procurement, make_programme, system
from tests.integration.exchange.workbooks import START, Rows, as_workbook, programme
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.days import today_in_london
from tracker.exchange.exporting.exporter import export_workbook, rows_of
from tracker.exchange.exporting.rows import add_reason
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import ImportResult
from tracker.exchange.sheets import BY_NAME
from tracker.exchange.workbook import read_upload
from tracker.networks.access import access_of
from tracker.networks.models import ImagingNetwork, Programme, Trust

pytestmark = pytest.mark.django_db
TODAY = today_in_london()
MONEY = {"funding", "value", "committed", "paid"}


def imported(rows: Mapping[str, Any], *, by: User | None = None) -> ImportResult:
    result = import_workbook(as_workbook(rows), by=by or system())
    assert result.problems == []
    return result


def exported(by: User | None = None, *, on: date = TODAY) -> Rows:
    """The rows that a person’s export has, without those sheets that are empty."""
    found = rows_of(Programme.objects.get(), access_of(by or system(), day=TODAY), on=on)
    return {name: rows for name, rows in found.items() if rows}


def told(rows: Rows) -> set[str]:
    """Every text that an export holds."""
    return {str(value) for sheet in rows.values() for row in sheet for value in row.values() if value is not None}


def test_what_is_exported_changes_nothing_when_it_is_imported_again() -> None:
    imported(programme(networks=2, trusts=5, use_cases=("chest-xray", "chest-ct"), moves=3))
    target = io.BytesIO()
    counts = export_workbook(target, Programme.objects.get(), access_of(system(), day=TODAY), on=TODAY)
    book = read_upload("programme.xlsx", target.getvalue())
    result = import_workbook(book, by=system())
    assert (result.problems, result.changes) == ([], [])
    assert result.total.unchanged == sum(counts.values()) > 150
    assert list(counts) == list(BY_NAME)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    networks=st.integers(1, 3),
    more=st.integers(0, 3),
    moves=st.integers(0, 3),
    use_cases=st.sampled_from([("chest-xray",), ("chest-ct",), ("chest-xray", "chest-ct")]),
)
def test_a_programme_goes_through_a_workbook_into_an_empty_database_and_back(
    networks: int, more: int, moves: int, use_cases: tuple[str, ...]
) -> None:
    with transaction.atomic():
        imported(programme(networks=networks, trusts=networks + more, use_cases=use_cases, moves=moves))
        first = exported()
        transaction.set_rollback(True)
    with transaction.atomic():
        result = imported(first)
        assert result.total.unchanged == 0
        assert exported() == first
        transaction.set_rollback(True)


def test_an_export_of_a_day_gone_by_has_nothing_that_came_after_it() -> None:
    imported(programme(networks=1, trusts=2, moves=3))
    day = START + timedelta(days=200)
    found = exported(on=day)
    dated = [column.name for sheet in BY_NAME.values() for column in sheet.columns if column.may_default]
    days = [row[name] for rows in found.values() for row in rows for name in dated if row.get(name)]
    assert days
    assert max(days) <= day
    assert len(found["Milestones"]) < len(exported()["Milestones"])


def test_a_manager_gets_the_network_alone_and_can_send_it_back() -> None:
    imported(programme(networks=2, trusts=4))
    network = ImagingNetwork.objects.get(slug="network-1")
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=network)
    found = exported(manager)
    assert {row["network"] for row in (*found["Networks"], *found["Trusts"], *found["Contracts"])} == {"network-1"}
    others = Trust.objects.exclude(pk__in=network.memberships.values("trust")).values_list("ods_code", flat=True)
    assert not set(others) & told(found)
    values = [row["value"] for row in found["Contracts"] if "value" in row]
    assert values
    assert all(values)
    result = import_workbook(as_workbook(found), by=manager)
    assert (result.problems, result.changes) == ([], [])


@pytest.mark.parametrize("role", [Role.VIEWER, Role.TRUST_USER])
def test_money_is_only_for_those_who_may_see_it(role: Role) -> None:
    imported(programme(networks=2, trusts=4))
    scope = Trust.objects.first() if role == Role.TRUST_USER else None
    found = exported(make_person(role=role, scope=scope))
    assert not any(row.get(name) for rows in found.values() for row in rows for name in MONEY)
    assert any(row.get(name) for rows in exported().values() for row in rows for name in MONEY)


def test_the_fund_of_a_programme_without_networks_is_no_more_open() -> None:
    imported({"Programme": programme()["Programme"]})
    assert exported(make_person(role=Role.VIEWER))["Programme"][0]["funding"] is None
    assert exported(make_person(role=Role.NATIONAL_LEAD))["Programme"][0]["funding"] == 21_000_000_00


def test_a_trust_user_gets_the_trust_and_the_plan_of_its_network() -> None:
    imported(programme(networks=2, trusts=4))
    trust = Trust.objects.get(ods_code="Z0T0A")
    found = exported(make_person(role=Role.TRUST_USER, scope=trust))
    assert {row["trust"] for name in ("Trusts", "Deployments", "Milestones", "DPIAs") for row in found[name]} == {
        "Z0T0A"
    }
    assert {row["network"] for row in found["Procurements"]} == {"network-1"}
    assert "Contracts" not in found


def test_a_row_gives_each_reason_once_and_one_with_a_cause_at_its_head() -> None:
    cells: dict[str, object] = {}
    for reason in ("", "Panel was late", "B5: The outcome was challenged", "late", "Panel was late"):
        add_reason(cells, reason)
    assert cells == {"reason": "B5: The outcome was challenged; Panel was late; late"}


def test_a_procurement_without_dates_is_there() -> None:
    network = make_network(slug="quiet")
    make_procurement(network)
    assert [row["network"] for row in exported()["Procurements"]] == ["quiet"]


@pytest.mark.parametrize(
    ("name", "arguments", "remedy"),
    [
        ("programme.xls", {}, "End it in .xlsx"),
        ("programme.xlsx", {"as_of": TODAY + timedelta(days=1)}, "Choose today or an earlier day"),
        ("programme.xlsx", {"programme": "nowhere"}, "There is no programme nowhere"),
        ("programme.xlsx", {"by": "nobody@example.org"}, "no active person"),
        ("missing/programme.xlsx", {}, "Choose another place"),
    ],
)
def test_the_command_says_what_is_wrong(
    tmp_path: Path, name: str, arguments: Mapping[str, object], remedy: str
) -> None:
    make_programme()
    with pytest.raises(CommandError, match=remedy):
        call_command("export_programme", str(tmp_path / name), stdout=StringIO(), **arguments)
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_workbook_of_a_person(tmp_path: Path) -> None:
    imported(programme(networks=2, trusts=4))
    manager = make_person(role=Role.PROGRAMME_MANAGER, scope=ImagingNetwork.objects.get(slug="network-1"))
    out = StringIO()
    call_command("export_programme", str(tmp_path / "mine.xlsx"), by=manager.email, stdout=out)
    assert "Networks: 1\nTrusts: 2\n" in out.getvalue()
    book = read_upload("mine.xlsx", (tmp_path / "mine.xlsx").read_bytes())
    assert [row.cells["network"] for row in book.sheets["Networks"]] == ["network-1"]
