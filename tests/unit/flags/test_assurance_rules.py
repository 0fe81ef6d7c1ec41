"""Rules about data protection and sign-offs."""

import pytest

from tests.unit.flags.plain import days, deployment, find, plan, sign_off, signed
from tracker.accounts.roles import SignOffRole
from tracker.flags.vocabulary import Severity
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.vocabulary import ClinicalUse

DRAFT = {"dpia": DpiaStatus.DRAFTING}
DPO, SIRO, GUARDIAN = SignOffRole.DPO, SignOffRole.SIRO, SignOffRole.CALDICOTT_GUARDIAN


@pytest.mark.parametrize(
    ("left", "severity"), [(31, None), (30, Severity.HIGH), (8, Severity.HIGH), (7, Severity.CRITICAL)]
)
def test_a_dpia_is_missed_when_the_go_live_is_near(left: int, severity: Severity | None) -> None:
    found = find(deployment(go_live=plan(days(left)), **DRAFT))
    assert (found["R21"].severity if severity else found.get("R21")) == severity


def test_an_approved_dpia_is_not_missed() -> None:
    assert find(deployment(go_live=plan(days(5)), dpia=DpiaStatus.REVIEW_DUE)) == {}


def test_shadow_mode_without_an_approved_dpia_is_found_however_far_the_go_live() -> None:
    found = find(deployment(state=ClinicalUse.SHADOW, **DRAFT))["R21"]
    assert (found.severity, found.since) == (Severity.HIGH, days(-60))
    assert found.sentence.startswith("Shadow mode has begun")


@pytest.mark.parametrize("status", [DpiaStatus.NOT_STARTED, DpiaStatus.DPO_REVIEW, DpiaStatus.SUPERSEDED])
def test_clinical_use_without_an_approved_dpia_is_critical(status: DpiaStatus) -> None:
    found = find(deployment(state=ClinicalUse.LIVE_PARTIAL, dpia=status))
    assert set(found) == {"T02"}
    assert (found["T02"].severity, found["T02"].needs_national_decision) == (Severity.CRITICAL, True)


def test_sign_offs_that_do_not_count_are_named_in_one_finding() -> None:
    standing = signed(without=(SIRO,)) | {
        DPO: sign_off(DPO, SignOffDecision.REFUSED),
        GUARDIAN: sign_off(GUARDIAN, decided_on=days(-400), expires_on=days(-10)),
    }
    near = find(deployment(go_live=plan(days(20)), sign_offs=standing))["R22"]
    assert near.severity == Severity.HIGH
    assert near.sentence == (
        "Go-live is expected on 20 July 2025. Not signed: senior information risk owner. "
        "Refused or withdrawn: data protection officer. Expired: Caldicott Guardian."
    )
    live = find(deployment(state=ClinicalUse.LIVE_FULL, sign_offs=standing))["R22"]
    assert live.severity == Severity.CRITICAL


def test_sign_offs_are_not_asked_for_long_before_the_go_live() -> None:
    assert find(deployment(go_live=plan(days(60)), sign_offs={})) == {}


def test_an_approval_that_expires_in_use_is_missed_from_that_day() -> None:
    standing = signed() | {DPO: sign_off(DPO, decided_on=days(-400), expires_on=days(-10))}
    found = find(deployment(state=ClinicalUse.LIVE_FULL, sign_offs=standing))["R22"]
    assert (found.severity, found.since) == (Severity.HIGH, days(-10))


@pytest.mark.parametrize(
    ("due_in", "severity"),
    [(31, None), (30, Severity.MEDIUM), (0, Severity.MEDIUM), (-1, Severity.HIGH), (-90, Severity.CRITICAL)],
)
def test_a_review_of_the_dpia_comes_due(due_in: int, severity: Severity | None) -> None:
    found = find(deployment(state=ClinicalUse.LIVE_FULL, review_due_on=days(due_in)))
    assert (found["R26"].severity if severity else found.get("R26")) == severity
