"""Records that wait for one person's approval: DPIAs, safety cases, supplier packs, validations, oversight and plans."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from tracker.accounts.roles import SignOffRole
from tracker.governance.policies import dpia_standing, oversight, rollback, safety_gate, validation
from tracker.governance.policies.dpia_standing import DpiaOn
from tracker.governance.policies.safety_gate import SafetyOn
from tracker.governance.policies.validation import ValidationOn
from tracker.governance.safety_vocabulary import PackDecision, SafetyCaseStatus
from tracker.governance.selectors.dpias import dpias_on
from tracker.governance.selectors.oversight import oversight_on
from tracker.governance.selectors.rollback import contingency_on
from tracker.governance.selectors.safety import safety_on
from tracker.governance.selectors.validation import validation_on
from tracker.governance.validation_vocabulary import Outcome, PlanKind
from tracker.governance.vocabulary import WITH_DPIA_SIGNATORIES
from tracker.networks.access import Access, SubjectScope
from tracker.networks.selectors import DeploymentOn

OFFICER = SignOffRole.CLINICAL_SAFETY_OFFICER


class PaperKind(Enum):
    """What is signed, and the name of the page (which takes the deployment's id) on which it is."""

    DPIA = "DPIA", dpia_standing.PAGE
    SAFETY_CASE = "Clinical safety case", safety_gate.PAGE
    SAFETY_PACK = "Supplier's clinical safety pack", safety_gate.RELEASE_PAGE
    VALIDATION = "Local validation", validation.PAGE
    OVERSIGHT = "Human oversight record", oversight.PAGE
    ROLLBACK = "Rollback plan", rollback.PAGES[PlanKind.ROLLBACK]
    DOWNTIME = "Downtime plan", rollback.PAGES[PlanKind.DOWNTIME]

    def __init__(self, label: str, page: str) -> None:
        self.label, self.page = label, page


@dataclass(frozen=True)
class AwaitedPaper:
    """One record, and the capacity in which the person has not approved it yet. A supplier's pack stands once, under the
    first deployment of those that run its release; `about` names the release."""

    deployment: DeploymentOn
    kind: PaperKind
    role: SignOffRole
    about: str = ""


def papers_for(
    access: Access, running: Sequence[DeploymentOn], scopes: Mapping[int, SubjectScope], *, on: date
) -> list[AwaitedPaper]:
    """What waits for a person among deployments, in their order, in a fixed number of queries."""
    ids = [each.id for each in running]
    dpias, safety, validations = dpias_on(ids, on=on), safety_on(ids, on=on), validation_on(ids, on=on)
    oversights, plans = oversight_on(ids, on=on), contingency_on(ids, on=on)
    found: dict[tuple[int, PaperKind, SignOffRole], AwaitedPaper] = {}
    for each in running:
        waiting = (
            *_dpia(dpias[each.id]),
            *_safety(safety[each.id]),
            *_validation(validations[each.id]),
            *((PaperKind.OVERSIGHT, role) for role in _missing(oversights[each.id].newest)),
            *((PaperKind.ROLLBACK, role) for role in _missing(plans[each.id].rollback.newest)),
            *((PaperKind.DOWNTIME, role) for role in _missing(plans[each.id].downtime.newest)),
        )
        for kind, role in waiting:
            release_id = safety[each.id].release_id if kind == PaperKind.SAFETY_PACK else None
            if access.signs_as(role, scopes[each.id]):
                about = safety[each.id].release if release_id else ""
                found.setdefault((release_id or each.id, kind, role), AwaitedPaper(each, kind, role, about))
    return list(found.values())


def _missing(edition: oversight.Edition | None) -> tuple[SignOffRole, ...]:
    return edition.missing_roles if edition else ()


def _dpia(dpia: DpiaOn) -> Iterator[tuple[PaperKind, SignOffRole]]:
    if dpia.status in WITH_DPIA_SIGNATORIES:
        for role in dpia.missing_roles:
            if role.value in SignOffRole.values:
                yield PaperKind.DPIA, SignOffRole(role.value)


def _safety(safety: SafetyOn) -> Iterator[tuple[PaperKind, SignOffRole]]:
    if safety.case is not None and safety.case.status == SafetyCaseStatus.WITH_OFFICER:
        yield PaperKind.SAFETY_CASE, OFFICER
    if safety.pack is not None and safety.pack.decision in {None, PackDecision.REOPENED}:
        yield PaperKind.SAFETY_PACK, OFFICER


def _validation(found: ValidationOn) -> Iterator[tuple[PaperKind, SignOffRole]]:
    if found.study is not None and found.study.outcome == Outcome.PASS:
        for role in found.study.missing_roles:
            yield PaperKind.VALIDATION, role
