"""Evidence that expires, by table, with no database."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from tests.unit.flags.plain import TODAY, contract, days, deployment, find
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.governance.policies.evidence import EvidenceOn, Standing
from tracker.governance.vocabulary import EvidenceScope, EvidenceState, EvidenceType
from tracker.networks.vocabulary import ClinicalUse


def item(
    state: EvidenceState = EvidenceState.EXPIRED,
    *,
    title: str = "Certificate",
    expires_in: int = -3,
    notice: int = 3,
    scope: EvidenceScope = EvidenceScope.DEPLOYMENT,
    subject_id: int = 11,
) -> EvidenceOn:
    warned = days(expires_in - 90)
    standing = Standing(state, 1, days(expires_in), notice, warned_on=warned)
    number = abs(hash((title, expires_in)))
    return EvidenceOn(number, 1, title, EvidenceType.CERTIFICATE, "Asha", scope, subject_id, standing)


def found(*items: EvidenceOn, state: ClinicalUse = ClinicalUse.NOT_STARTED) -> Mapping[str, object]:
    return find(replace(deployment(state=state), evidence=items))


@pytest.mark.parametrize(
    ("notice", "severity"), [(1, Severity.LOW), (2, Severity.MEDIUM), (3, Severity.HIGH), (5, Severity.HIGH)]
)
def test_each_notice_makes_it_more_severe(notice: int, severity: Severity) -> None:
    finding = found(item(EvidenceState.EXPIRING, expires_in=20, notice=notice))["R70"]
    assert (finding.severity, finding.since) == (severity, days(-70))  # type: ignore[attr-defined]
    assert finding.sentence == "Expires: Certificate (20 July 2025)."  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("state", "severity"), [(ClinicalUse.SHADOW, Severity.HIGH), (ClinicalUse.LIVE_FULL, Severity.CRITICAL)]
)
def test_expired_evidence_is_critical_in_clinical_use(state: ClinicalUse, severity: Severity) -> None:
    finding = found(item(), state=state)["R70"]
    assert (finding.severity, finding.since) == (severity, days(-3))  # type: ignore[attr-defined]


def test_one_finding_names_all_the_earliest_first() -> None:
    soon = item(EvidenceState.EXPIRING, title="Pen test", expires_in=9)
    finding = found(soon, item(title="B", expires_in=-1), item(title="A", expires_in=-5))["R70"]
    assert finding.sentence == "Expired: A (25 June 2025) and B (29 June 2025). Expires: Pen test (9 July 2025)."  # type: ignore[attr-defined]
    assert finding.since == days(-5)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "state",
    [EvidenceState.CURRENT, EvidenceState.AWAITING_REVIEW, EvidenceState.RETURNED, EvidenceState.WITHDRAWN],
)
def test_other_states_are_no_finding(state: EvidenceState) -> None:
    assert "R70" not in found(item(state))


def test_deployment_that_was_withdrawn_is_left_alone() -> None:
    assert "R70" not in found(item(), state=ClinicalUse.WITHDRAWN)


def test_evidence_of_a_contract_is_found_there_and_not_named() -> None:
    secret = item(title="Price schedule", scope=EvidenceScope.CONTRACT, subject_id=31)
    other = item(title="Other", expires_in=-9, scope=EvidenceScope.CONTRACT, subject_id=32)
    finding = find(replace(deployment(), evidence=(secret, other)), contracts=(contract(),))["R70"]
    assert (finding.subject_kind, finding.subject_id, finding.severity) == (SubjectKind.CONTRACT, 31, Severity.HIGH)
    assert finding.sentence == "1 piece of evidence about this contract: expired on 27 June 2025."


def test_evidence_without_an_expiry_day_counts_from_today() -> None:
    odd = replace(item(), standing=Standing(EvidenceState.EXPIRED, 1))
    assert found(odd)["R70"].since == TODAY  # type: ignore[attr-defined]
