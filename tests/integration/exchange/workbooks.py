"""Programme workbooks for the tests: rows as the writer takes them, of any size."""

import io
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tracker.exchange.sheets import MILESTONES, STAGES
from tracker.exchange.workbook import Workbook, read_upload
from tracker.exchange.writing import write_workbook

Rows = dict[str, list[dict[str, Any]]]

START = date(2023, 7, 1)
PLANNED = date(2023, 11, 30)
SIGNED = date(2024, 6, 14)
LIVE = date(2024, 11, 20)
ROLES = ("clinical-safety-officer", "caldicott-guardian", "dpo", "siro", "radiology-lead", "it-lead")


def as_workbook(sheets: Mapping[str, list[dict[str, Any]]], *, name: str = "programme.xlsx") -> Workbook:
    """The rows written by the writer and read back by the reader, as an import gets them."""
    return read_upload(name, as_file(sheets))


def as_file(sheets: Mapping[str, list[dict[str, Any]]]) -> bytes:
    target = io.BytesIO()
    write_workbook(target, sheets)
    return target.getvalue()


def trust_code(number: int) -> str:
    """An invented trust's code: letter, digit, letter, digit, letter."""
    return f"Z{number // 10 % 10}T{number % 10}{'ABCDEFGHJK'[number // 100 % 10]}"


def programme(
    *, networks: int = 2, trusts: int = 4, use_cases: tuple[str, ...] = ("chest-xray",), moves: int = 2
) -> Rows:
    """A whole programme with history: each date moved `moves` times after it was set."""
    slugs = [f"network-{number + 1}" for number in range(networks)]
    codes = {trust_code(number): slugs[number % networks] for number in range(trusts)}
    rows: Rows = {
        "Programme": [
            {
                "programme": "aidf",
                "name": "AI Diagnostic Fund",
                "funding": 21_000_000_00,
                "starts on": START,
                "contracts due": PLANNED,
                "live due": date(2023, 12, 31),
            }
        ],
        "Networks": [
            {
                "network": slug,
                "name": slug.replace("-", " ").title(),
                "region": "Y62",
                "lead trust": next(code for code, of in codes.items() if of == slug),
                "funding": 21_000_000_00 // networks // 100 * 100,
            }
            for slug in slugs
        ],
        "Trusts": [
            {
                "trust": code,
                "name": f"Invented {code} NHS Trust",
                "network": slug,
                "joined on": START,
                "project manager": f"Manager of {code}",
                "clinical lead": "Dr Ada Example",
                "protected sessions": 1.5,
                "pacs": "ImageStore 7",
                "ris": "RadFlow",
            }
            for code, slug in codes.items()
        ],
        "Suppliers": [{"supplier": "Lumen Diagnostics Ltd", "company number": "01234567", "status": "active"}],
        "Products": [
            {
                "supplier": "Lumen Diagnostics Ltd",
                "product": "LumenChest",
                "version": "3.1",
                "use cases": list(use_cases),
                "device class": "IIb",
                "marking": "UKCA",
                "dcb0129 on": date(2023, 5, 1),
            }
        ],
    }
    rows["Procurements"] = [
        row for slug in slugs for use_case in use_cases for row in stage_rows(slug, use_case, moves=moves)
    ]
    rows["Contracts"] = [row for slug in slugs for use_case in use_cases for row in contract_rows(slug, use_case)]
    rows["Deployments"] = [row for code in codes for use_case in use_cases for row in state_rows(code, use_case)]
    rows["Milestones"] = [
        row for code in codes for use_case in use_cases for row in milestone_rows(code, use_case, moves=moves)
    ]
    rows["DPIAs"] = [
        {
            "trust": code,
            "use case": use_case,
            "status": "approved",
            "controller": code,
            "lawful basis": "Article 6(1)(e)",
            "residual risk": "low",
            "started on": date(2024, 1, 10),
            "approved on": date(2024, 8, 1),
            "review due": date(2025, 8, 1),
        }
        for code in codes
        for use_case in use_cases
    ]
    rows["Sign-offs"] = [
        {
            "trust": code,
            "use case": use_case,
            "role": role,
            "decision": "approved",
            "decided on": date(2024, 10, 1),
            "name": "Dr Grace Example",
            "expires on": date(2026, 10, 1),
        }
        for code in codes
        for use_case in use_cases
        for role in ROLES
    ]
    return rows


def stage_rows(slug: str, use_case: str, *, moves: int) -> list[dict[str, Any]]:
    found = []
    for place, stage in enumerate(STAGES):
        key = {"network": slug, "use case": use_case, "stage": stage}
        baseline = PLANNED - timedelta(days=30 * (len(STAGES) - 1 - place))
        found.append(key | {"baseline": baseline, "framework": "AI imaging framework", "effective on": START})
        found += moved(key, baseline, moves)
    return found


def moved(key: dict[str, Any], baseline: date, moves: int) -> list[dict[str, Any]]:
    """The forecast moves on by 40 days each time, and the last row tells that it happened."""
    found = []
    for move in range(1, moves + 1):
        day = START + timedelta(days=45 * move)
        forecast = baseline + timedelta(days=40 * move)
        found.append(key | {"forecast": forecast, "reason": f"Moved for the {move}. time", "effective on": day})
    done = baseline + timedelta(days=40 * moves + 60)
    found.append(key | {"actual": done, "reason": "Done", "effective on": done})
    return found


def contract_rows(slug: str, use_case: str) -> list[dict[str, Any]]:
    key = {"contract": f"C-{slug}-{use_case}"}
    whole = {
        "network": slug,
        "use case": use_case,
        "supplier": "Lumen Diagnostics Ltd",
        "product": "LumenChest",
        "version": "3.1",
        "trusts": "all",
        "baseline signature": PLANNED,
        "effective on": START,
    }
    signed = {
        "signed on": SIGNED,
        "starts on": SIGNED,
        "ends on": date(2026, 6, 13),
        "value": 900_000_00,
        "committed": 900_000_00,
        "data use agreed": True,
        "retraining allowed": False,
        "reason": "Signed after the standstill",
        "effective on": SIGNED,
    }
    return [key | whole, key | signed, key | {"paid": 450_000_00, "effective on": date(2025, 4, 1)}]


def state_rows(code: str, use_case: str) -> list[dict[str, Any]]:
    key = {"trust": code, "use case": use_case}
    return [
        key
        | {"blockers": ["B1", "B7"], "stated rag": "amber", "rag reason": "PACS upgrade", "state on": date(2024, 2, 1)},
        key | {"state": "shadow", "blockers": ["B7"], "state on": date(2024, 9, 20)},
        key
        | {
            "state": "live-partial",
            "sources": ["gp"],
            "blockers": "-",
            "stated rag": "green",
            "state on": LIVE,
            "updated on": date(2024, 11, 25),
            "owner": "Sam Example",
        },
    ]


def milestone_rows(code: str, use_case: str, *, moves: int) -> list[dict[str, Any]]:
    found = []
    for place, milestone in enumerate(MILESTONES):
        key = {"trust": code, "use case": use_case, "milestone": milestone}
        if milestone == "go-live":
            found.append(key | {"baseline": date(2023, 12, 15), "effective on": START})
            found.append(key | {"actual": LIVE, "reason": "Live", "effective on": LIVE})
        elif milestone in ("full-live", "review"):
            found.append(key | {"baseline": date(2024, 3, 31), "effective on": START})
        else:
            baseline = date(2023, 9, 1) + timedelta(days=7 * place)
            found.append(key | {"baseline": baseline, "effective on": START})
            found += moved(key, baseline, moves)
    return found
