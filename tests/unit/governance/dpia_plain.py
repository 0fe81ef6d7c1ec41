"""Plain DPIAs for the rules, with no database: what a test does not name is in order."""

import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tracker.governance.policies.dpia_content import ActionItem, Activity, Content, Party, Risk
from tracker.governance.policies.dpia_standing import DpiaOn, Limits, Signed
from tracker.governance.policies.dpia_template import Question, Template, template_of
from tracker.governance.vocabulary import DpiaOpinion, DpiaRole, DpiaStatus, PartyRole

TODAY = date(2026, 6, 30)
LIMITS = Limits(review_within_months=12, ico_acceptance_days=10, ico_advice_days=56, ico_extension_days=42)
DATA = Path(__file__).parents[3] / "tracker" / "governance" / "data"
HASH = "a" * 64


@cache
def template(name: str = "dpia_template_2026_03") -> Template:
    return template_of(json.loads((DATA / f"{name}.json").read_text(encoding="utf-8")))


def answer(question: Question) -> Any:
    """An answer that opens no further question."""
    if question.kind == "one":
        return "yes" if question.code in {"is-needed", "register"} else "no"
    if question.kind == "many":
        return [question.options[0].code]
    return [["A"] * len(question.columns)] if question.kind == "rows" else "An answer"


def sections(**changes: Any) -> dict[str, dict[str, Any]]:
    """Every section answered; `changes` by question code, with underscores for hyphens, None to leave it out."""
    changed = {code.replace("_", "-"): value for code, value in changes.items()}
    found: dict[str, dict[str, Any]] = {}
    for section in template().written_sections:
        answers: dict[str, Any] = {}
        for question in section.questions:
            if question.is_asked(answers) or question.code in changed:
                value = changed.get(question.code, answer(question))
                answers |= {question.code: value} if value is not None else {}
        found[section.code] = answers
    return found


PARTIES = (Party(1, "The trust", PartyRole.CONTROLLER), Party(2, "Acme", PartyRole.PROCESSOR, "CON-1"))
ACTIVITY = Activity(
    1, "Reading X-rays", "direct-care", "e", "h", "implied-consent", "not-applied", "8 years", parties=PARTIES
)
RISK = Risk(1, 1, "Over-reliance", (4, 4), (2, 3), "A radiologist reads all", owner="Asha")


def action(**fields: Any) -> ActionItem:
    return replace(ActionItem(1, "Ask the register's owner", "Asha", TODAY + timedelta(days=30)), **fields)


def content(**fields: Any) -> Content:
    given: dict[str, Any] = {"sections": sections(), "activities": (ACTIVITY,), "risks": (RISK,)}
    return Content(template=template(), **(given | fields))


def signed(role: DpiaRole, opinion: DpiaOpinion | None = None, **fields: Any) -> Signed:
    usual = {DpiaRole.DPO: DpiaOpinion.SUPPORTS, DpiaRole.SIRO: DpiaOpinion.APPROVED}
    usual[DpiaRole.CALDICOTT_GUARDIAN] = DpiaOpinion.APPROVED
    number = list(DpiaRole).index(role) + 1
    given = opinion or usual.get(role, DpiaOpinion.CONFIRMED)
    return replace(Signed(number, role, given, TODAY, number, f"Person {number}"), **fields)


def everybody(*, without: tuple[DpiaRole, ...] = ()) -> dict[DpiaRole, Signed]:
    return {role: signed(role) for role in DpiaRole if role not in without}


def dpia(**fields: Any) -> DpiaOn:
    """A DPIA that was approved here yesterday and is in order."""
    given: dict[str, Any] = {
        "id": 1,
        "status": DpiaStatus.APPROVED,
        "since": TODAY - timedelta(days=1),
        "approved_on": TODAY - timedelta(days=1),
        "content_hash": HASH,
        "content": content(),
        "signed": everybody(),
        "review_due_on": TODAY + timedelta(days=200),
    }
    return DpiaOn(11, **(given | fields))


def awaiting(**fields: Any) -> DpiaOn:
    """One that everybody but the SIRO has signed."""
    given: dict[str, Any] = {
        "status": DpiaStatus.AWAITING_SIGN_OFF,
        "approved_on": None,
        "review_due_on": None,
        "signed": everybody(without=(DpiaRole.SIRO,)),
    }
    return dpia(**(given | fields))
