"""Whose decision a sign-off is, what it is bound to, and in which order they come."""

from datetime import date, timedelta

import pytest

from tests.unit.governance.plain import TODAY
from tracker.accounts.roles import SignOffRole
from tracker.governance.policies.sign_offs import SignOffOn, SignOffsOn, changed_since, may_sign_as, sign_off_verdict
from tracker.governance.vocabulary import SignOffDecision

APPROVED, REFUSED = SignOffDecision.APPROVED, SignOffDecision.REFUSED
DPO, SIRO, IT = SignOffRole.DPO, SignOffRole.SIRO, SignOffRole.IT_LEAD
PLACES = {IT: 1, SIRO: 3}


def signed(role: SignOffRole, decision: SignOffDecision = APPROVED, **fields: object) -> SignOffOn:
    given = {"counts": decision == APPROVED, "is_bound": True, "signatory_id": 5, **fields}
    return SignOffOn(role, decision, TODAY, "Sam Example", "", None, **given)  # type: ignore[arg-type]


def asked(*standing: SignOffOn, by_id: int | None = 1) -> SignOffsOn:
    return SignOffsOn({each.role: each for each in standing}, requested_by_id=by_id)


def may(role: SignOffRole, decision: SignOffDecision, sign_offs: SignOffsOn, **fields: object) -> object:
    given = {"signs_here": True, "by_id": 9, "places": {}, **fields}
    return may_sign_as(role, decision, sign_offs=sign_offs, **given)  # type: ignore[arg-type]


def test_decision_is_made_by_who_holds_the_role_and_did_not_ask() -> None:
    assert may(IT, APPROVED, asked())
    assert "don't sign as IT lead" in may(IT, APPROVED, asked(), signs_here=False).reason  # type: ignore[attr-defined]
    assert "asked for these" in may(IT, APPROVED, asked(by_id=9)).reason  # type: ignore[attr-defined]
    assert "Nobody has asked" in may(IT, APPROVED, asked(by_id=None)).reason  # type: ignore[attr-defined]


def test_refusal_needs_no_request_and_no_order() -> None:
    assert may(SIRO, REFUSED, asked(by_id=None), places=PLACES)


def test_only_an_approval_that_stands_is_withdrawn() -> None:
    assert not may(IT, SignOffDecision.WITHDRAWN, asked())
    assert not may(IT, SignOffDecision.WITHDRAWN, asked(signed(IT, REFUSED)))
    assert may(IT, SignOffDecision.WITHDRAWN, asked(signed(IT)))


def test_who_accepts_the_risk_did_not_advise_on_it() -> None:
    assert "not the same person" in may(SIRO, APPROVED, asked(signed(DPO)), by_id=5).reason  # type: ignore[attr-defined]
    assert "not the same person" in may(DPO, APPROVED, asked(signed(SIRO)), by_id=5).reason  # type: ignore[attr-defined]
    assert may(SIRO, APPROVED, asked(signed(DPO)), by_id=6)


def test_senior_information_risk_owner_signs_last() -> None:
    assert "Others sign before" in may(SIRO, APPROVED, asked(), places=PLACES).reason  # type: ignore[attr-defined]
    assert not may(SIRO, APPROVED, asked(signed(IT, counts=False)), places=PLACES)
    assert may(SIRO, APPROVED, asked(signed(IT)), places=PLACES)
    assert may(IT, APPROVED, asked(), places=PLACES)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ({"release": "A 1", "catalogue": "1"}, ""),
        ({"release": "A 2", "catalogue": "1"}, "the release in use"),
        ({"release": "A 2", "catalogue": "2"}, "the release in use and the version of the requirements"),
    ],
)
def test_material_change_makes_a_signature_stale(now: dict[str, str], changed: str) -> None:
    assert changed_since({"release": "A 1", "catalogue": "1", "requirements": {}}, now) == changed
    assert changed_since({}, now) == ""


def test_verdict_says_what_stands() -> None:
    def said(sign_off: SignOffOn) -> str:
        return sign_off_verdict(IT, asked(sign_off), TODAY).reason

    assert sign_off_verdict(IT, asked(), TODAY).reason == "Nobody has decided."
    assert said(signed(IT)) == "Approved by Sam Example on 30 June 2025, signed here."
    assert "recorded from a workbook" in said(signed(IT, is_bound=False))
    assert said(signed(IT, REFUSED)) == "Refused by Sam Example on 30 June 2025."
    assert "the release in use changed" in said(signed(IT, counts=False, stale="the release in use"))
    expired = SignOffOn(IT, APPROVED, date(2025, 1, 1), "Sam", "", TODAY, counts=False)
    assert said(expired) == "The approval expired on 30 June 2025."
    in_date = SignOffOn(
        IT, APPROVED, TODAY, "Sam", "Drill by July", TODAY + timedelta(days=1), counts=True, is_bound=True
    )
    assert "until 1 July 2025, signed here. Conditions: Drill by July." in said(in_date)
