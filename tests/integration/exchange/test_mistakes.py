"""A workbook with mistakes: each is told once, by sheet, row and column, with what to do, and nothing is kept."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.integration.exchange.workbooks import LIVE, Rows, as_file, as_workbook, programme, trust_code
from tracker.accounts.selectors import system_user
from tracker.core.days import today_in_london
from tracker.core.models import OutboxItem
from tracker.exchange.importing.importer import import_workbook
from tracker.exchange.problems import Problem
from tracker.exchange.sheets import BY_NAME
from tracker.exchange.workbook import read_upload
from tracker.networks.models import Deployment, ImagingNetwork, Programme, Trust
from tracker.procurement.models import Contract, Supplier

pytestmark = pytest.mark.django_db

TOMORROW = today_in_london() + timedelta(days=1)
FIRST, SECOND, THIRD, FOURTH = (trust_code(number) for number in range(4))


def problems_of(sheets: Rows) -> list[Problem]:
    return import_workbook(as_workbook(sheets), by=system_user()).problems


def find(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The first row with these values; spaces of column names are written as underscores."""
    return next(row for row in rows if all(row.get(key.replace("_", " ")) == value for key, value in wanted.items()))


def milestone(sheets: Rows, trust: str, code: str, place: int = 0) -> dict[str, Any]:
    found = [row for row in sheets["Milestones"] if row["trust"] == trust and row["milestone"] == code]
    return found[place]


# One mistake each: how it is made, where it is told, and words of what is said. None of them hides another.
MISTAKES: list[tuple[Callable[[Rows], object], str, str, str]] = [
    (lambda s: s["Programme"][0].update({"live due": date(2020, 1, 1)}), "Programme", "live due", "before the programme starts"),
    (lambda s: s["Networks"][0].update({"region": "Y99"}), "Networks", "region", "No region has this code"),
    (lambda s: s["Networks"][1].update({"name": "Network 1"}), "Networks", "name", "Another network has this name"),
    (lambda s: s["Networks"][1].update({"lead trust": "RZZ"}), "Networks", "lead trust", "No trust has this code"),
    (lambda s: s["Networks"][1].update({"funding": 99_000_000_00}), "Networks", "funding", "allocated"),
    (lambda s: s["Trusts"][0].update({"left on": date(2023, 1, 1)}), "Trusts", "left on", "on or before the day it joined"),
    (lambda s: s["Trusts"].append({"trust": "Q8Q8Q", "network": "network-1", "joined on": LIVE}), "Trusts", "trust", "give a name"),
    (lambda s: s["Trusts"].append({"trust": "Q7Q7Q", "name": "Y", "network": "nowhere", "joined on": LIVE}), "Trusts", "network", "No network"),
    (lambda s: s["Trusts"].append(dict(s["Trusts"][0])), "Trusts", "trust", "Row 2 has the same trust"),
    (lambda s: s["Suppliers"].append({"supplier": "lumen diagnostics ltd"}), "Suppliers", "supplier", "same supplier"),
    (lambda s: s["Products"].append({"supplier": "Nobody", "product": "P", "version": "1", "use cases": ["chest-ct"]}), "Products", "supplier", "No supplier has this name"),
    (lambda s: s["Products"].append({"supplier": "Lumen Diagnostics Ltd", "product": "P", "version": "1", "use cases": ["knee-mri"]}), "Products", "use cases", "no use case knee-mri"),
    (lambda s: s["Procurements"].append({"network": "nowhere", "use case": "chest-xray", "stage": "panel", "baseline": LIVE, "effective on": LIVE}), "Procurements", "network", "No network"),
    (lambda s: s["Procurements"].append({"network": "network-1", "use case": "chest-mri", "stage": "panel", "baseline": LIVE, "effective on": LIVE}), "Procurements", "use case", "no such use case"),
    (lambda s: s["Procurements"].append({"network": "network-1", "use case": "chest-ct", "stage": "panel", "forecast": LIVE, "effective on": LIVE}), "Procurements", "baseline", "no baseline"),
    (lambda s: find(s["Procurements"], network="network-2", stage="award", reason="Moved for the 1. time").pop("reason"), "Procurements", "reason", "needs a reason"),
    (lambda s: find(s["Procurements"], network="network-2", stage="tender", reason="Done").update({"effective on": TOMORROW}), "Procurements", "effective on", "future"),
    (lambda s: s["Contracts"].append({key: value for key, value in s["Contracts"][0].items() if key != "trusts"} | {"contract": "C-9"}), "Contracts", "trusts", "A new row needs"),
    (lambda s: s["Contracts"][2].update({"paid": 950_000_00}), "Contracts", "paid", "more than the contract's value"),
    (lambda s: s["Contracts"][4].update({"ends on": date(2024, 1, 1)}), "Contracts", "ends on", "end before it starts"),
    (lambda s: s["Contracts"][5].update({"network": "network-1"}), "Contracts", "network", "can't change"),
    (lambda s: s["Contracts"][2].update({"trusts": [FIRST, SECOND]}), "Contracts", "trusts", "is not in network-1"),
    (lambda s: s["Deployments"].append({"trust": "RZZ", "use case": "chest-xray", "state on": LIVE}), "Deployments", "trust", "no trust of this code"),
    (lambda s: s["Deployments"].append({"trust": FIRST, "use case": "knee", "state on": LIVE}), "Deployments", "use case", "no such use case"),
    (lambda s: find(s["Deployments"], trust=SECOND, state="live-partial").pop("sources"), "Deployments", "sources", "referral sources"),
    (lambda s: find(s["Deployments"], trust=SECOND, stated_rag="amber").pop("rag reason"), "Deployments", "rag reason", "needs a reason"),
    (lambda s: find(s["Deployments"], trust=THIRD, state="live-partial").update({"updated on": TOMORROW}), "Deployments", "updated on", "future"),
    (lambda s: s["Deployments"].append({"trust": THIRD, "use case": "chest-xray", "state": "shadow", "state on": date(2025, 1, 1)}), "Deployments", "state", "can't become"),
    (lambda s: milestone(s, FOURTH, "go-live", 1).update({"actual": TOMORROW}), "Milestones", "actual", "in the future"),
    (lambda s: milestone(s, THIRD, "go-live", 1).update({"actual": date(2024, 3, 1)}), "Milestones", "actual", "contract was signed on"),
    (lambda s: milestone(s, THIRD, "rollback", 1).pop("reason"), "Milestones", "reason", "needs a reason"),
    (lambda s: milestone(s, THIRD, "training").pop("baseline"), "Milestones", "baseline", "no baseline"),
    (lambda s: s["Milestones"].append({"trust": FIRST, "use case": "chest-ct", "milestone": "dpia", "baseline": LIVE, "effective on": LIVE}), "Milestones", "trust", "no deployment of chest-ct"),
    (lambda s: s["DPIAs"][0].update({"approved on": date(2023, 1, 1)}), "DPIAs", "approved on", "before the DPIA was started"),
    (lambda s: s["DPIAs"][1].pop("approved on"), "DPIAs", "approved on", "needs the day of its approval"),
    (lambda s: s["DPIAs"][2].update({"started on": TOMORROW}), "DPIAs", "started on", "future"),
    (lambda s: s["Sign-offs"][0].update({"expires on": date(2024, 1, 1)}), "Sign-offs", "expires on", "expire"),
    (lambda s: s["Sign-offs"][1].update({"decision": "approved with conditions"}), "Sign-offs", "conditions", "names them"),
    (lambda s: s["Sign-offs"][2].update({"decided on": TOMORROW, "expires on": None}), "Sign-offs", "decided on", "future"),
    (lambda s: s["Sign-offs"][3].pop("name"), "Sign-offs", "name", "A new row needs"),
]  # fmt: skip


def with_every_mistake() -> Rows:
    sheets = programme()
    for make, *_ in MISTAKES:
        make(sheets)
    return sheets


@pytest.mark.parametrize(("make", "sheet", "column", "says"), MISTAKES)
def test_mistake_is_told_at_its_place_with_what_to_do(make, sheet, column, says):
    sheets = programme()
    make(sheets)
    (problem,) = problems_of(sheets)
    assert (problem.sheet, problem.column) == (sheet, column)
    assert says in problem.remedy
    assert problem.row > 1


def test_workbook_with_40_mistakes_lists_40_and_keeps_nothing():
    assert len(MISTAKES) == 40
    found = problems_of(with_every_mistake())
    assert len(found) == 40
    assert sorted((each.sheet, each.column) for each in found) == sorted(
        (sheet, column) for _, sheet, column, _ in MISTAKES
    )
    order = [list(BY_NAME).index(each.sheet) for each in found]
    assert order == sorted(order)
    for model in (Programme, ImagingNetwork, Trust, Deployment, Supplier, Contract, OutboxItem):
        assert not model.objects.exists()


def test_mistakes_of_cells_and_of_rows_are_listed_together():
    book = openpyxl.load_workbook(io.BytesIO(as_file(with_every_mistake())))
    page = book["Milestones"]
    page["D2"], page["D3"], page["C4"] = "03/31/2024", "#REF!", "golive"
    page["Z1"] = "colour"
    target = io.BytesIO()
    book.save(target)
    found = import_workbook(read_upload("a.xlsx", target.getvalue()), by=system_user()).problems
    assert len(found) == 44


def test_row_whose_key_can_not_be_read_hides_no_other_and_tells_nothing_twice():
    sheets = programme()
    sheets["Trusts"][0]["trust"] = "not a code"
    sheets["Networks"][0]["lead trust"] = None
    found = problems_of(sheets)
    assert [(each.sheet, each.column) for each in found] == [("Trusts", "trust")]


def test_cell_that_can_not_be_read_in_a_defining_row_is_told_alone():
    sheets = programme()
    book = openpyxl.load_workbook(io.BytesIO(as_file(sheets)))
    book["Programme"]["D2"] = "soon"
    book["Trusts"]["D2"] = "31/02/2024"
    book["Milestones"]["D2"] = "n/a"
    target = io.BytesIO()
    book.save(target)
    found = import_workbook(read_upload("a.xlsx", target.getvalue()), by=system_user()).problems
    assert [(each.sheet, each.row, each.column) for each in found] == [
        ("Programme", 2, "starts on"),
        ("Trusts", 2, "joined on"),
        ("Milestones", 2, "baseline"),
    ]


def test_workbook_of_an_unknown_programme_says_so_once():
    sheets = {name: rows for name, rows in programme().items() if name in ("Milestones", "Networks")}
    found = problems_of(sheets)
    assert [str(each) for each in found if each.sheet == "Programme"] == [
        "Programme: The workbook does not say which programme it carries. Add the sheet with the programme's code."
    ]


def test_command_lists_every_problem_and_ends_with_an_error(tmp_path, capsys):
    path = tmp_path / "programme.xlsx"
    path.write_bytes(as_file(with_every_mistake()))
    with pytest.raises(CommandError, match=r"40 problems\. Nothing was imported\."):
        call_command("import_programme", str(path))
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.strip().splitlines()) == 40
    assert "actual “01/03/2024”: The contract was signed on 14 June 2024" in err
