"""The demo's story: the study's counts whatever the anchor, money that adds up, and nothing in it that is real."""

import csv
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.core.days import months_between
from tracker.demo.generate.calendar import Calendar, add_months
from tracker.demo.generate.organisations import DEMO_NETWORK, FUNDING_PENCE
from tracker.demo.generate.programme import DemoProgramme, generate
from tracker.exchange import sheets as declared
from tracker.exchange.workbook import read_workbook
from tracker.exchange.writing import write_workbook

ROOT = Path(__file__).resolve().parents[3]
STUDY = date(2025, 6, 30)
ANCHORS = [STUDY, date(2024, 2, 29), date(2025, 8, 31), date(2026, 11, 24), date(2025, 3, 1), date(2024, 12, 31)]
ODS_TRUST = re.compile(r"[A-Z][0-9][A-Z][0-9][A-Z]")
REAL_COMPANIES = (
    "annalise", "harrison", "qure", "lunit", "oxipit", "gleamer", "rayscape", "infervision", "siemens", "riverain",
    "milvue", "samsung", "sensetime", "vuno", "behold", "sectra", "newton", "deepc", "agfa", "philips", "fuji", "change",
    "intelerad", "carestream", "soliton", "wellbeing", "magentus", "insignia", "hyland", "optum", "clearread",
)  # fmt: skip
REAL_NETWORKS = (
    "manchester", "yorkshire", "cheshire", "mersey", "lancashire", "emrad", "midlands", "camrin", "penrad", "london",
    "thames", "wessex", "severn", "surrey", "sussex", "kent", "humber", "cumbria", "east 1", "east 2",
)  # fmt: skip


@cache
def demo_of(anchor: date) -> DemoProgramme:
    return generate(anchor)


def live_trusts(demo: DemoProgramme, day: date) -> set[str]:
    """Trusts with a deployment in live-partial or live-full on a day, by the rows of the workbook alone."""
    newest: dict[tuple[object, object], tuple[date, object]] = {}
    for row in demo.sheets["Deployments"]:
        on = row["state on"]
        assert isinstance(on, date)
        if "state" in row and on <= day:
            subject = (row["trust"], row["use case"])
            newest[subject] = max(newest.get(subject, (date.min, "")), (on, row["state"]))
    return {str(trust) for (trust, _), (_, state) in newest.items() if state in ("live-partial", "live-full")}


def in_scope(demo: DemoProgramme, day: date) -> int:
    return sum(1 for row in demo.sheets["Trusts"] if isinstance(row["joined on"], date) and row["joined on"] <= day)


def contract_slips(demo: DemoProgramme) -> list[int]:
    rows = demo.sheets["Contracts"]
    baselines = {row["contract"]: row["baseline signature"] for row in rows if "baseline signature" in row}
    signed = {row["contract"]: row["signed on"] for row in rows if "signed on" in row}
    return [months_between(baselines[contract], day) for contract, day in signed.items()]


def assert_stands_where_the_study_left(anchor: date) -> None:
    demo = demo_of(anchor)
    for day in {add_months(anchor, -7), demo.calendar.halfway_on}:
        assert (len(live_trusts(demo, day)), in_scope(demo, day)) == (24, 66)
    assert (len(live_trusts(demo, anchor)), in_scope(demo, anchor)) == (43, 66)
    before = add_months(anchor, -18)
    assert (len(live_trusts(demo, before)), in_scope(demo, before)) == (0, 64)
    slips = contract_slips(demo)
    assert (min(slips), max(slips)) == (4, 10)


@pytest.mark.parametrize("anchor", ANCHORS)
def test_counts_are_those_of_the_study(anchor: date) -> None:
    assert_stands_where_the_study_left(anchor)


@given(st.dates(date(2003, 1, 1), date(2090, 12, 31)))
@settings(max_examples=12, deadline=None)
def test_counts_are_those_of_the_study_for_any_anchor(anchor: date) -> None:
    assert_stands_where_the_study_left(anchor)


def test_study_anchor_gives_the_calendar_of_the_study() -> None:
    calendar = Calendar(STUDY)
    assert calendar.starts_on == date(2023, 6, 30)
    assert calendar.contracts_due_on == date(2023, 11, 30)
    assert calendar.live_due_on == date(2023, 12, 31)
    assert calendar.halfway_on == date(2024, 11, 30)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 8, 31), -18, date(2024, 2, 29)),
        (date(2024, 2, 29), -12, date(2023, 2, 28)),
        (date(2024, 2, 29), 1, date(2024, 3, 31)),
        (date(2025, 3, 30), -1, date(2025, 2, 28)),
        (date(2025, 1, 15), -1, date(2024, 12, 15)),
    ],
)
def test_months_are_added_from_last_day_to_last_day(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_same_arguments_give_the_same_rows_in_any_process() -> None:
    program = (
        "import hashlib, datetime; from tracker.demo.generate.programme import generate; "
        "demo = generate(datetime.date(2025, 6, 30)); "
        "print(hashlib.sha256(repr((demo.sheets, demo.dpia_histories)).encode()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_same_rows_give_the_same_file(tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx"):
        write_workbook(tmp_path / name, generate(STUDY).sheets)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()


@pytest.mark.parametrize("anchor", ANCHORS[:2])
def test_workbook_is_read_without_a_problem(anchor: date, tmp_path: Path) -> None:
    write_workbook(tmp_path / "demo.xlsx", demo_of(anchor).sheets)
    assert read_workbook(tmp_path / "demo.xlsx").problems == []


@pytest.mark.parametrize(("networks", "trusts"), [(1, 1), (1, 4), (2, 5), (22, 130), (60, 400)])
def test_other_sizes_are_as_large_as_asked(networks: int, trusts: int, tmp_path: Path) -> None:
    demo = generate(STUDY, networks=networks, trusts=trusts)
    write_workbook(tmp_path / "demo.xlsx", demo.sheets)
    assert read_workbook(tmp_path / "demo.xlsx").problems == []
    assert (len(demo.sheets["Networks"]), len(demo.sheets["Trusts"])) == (networks, trusts)
    assert sum(network.funding_pence for network in demo.networks) == FUNDING_PENCE
    assert len({row["name"] for row in demo.sheets["Trusts"]}) == trusts


@pytest.mark.parametrize(("networks", "trusts"), [(0, 5), (6, 5), (61, 200), (12, 401), (-1, 66)])
def test_impossible_size_is_refused(networks: int, trusts: int) -> None:
    with pytest.raises(ValueError, match="can't be made"):
        generate(STUDY, networks=networks, trusts=trusts)


def test_money_adds_up() -> None:
    demo = demo_of(STUDY)
    assert sum(row["funding"] for row in demo.sheets["Networks"]) == FUNDING_PENCE == 2_100_000_000
    values: dict[str, int] = defaultdict(int)
    for call_off in demo.call_offs:
        values[call_off.network.slug] += call_off.value_pence
    for network in demo.networks:
        assert 0 < values[network.slug] < network.funding_pence
    terms: dict[object, dict[str, int]] = defaultdict(dict)
    for row in demo.sheets["Contracts"]:
        standing = terms[row["contract"]]
        standing |= {name: row[name] for name in ("value", "committed", "paid") if name in row}
        if standing:
            assert standing["paid"] <= standing["committed"] <= standing["value"]
    assert sum(standing.get("paid", 0) for standing in terms.values()) > 0


def days_of(rows: list[dict[str, object]], column: str) -> Iterator[date]:
    return (day for row in rows if isinstance(day := row.get(column), date))


@pytest.mark.parametrize("anchor", ANCHORS)
def test_nothing_has_happened_after_the_anchor(anchor: date) -> None:
    demo = demo_of(anchor)
    happened = {
        "Trusts": ["joined on"],
        "Procurements": ["effective on", "actual"],
        "Contracts": ["effective on", "signed on"],
        "Deployments": ["state on", "updated on"],
        "Milestones": ["effective on", "actual"],
        "DPIAs": ["started on", "approved on"],
        "Sign-offs": ["decided on"],
    }
    for sheet, columns in happened.items():
        for column in columns:
            assert max(days_of(demo.sheets[sheet], column)) <= anchor
            assert min(days_of(demo.sheets[sheet], column)) >= demo.calendar.starts_on
    assert all(day <= anchor for history in demo.dpia_histories for day, _, _ in history.states)


@pytest.mark.parametrize("anchor", ANCHORS)
def test_nothing_goes_live_before_its_contract(anchor: date) -> None:
    for deployment in demo_of(anchor).deployments:
        signed_on = deployment.call_off.signed_on
        for day in (deployment.shadow_on, deployment.live_on, deployment.full_on):
            assert day is None or (signed_on is not None and signed_on <= day)


@pytest.mark.parametrize("anchor", ANCHORS)
def test_go_live_is_done_on_the_first_live_day(anchor: date) -> None:
    demo = demo_of(anchor)
    done = {
        (row["trust"], row["use case"]): row["actual"]
        for row in demo.sheets["Milestones"]
        if row["milestone"] == "go-live" and "actual" in row
    }
    first: dict[tuple[object, object], date] = {}
    for row in demo.sheets["Deployments"]:
        if row.get("state") in ("live-partial", "live-full") and isinstance(row["state on"], date):
            subject = (row["trust"], row["use case"])
            first[subject] = min(first.get(subject, date.max), row["state on"])
    assert done == first
    assert len(first) > 43  # chest CT as well


def test_at_most_two_contracts_are_unsigned_and_both_are_for_chest_ct() -> None:
    unsigned = [call_off for call_off in demo_of(STUDY).call_offs if call_off.signed_on is None]
    assert 1 <= len(unsigned) <= 2
    assert {call_off.use_case for call_off in unsigned} == {"chest-ct"}


def test_every_network_has_a_chest_xray_call_off_and_every_trust_a_deployment() -> None:
    demo = demo_of(STUDY)
    assert sum(call_off.use_case == "chest-xray" for call_off in demo.call_offs) == 12
    assert Counter(deployment.call_off.use_case for deployment in demo.deployments)["chest-xray"] == 66


def test_every_code_of_the_workbook_occurs() -> None:
    sheets = demo_of(STUDY).sheets
    assert {row["status"] for row in sheets["DPIAs"]} == set(declared.DPIA_STATUSES)
    assert {row["decision"] for row in sheets["Sign-offs"]} == set(declared.DECISIONS)
    assert {row["role"] for row in sheets["Sign-offs"]} == set(declared.SIGN_OFF_ROLES)
    assert {row["stage"] for row in sheets["Procurements"]} == set(declared.STAGES)
    assert {row["milestone"] for row in sheets["Milestones"]} == set(declared.MILESTONES)
    assert {row["state"] for row in sheets["Deployments"] if "state" in row} == set(declared.STATES)
    newest = {(row["trust"], row["use case"]): row["blockers"] for row in sheets["Deployments"] if "blockers" in row}
    standing = {code for codes in newest.values() if isinstance(codes, tuple) for code in codes}
    assert standing == set(declared.BLOCKERS)


def test_five_trusts_have_no_project_manager() -> None:
    assert sum(not row["project manager"] for row in demo_of(STUDY).sheets["Trusts"]) == 5


def test_demo_network_has_live_trusts_waiting_trusts_and_a_late_one() -> None:
    demo = demo_of(STUDY)
    network = demo.networks[DEMO_NETWORK]
    assert sum(trust.live_on is not None for trust in network.trusts) >= 2
    stories = {trust.story.name for trust in network.trusts if trust.story}
    assert {"OVERDUE", "RESTLESS"} <= stories


@pytest.mark.parametrize("sheet", declared.SHEETS[:11])
def test_no_key_occurs_twice(sheet: declared.Sheet) -> None:
    names = [column.name for column in sheet.keys]
    keys = Counter(tuple(row[name] for name in names) for row in demo_of(STUDY).sheets[sheet.name])
    assert [key for key, count in keys.items() if count > 1] == []


def real_trusts() -> list[list[str]]:
    with (ROOT / "tests/data/etr.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_no_trust_is_real() -> None:
    real_codes = {row[0] for row in real_trusts()}
    with (ROOT / "tracker/networks/data/icbs.csv").open(encoding="utf-8", newline="") as file:
        real_codes |= {row["ods_code"] for row in csv.DictReader(file)}
    real_words = {
        word for row in real_trusts() for part in row[1:10] for word in re.findall(r"[A-Z]{5,}", part.upper())
    }
    largest = generate(STUDY, networks=60, trusts=400)
    for row in largest.sheets["Trusts"]:
        assert ODS_TRUST.fullmatch(str(row["trust"]))
        assert row["trust"] not in real_codes
        assert str(row["name"]).split()[0].upper() not in real_words
    assert len({row["trust"] for row in largest.sheets["Trusts"]}) == 400


def test_no_network_or_supplier_is_real() -> None:
    sheets = demo_of(STUDY).sheets
    networks = " ".join(str(row["name"]).lower() for row in sheets["Networks"])
    assert [name for name in REAL_NETWORKS if name in networks] == []
    bought = [row[column] for row in sheets["Products"] for column in ("supplier", "product")]
    systems = [row[column] for row in sheets["Trusts"] for column in ("pacs", "ris", "vna")]
    words = {word for name in [*bought, *systems] for word in re.findall(r"[a-z]+", str(name).lower())}
    assert words & set(REAL_COMPANIES) == set()


def test_supplier_fails_five_months_before_the_anchor_with_a_contract() -> None:
    demo = demo_of(STUDY)
    assert months_between(demo.calendar.supplier_fails_on, STUDY) == 5
    failed = next(row["supplier"] for row in demo.sheets["Suppliers"] if row["status"] == "in administration")
    hit = [deployment for deployment in demo.deployments if deployment.call_off.product.supplier == failed]
    assert {deployment.ended for deployment in hit} >= {"paused", "withdrawn"}


def test_live_trusts_are_updated_within_the_month() -> None:
    newest: dict[object, date] = {}
    for row in demo_of(STUDY).sheets["Deployments"]:
        if isinstance(row.get("updated on"), date):
            newest[row["trust"]] = max(newest.get(row["trust"], date.min), row["updated on"])
    quiet = [trust for trust in live_trusts(demo_of(STUDY), STUDY) if newest[trust] >= STUDY - timedelta(days=30)]
    assert len(quiet) == 43
