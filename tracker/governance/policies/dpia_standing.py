"""How a deployment's DPIA stands on a day, as plain data, and what the gate hears about it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.core.formats import nhs_date
from tracker.governance.policies.dpia_content import Content, high_residuals, role_gaps
from tracker.governance.policies.verdicts import Verdict, met, unmet
from tracker.governance.vocabulary import (
    DpiaOpinion,
    DpiaRole,
    DpiaStatus,
    IcoOutcome,
)

PAGE = "dpia"
GOES_AHEAD = (
    DpiaOpinion.CONFIRMED,
    DpiaOpinion.SUPPORTS,
    DpiaOpinion.ADVISES_AGAINST,  # advice is given, whatever it says: it can be overruled with reasons
    DpiaOpinion.APPROVED,
    DpiaOpinion.APPROVED_WITH_CONDITIONS,
)
FORBIDDING = (IcoOutcome.BAN, IcoOutcome.LIMITATION)


@dataclass(frozen=True)
class Signed:
    """The newest word of one capacity. `is_current` tells that it is about the content as it stands; `response` is what
    became of the data protection officer's advice (None: nobody has answered it)."""

    id: int
    role: DpiaRole
    opinion: DpiaOpinion
    decided_on: date
    person_id: int
    name: str
    text: str = ""
    is_current: bool = True
    is_accepted: bool | None = None
    response_reasons: str = ""

    @property
    def counts(self) -> bool:
        """It stands, and does not stop the assessment."""
        return self.is_current and self.opinion in GOES_AHEAD


@dataclass(frozen=True)
class Condition:
    id: int
    text: str
    owner: str
    due_on: date
    met_on: date | None = None
    set_by: str = ""

    def is_overdue(self, day: date) -> bool:
        return self.met_on is None and self.due_on < day


@dataclass(frozen=True)
class Limits:
    """The limits that hold on a day."""

    review_within_months: int
    ico_acceptance_days: int
    ico_advice_days: int
    ico_extension_days: int


@dataclass(frozen=True)
class Consultation:
    """A prior consultation of the ICO and the days by which it answers (None: there is no limit to count by)."""

    id: int
    submitted_on: date
    accepted_on: date | None = None
    is_extended: bool = False
    outcome: IcoOutcome | None = None
    advice: str = ""
    reference: str = ""
    closed_on: date | None = None
    limits: Limits | None = None

    @property
    def acceptance_due_on(self) -> date | None:
        return self.submitted_on + timedelta(days=self.limits.ico_acceptance_days) if self.limits else None

    @property
    def advice_due_on(self) -> date | None:
        if self.limits is None:
            return None
        extension = self.limits.ico_extension_days if self.is_extended else 0
        return self.submitted_on + timedelta(days=self.limits.ico_advice_days + extension)

    @property
    def clears_high_risk(self) -> bool:
        """It is closed, and did not forbid the processing."""
        return self.closed_on is not None and self.outcome not in FORBIDDING


@dataclass(frozen=True)
class DpiaOn:
    """A deployment's DPIA on a day. `id` is None where none was begun. `content_hash` is that of the content as it stood
    (empty where nothing is written here); `approval_is_told` says that the approval came with the programme's records and
    nobody signed here. Of a day gone by, states, decisions and hashes are those of the day, and rows those that held."""

    deployment_id: int
    id: int | None = None
    status: DpiaStatus = DpiaStatus.NOT_STARTED
    since: date | None = None
    reason: str = ""
    approved_on: date | None = None
    approval_is_told: bool = False
    has_changed_since_approval: bool = False
    content_hash: str = ""
    content: Content | None = None
    signed: Mapping[DpiaRole, Signed] = field(default_factory=dict)
    conditions: tuple[Condition, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    author_ids: frozenset[int] = frozenset()
    review_due_on: date | None = None
    controller: str = ""
    processor: str = ""
    has_signed_contract: bool = False
    release_in_use: tuple[int, str] | None = None
    sources_in_use: tuple[str, ...] = ()

    @property
    def is_approved(self) -> bool:
        return self.approved_on is not None

    @property
    def is_as_told(self) -> bool:
        """Nothing is described here: there is only what the workbook tells."""
        return self.content is None or self.content.is_empty

    @property
    def missing_roles(self) -> tuple[DpiaRole, ...]:
        """Capacities that the template asks for and whose word does not stand."""
        if self.content is None:
            return ()
        needed = [signature.role for signature in self.content.template.signatures]
        return tuple(role for role in needed if role not in self.signed or not self.signed[role].counts)

    @property
    def stale_roles(self) -> tuple[DpiaRole, ...]:
        """Capacities whose word is about content that has changed since."""
        return tuple(role for role, signed in self.signed.items() if not signed.is_current)

    @property
    def advice(self) -> Signed | None:
        return self.signed.get(DpiaRole.DPO)

    @property
    def is_overruling_unexplained(self) -> bool:
        """The data protection officer advised against it, and nobody gave the reasons for going on."""
        return (
            self.advice is not None
            and self.advice.opinion == DpiaOpinion.ADVISES_AGAINST
            and not self.advice.response_reasons.strip()
        )

    @property
    def open_consultation(self) -> Consultation | None:
        return next((each for each in self.consultations if each.closed_on is None), None)

    @property
    def is_ico_needed(self) -> bool:
        """A high risk remains, and no consultation that would allow it is closed (UK GDPR Article 36)."""
        if self.content is None or not high_residuals(self.content):
            return False
        last = self.consultations[-1] if self.consultations else None
        return last is None or not last.clears_high_risk


def dpia_approved(dpia: DpiaOn, day: date) -> Verdict:
    """The check `dpia-approved`: an approval stands on this day, on the content as it is, reviewed in time (UK GDPR
    Article 35)."""
    refusals = (_not_approved(dpia), _no_longer_approved(dpia, day))
    approved = met(f"Approved on {nhs_date(dpia.approved_on)}.", page=PAGE)
    return next((refusal for refusal in refusals if refusal is not None), approved)


def _not_approved(dpia: DpiaOn) -> Verdict | None:
    if dpia.status == DpiaStatus.NOT_STARTED:
        return unmet("The DPIA has not been started.", remedy="Start it.", page=PAGE)
    if dpia.approved_on is None:
        status = dpia.status.label.lower()
        return unmet(f"The DPIA is not approved (status: {status}).", remedy="See who acts next.", page=PAGE)
    return None


def _no_longer_approved(dpia: DpiaOn, day: date) -> Verdict | None:
    if dpia.status == DpiaStatus.UNDER_REVIEW:
        since = f"The DPIA has been under review since {nhs_date(dpia.since)}"
        reason = f"{since}: {dpia.reason}" if dpia.reason else f"{since}."
        return unmet(reason, remedy="Finish the review.", page=PAGE)
    if dpia.has_changed_since_approval or (not dpia.approval_is_told and dpia.missing_roles):
        return unmet("The DPIA has changed since it was signed.", remedy="Have it signed again.", page=PAGE)
    if dpia.is_ico_needed:
        reason = "A high risk remains, and no ICO consultation that allows it is closed."
        return unmet(reason, remedy="Reduce the risk, or consult the ICO.", page=PAGE)
    if dpia.review_due_on is not None and dpia.review_due_on < day:
        return unmet(f"The DPIA was due for review by {nhs_date(dpia.review_due_on)}.", remedy="Review it.", page=PAGE)
    return None


def article_28(dpia: DpiaOn, day: date) -> Verdict:  # noqa: ARG001 - a judge is given the day
    """The check `article-28`: each processing activity has its controller, and each processor its contract (UK GDPR
    Articles 26 and 28). Where no activity is described, the told controller and processor count under a signed contract."""
    if dpia.content is not None and dpia.content.activities:
        missing = role_gaps(dpia.content)
        if missing:
            return unmet(missing[0], remedy="Complete the processing activities.", page=PAGE)
        return met("Every activity has its controller, and every processor its contract.", page=PAGE)
    if dpia.controller and dpia.processor and dpia.has_signed_contract:
        return met(
            f"{dpia.controller} is the controller; {dpia.processor} processes under a signed contract.", page=PAGE
        )
    return unmet("No processing activity is described.", remedy="Describe each, with its organisations.", page=PAGE)
