"""A programme workbook in: whole, again, later, earlier, by halves, and by somebody who may not."""

import csv
import io
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.integration.exchange.workbooks import LIVE, SIGNED, START, Rows, as_file, as_workbook, programme, trust_code
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.core.models import OutboxItem
from tracker.exchange.cells import Kind
from tracker.exchange.importing import importer
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.importing.result import Counts, ImportResult
from tracker.exchange.sheets import BY_NAME
from tracker.exchange.workbook import read_upload
from tracker.exchange.writing import as_cell
from tracker.governance.models import Dpia, DpiaState, SignOff
from tracker.networks.actions.programmes import assign_role
from tracker.networks.models import (
    Blocker,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
    ImagingNetwork,
    ITSystem,
    Milestone,
    MilestoneRevision,
    Programme,
    ProgrammeScope,
    ScopeKind,
    StatedRag,
    Trust,
    TrustRecord,
)
from tracker.networks.plans import Plan, plan_on
from tracker.procurement.models import Contract, ContractCoverage, ContractTerms, StageRevision, SupplierStatus

pytestmark = pytest.mark.django_db

FIRST, SECOND, THIRD, FOURTH = (trust_code(number) for number in range(4))


def load(sheets: Rows, **options: Any) -> ImportResult:
    return import_workbook(as_workbook(sheets), **({"by": system_user()} | options))


def load_whole(sheets: Rows, **options: Any) -> ImportResult:
    """Imports what must be without a mistake."""
    result = load(sheets, **options)
    assert [str(problem) for problem in result.problems] == []
    return result


def stored_rows() -> dict[str, list[dict[str, Any]]]:
    """Everything that an import may write."""
    models = (
        Programme, ImagingNetwork, Trust, TrustRecord, ProgrammeScope, ITSystem, Deployment, DeploymentState, Blocker,
        StatedRag, DeploymentUpdate, Milestone, MilestoneRevision, StageRevision, Contract, ContractTerms,
        ContractCoverage, SupplierStatus, Dpia, DpiaState, SignOff,
    )  # fmt: skip
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}


def deployment_at(code: str) -> Deployment:
    return Deployment.objects.get(trust__ods_code=code, use_case__code="chest-xray")


def plan_of(code: str, milestone: str, day: date) -> Plan:
    revisions = MilestoneRevision.objects.filter(milestone__deployment=deployment_at(code), milestone__type=milestone)
    return plan_on(list(revisions.order_by("pk")), day)


def milestone_row(code: str, **cells: Any) -> dict[str, Any]:
    return {"trust": code, "use case": "chest-xray", **{name.replace("_", " "): value for name, value in cells.items()}}


def test_whole_programme_comes_in_and_a_second_time_changes_nothing():
    sheets = programme()
    first = load_whole(sheets)
    assert first.is_applied
    assert first.total == Counts(added=sum(len(rows) for rows in sheets.values()))
    assert first.counts["Milestones"] == Counts(added=160)
    before = stored_rows()
    second = load_whole(sheets)
    assert second.total == Counts(unchanged=sum(len(rows) for rows in sheets.values()))
    assert second.changes == []
    assert stored_rows() == before


def test_what_the_sheets_say_is_what_stands():
    load_whole(programme())
    fund = Programme.objects.get(code="aidf")
    assert (fund.funding_pence, fund.contracts_due_on, fund.live_due_on) == (
        2_100_000_000,
        date(2023, 11, 30),
        date(2023, 12, 31),
    )
    network = ImagingNetwork.objects.get(slug="network-1")
    assert (network.name, network.region.ods_code, network.lead_trust.ods_code) == ("Network 1", "Y62", FIRST)
    assert ProgrammeScope.objects.on(LIVE).filter(programme=fund).count() == 4
    trust = Trust.objects.get(ods_code=FIRST)
    capacity = trust.capacities.get()
    assert (capacity.project_manager, capacity.valid_from) == (f"Manager of {FIRST}", START)
    assert sorted(ITSystem.objects.filter(site__trust=trust).values_list("kind", "name")) == [
        ("pacs", "ImageStore 7"),
        ("ris", "RadFlow"),
    ]
    deployment = deployment_at(FIRST)
    states = [(state.state, state.sources, state.effective_on) for state in deployment.states.all()]
    assert states == [("shadow", [], date(2024, 9, 20)), ("live-partial", ["gp"], LIVE)]
    blockers = [
        (blocker.code, blocker.opened_on, blocker.cleared_on) for blocker in deployment.blockers.order_by("code")
    ]
    assert blockers == [("B1", date(2024, 2, 1), date(2024, 9, 20)), ("B7", date(2024, 2, 1), LIVE)]
    assert [rag.rating for rag in deployment.stated_rags.all()] == ["amber", "green"]
    assert deployment.owner == "Sam Example"
    contract = Contract.objects.get(reference="C-network-1-chest-xray")
    assert {coverage.deployment.trust.ods_code for coverage in contract.coverages.all()} == {FIRST, THIRD}
    terms = [
        (row.effective_on, row.value_pence, row.paid_pence, row.retraining_allowed) for row in contract.terms.all()
    ]
    assert terms == [(SIGNED, 90_000_000, None, False), (date(2025, 4, 1), 90_000_000, 45_000_000, False)]
    assert [(state.status, state.effective_on) for state in deployment.dpia.states.all()] == [
        ("drafting", date(2024, 1, 10)),
        ("approved", date(2024, 8, 1)),
    ]
    assert deployment.sign_offs.count() == 6


def test_every_revision_is_kept_and_told_as_of_its_day():
    load_whole(programme())
    plan = plan_of(FIRST, "integration", date(2023, 9, 1))
    assert (plan.baseline, plan.forecast, plan.actual) == (date(2023, 9, 1), date(2023, 10, 11), None)
    plan = plan_of(FIRST, "integration", today_in_london())
    assert plan.actual == date(2024, 1, 19)
    assert len(plan.forecasts) == 2


def test_rows_are_applied_in_the_order_of_their_days_whatever_their_order_in_the_sheet():
    sheets = programme()
    ordered = load_whole(sheets)
    for rows in sheets.values():
        rows.reverse()
    assert load_whole(sheets).changes == []
    assert ordered.total.added == sum(len(rows) for rows in sheets.values())


def test_reversed_workbook_comes_in_as_well():
    sheets = programme()
    for rows in sheets.values():
        rows.reverse()
    load_whole(sheets)
    assert load_whole(programme()).changes == []


def test_older_row_adds_history_and_leaves_the_newest_state_standing():
    load_whole(programme())
    older = {
        "Milestones": [
            milestone_row(
                FIRST, milestone="go-live", forecast=date(2024, 2, 2), reason="Late", effective_on=date(2023, 10, 1)
            )
        ],
        "Deployments": [
            milestone_row(FIRST, blockers=["B2"], stated_rag="red", rag_reason="No PACS", state_on=date(2023, 12, 1))
        ],
        "Contracts": [
            {
                "contract": "C-network-1-chest-xray",
                "value": 800_000_00,
                "trusts": [FIRST],
                "effective on": date(2023, 12, 1),
            }
        ],
    }
    result = load_whole(older)
    assert result.total == Counts(added=3)
    assert plan_of(FIRST, "go-live", date(2023, 10, 2)).forecast == date(2024, 2, 2)
    assert plan_of(FIRST, "go-live", today_in_london()).actual == LIVE
    deployment = deployment_at(FIRST)
    blockers = [(row.code, row.opened_on, row.cleared_on) for row in deployment.blockers.order_by("opened_on", "code")]
    assert blockers[0] == ("B2", date(2023, 12, 1), date(2024, 2, 1))
    assert deployment.stated_rags.order_by("effective_on").last().rating == "green"
    contract = Contract.objects.get(reference="C-network-1-chest-xray")
    assert contract.terms.order_by("effective_on").last().value_pence == 90_000_000
    assert load_whole(older).changes == []


def test_changed_cells_are_told_with_old_and_new_values():
    load_whole(programme())
    day = today_in_london()
    result = load_whole(
        {
            "Programme": [{"programme": "aidf", "name": "AI Fund"}],
            "Trusts": [{"trust": FIRST, "project manager": "-", "pacs": "ImageStore 8"}],
            "Milestones": [
                milestone_row(SECOND, milestone="full-live", forecast=day + timedelta(days=30), reason="Beds")
            ],
        }
    )
    told = {
        (row.sheet, change.column): (row.kind, change.old, change.new)
        for row in result.changes
        for change in row.changes
    }
    assert told == {
        ("Programme", "name"): ("changed", "AI Diagnostic Fund", "AI Fund"),
        ("Trusts", "project manager"): ("changed", f"Manager of {FIRST}", ""),
        ("Trusts", "pacs"): ("changed", "ImageStore 7", "ImageStore 8"),
        ("Milestones", "forecast"): ("added", None, day + timedelta(days=30)),
    }
    assert Programme.objects.get().name == "AI Fund"


def test_empty_cell_leaves_and_hyphen_clears():
    load_whole(programme())
    load_whole({"Programme": [{"programme": "aidf", "contracts due": "-", "live due": None}]})
    fund = Programme.objects.get()
    assert (fund.contracts_due_on, fund.live_due_on) == (None, date(2023, 12, 31))


def test_trust_that_leaves_moves_and_comes_back_is_in_scope_on_its_days():
    load_whole(programme())
    load_whole({"Trusts": [{"trust": FIRST, "left on": date(2024, 5, 1), "scope reason": "Merged"}]})
    load_whole({"Trusts": [{"trust": SECOND, "network": "network-1", "joined on": date(2024, 3, 1)}]})
    back = {"Trusts": [{"trust": FIRST, "network": "network-2", "joined on": date(2025, 1, 1)}]}
    load_whole(back)
    assert load_whole(back).changes == []
    scopes = ProgrammeScope.objects.filter(trust__ods_code=FIRST).order_by("valid_from")
    assert [(scope.network.slug, scope.valid_from, scope.valid_to) for scope in scopes] == [
        ("network-1", START, date(2024, 5, 1)),
        ("network-2", date(2025, 1, 1), None),
    ]
    second = ProgrammeScope.objects.filter(trust__ods_code=SECOND).order_by("valid_from")
    assert [(scope.network.slug, scope.valid_from, scope.valid_to) for scope in second] == [
        ("network-2", START, date(2024, 3, 1)),
        ("network-1", date(2024, 3, 1), None),
    ]


def test_wrongly_recorded_day_of_joining_is_corrected():
    load_whole(programme())
    load_whole({"Trusts": [{"trust": FIRST, "joined on": date(2023, 7, 15), "scope reason": "Signed later"}]})
    scope = ProgrammeScope.objects.get(trust__ods_code=FIRST)
    assert (scope.valid_from, scope.reason) == (date(2023, 7, 15), "Signed later")
    assert scope.trust.memberships.get().valid_from == date(2023, 7, 15)


def test_live_without_a_dpia_or_a_contract_is_recorded_as_it_happened():
    sheets = programme()
    for sheet in ("DPIAs", "Sign-offs", "Contracts"):
        del sheets[sheet]
    load_whole(sheets)
    assert DeploymentState.objects.filter(state="live-partial").count() == 4


def test_money_may_move_between_networks_within_the_fund():
    load_whole(programme())
    result = load_whole(
        {
            "Networks": [
                {"network": "network-1", "funding": 15_000_000_00},
                {"network": "network-2", "funding": 6_000_000_00},
            ]
        }
    )
    assert result.total == Counts(changed=2)


def test_dry_run_says_the_same_and_keeps_nothing():
    result = load_whole(programme(), dry_run=True)
    assert result.total.added == load_whole(programme()).total.added
    assert not result.is_applied
    before = stored_rows()
    again = load_whole({"Programme": [{"programme": "aidf", "name": "Another"}]}, dry_run=True)
    assert again.total == Counts(changed=1)
    assert stored_rows() == before


def test_failure_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch):
    def fail(run: object) -> None:
        assert Milestone.objects.exists()
        raise RuntimeError("the power went")

    monkeypatch.setattr(importer, "STEPS", (*importer.STEPS, fail))
    with pytest.raises(RuntimeError):
        load(programme())
    assert all(rows == [] for rows in stored_rows().values())
    assert not OutboxItem.objects.exists()


def test_one_outbox_item_tells_all_that_was_touched():
    load_whole(programme())
    item = OutboxItem.objects.get()
    assert item.topic == "touched"
    assert len(item.payload["deployment"]) == 4
    assert {"trust", "procurement", "contract", "supplier"} <= set(item.payload)
    load_whole(programme())
    assert OutboxItem.objects.count() == 1


def test_audit_tells_who_imported_what_through_which_door():
    import_workbook(as_workbook(programme()), name="june.xlsx", by=system_user())
    event = Trust.objects.get(ods_code=FIRST).audit_events.first()
    assert event.pgh_context["door"] == "import"
    assert event.pgh_context["user"] == system_user().pk
    fund = Programme.objects.get().audit_events.first()
    assert fund.pgh_context["user_name"] == str(system_user())


@pytest.mark.parametrize("trusts", [4, 12])
def test_importing_again_takes_the_same_queries_however_many_rows(trusts):
    load_whole(programme(trusts=trusts))
    book = as_workbook(programme(trusts=trusts))
    by = system_user()
    with CaptureQueriesContext(connection) as queries:
        import_workbook(book, by=by)
    assert len(queries) <= 60


def as_csv(kind: Kind, value: object) -> object:
    """A value as a CSV holds it; a text stands as it is, whatever the column."""
    return value if isinstance(value, str) else as_cell(kind, value)


def as_csv_zip(sheets: Rows) -> bytes:
    """The same rows as one CSV a sheet, in a zip archive."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, rows in sheets.items():
            text = io.StringIO()
            writer = csv.writer(text)
            columns = BY_NAME[name].columns
            writer.writerow([column.name for column in columns])
            for row in rows:
                writer.writerow([as_csv(column.kind, row.get(column.name)) for column in columns])
            archive.writestr(f"{name}.csv", text.getvalue())
    return target.getvalue()


def test_csvs_carry_the_same_programme_as_a_workbook():
    load_whole(programme())
    result = import_workbook(read_upload("programme.zip", as_csv_zip(programme())), by=system_user())
    assert [str(problem) for problem in result.problems] == []
    assert result.changes == []


def manager_of(slug: str, role: Role = Role.PROGRAMME_MANAGER) -> User:
    person = User.objects.create_user(f"{role}-{slug}@example.org", name="Network person")
    network = ImagingNetwork.objects.get(slug=slug)
    assign_role(user=person, role=role, kind=ScopeKind.NETWORK, target=network, on=START, by=system_user())
    return person


FORECAST = {"forecast": date(2025, 1, 1), "reason": "Beds", "effective_on": date(2024, 12, 1)}


def test_manager_of_a_network_imports_its_own_rows():
    load_whole(programme())
    result = load_whole(
        {"Milestones": [milestone_row(FIRST, milestone="full-live", **FORECAST)]}, by=manager_of("network-1")
    )
    assert result.total == Counts(added=1)
    revision = MilestoneRevision.objects.order_by("pk").last()
    assert revision.recorded_by.name == "Network person"


def test_one_row_out_of_scope_refuses_the_workbook_by_row():
    load_whole(programme())
    person = manager_of("network-1")
    before = stored_rows()
    rows = [milestone_row(code, milestone="full-live", **FORECAST) for code in (FIRST, SECOND, THIRD)]
    result = load({"Milestones": rows}, by=person)
    assert [(problem.row, problem.column) for problem in result.problems] == [(3, "trust")]
    assert stored_rows() == before


def test_row_of_another_network_is_told_like_one_that_does_not_exist():
    load_whole(programme())
    person = manager_of("network-1")
    told = [
        load({"Milestones": [milestone_row(code, milestone="review", **FORECAST)]}, by=person)
        .problems[0]
        .remedy.replace(code, "?")
        for code in (SECOND, "RZZ")
    ]
    assert told[0] == told[1]


def test_own_workbook_with_rows_that_one_may_see_but_not_change_comes_in_when_they_are_unchanged():
    sheets = programme()
    load_whole(sheets)
    person = manager_of("network-1")
    own = {
        "Programme": sheets["Programme"],
        "Networks": sheets["Networks"][:1],
        "Suppliers": sheets["Suppliers"],
        "Products": sheets["Products"],
        "Milestones": [row for row in sheets["Milestones"] if row["trust"] in (FIRST, THIRD)],
        "Contracts": [row for row in sheets["Contracts"] if row.get("network", "network-1") == "network-1"][:2],
    }
    assert load_whole(own, by=person).changes == []
    own["Programme"] = [{"programme": "aidf", "name": "Mine"}]
    assert [problem.sheet for problem in load(own, by=person).problems] == ["Programme"]


def test_rows_of_another_network_are_refused_even_when_they_are_true():
    sheets = programme()
    load_whole(sheets)
    person = manager_of("network-1")
    others = {
        "Networks": sheets["Networks"][1:],
        "Procurements": [row for row in sheets["Procurements"] if row["network"] == "network-2"][:3],
        "Contracts": [row for row in sheets["Contracts"] if row["contract"] == "C-network-2-chest-xray"][:1],
        "DPIAs": [row for row in sheets["DPIAs"] if row["trust"] == SECOND],
        "Deployments": [row for row in sheets["Deployments"] if row["trust"] == SECOND][:1],
        "Trusts": [row for row in sheets["Trusts"] if row["trust"] == SECOND],
    }
    told = {(problem.sheet, problem.row) for problem in load(others, by=person).problems}
    assert told == {(sheet, number) for sheet, rows in others.items() for number in range(2, 2 + len(rows))}


def test_baseline_that_was_agreed_moves_only_for_those_who_may():
    load_whole(programme())
    row = milestone_row(
        FIRST, milestone="review", baseline=date(2025, 1, 1), reason="Replanned", effective_on=date(2024, 6, 1)
    )
    (problem,) = load({"Milestones": [row]}, by=manager_of("network-1")).problems
    assert problem.column == "baseline"
    assert "national lead or an administrator" in problem.remedy
    assert load_whole({"Milestones": [row]}).total == Counts(added=1)


def test_people_of_a_trust_never_import_money_of_a_contract():
    load_whole(programme())
    person = User.objects.create_user("trust@example.org", name="Trust person")
    trust = Trust.objects.get(ods_code=FIRST)
    assign_role(user=person, role=Role.TRUST_USER, kind=ScopeKind.TRUST, target=trust, on=START, by=system_user())
    result = load({"Contracts": [{"contract": "C-network-1-chest-xray", "paid": 1_00}]}, by=person)
    assert len(result.problems) == 1
    assert ContractTerms.objects.filter(paid_pence=100).count() == 0


def test_command_imports_and_says_what_changed(tmp_path, capsys):
    path = tmp_path / "programme.xlsx"
    path.write_bytes(as_file(programme()))
    call_command("import_programme", str(path), "--dry-run")
    assert capsys.readouterr().out.strip().endswith("(dry run: nothing was kept)")
    call_command("import_programme", str(path))
    assert "Milestones: 160 added, 0 changed, 0 unchanged" in capsys.readouterr().out
    call_command("import_programme", str(path))
    assert capsys.readouterr().out.splitlines()[-1] == "0 added, 0 changed, 255 unchanged"


def test_live_before_the_contract_was_signed_is_told_on_both_sheets():
    sheets = programme()
    early = date(2024, 6, 1)
    for row in sheets["Deployments"]:
        if row["trust"] == FIRST and row.get("state") == "shadow":
            row["state on"] = date(2024, 5, 1)
        if row["trust"] == FIRST and row.get("state") == "live-partial":
            row["state on"] = early
    for row in sheets["Milestones"]:
        if row["trust"] == FIRST and row.get("actual") == LIVE:
            row["actual"] = early
    problems = load(sheets).problems
    assert [(problem.sheet, problem.column) for problem in problems] == [
        ("Deployments", "state on"),
        ("Milestones", "actual"),
    ]
    assert "signed on 14 June 2024" in problems[0].remedy
    sheets["Contracts"] = [row for row in sheets["Contracts"] if "signed on" not in row and "paid" not in row]
    assert "none is" in load(sheets).problems[0].remedy


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["-", "all", "B1; B2", "RZZ", FIRST, "chest-ct", "go-live", "approved", "live-full", "withdrawn", "paused", "network-2",
         "2024-05-01", "2023-01-01", "01/02/2031", "£12.50", "yes", "n/a", "red", "refused", "1900-01-01", "0", "3.1", "superseded"]
    ),
    st.text(max_size=6),
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(programme())), st.integers(0, 400), st.integers(0, 25), CELLS), max_size=12)
)
def test_spoilt_workbook_is_told_or_imported_and_never_breaks(spoils):
    """Whatever stands in any cell, the import answers; what comes in without a problem comes in again unchanged."""
    sheets = programme(trusts=2, moves=1)
    for name, row, column, value in spoils:
        rows = sheets[name]
        columns = BY_NAME[name].columns
        rows[row % len(rows)][columns[column % len(columns)].name] = value
    content = as_csv_zip(sheets)
    with transaction.atomic():
        first = import_workbook(read_upload("a.zip", content), by=system_user())
        if first.is_applied:
            again = import_workbook(read_upload("a.zip", content), by=system_user())
            assert [str(problem) for problem in again.problems] == []
            assert again.changes == []
        transaction.set_rollback(True)


SHIFTS = st.tuples(
    st.sampled_from(["Trusts", "Procurements", "Contracts", "Deployments", "Milestones", "DPIAs", "Sign-offs"]),
    st.integers(0, 400),
    st.integers(0, 25),
    st.sampled_from(["drop row", "drop cell", "clear", -200, -30, -1, 1, 30, 200]),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(SHIFTS, max_size=8))
def test_workbook_with_moved_and_missing_cells_comes_in_once(shifts):
    """What comes in without a problem comes in again unchanged, whatever days and cells it has."""
    sheets = programme(trusts=2, moves=1)
    for name, place, column, what in shifts:
        rows = sheets[name]
        row = rows[place % len(rows)]
        cell = list(row)[column % len(row)]
        if what == "drop row":
            rows.remove(row)
            if not rows:
                rows.append(row)
        elif what == "drop cell":
            del row[cell]
            row.update({} if row else {cell: None})
        elif what == "clear":
            row[cell] = "-"
        elif isinstance(row[cell], date):
            row[cell] += timedelta(days=what)
    content = as_csv_zip(sheets)
    with transaction.atomic():
        first = import_workbook(read_upload("a.zip", content), by=system_user())
        again = import_workbook(read_upload("a.zip", content), by=system_user())
        assert first.total == again.total if first.problems else again.changes == []
        transaction.set_rollback(True)
