"""DPIAs and sign-offs of each deployment, most in order, some not, so that every rule has something to find."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.demo.generate import names
from tracker.demo.generate.calendar import Calendar, add_months, working_day
from tracker.demo.generate.deployments import Deployment, Gap
from tracker.demo.generate.milestones import done_day
from tracker.demo.generate.organisations import Story
from tracker.demo.generate.rows import Row

ROLES = (
    "clinical-safety-officer", "caldicott-guardian", "dpo", "siro", "radiology-lead", "it-lead", "medical-physics",
    "executive",
)  # fmt: skip
CONDITIONS = (
    "Repeat the downtime test within three months of going live",
    "Report missed findings to the radiology governance meeting every month",
    "Update the privacy notice on the trust's website before every source is live",
)
MISSING = {0: ("siro", "executive"), 1: ("caldicott-guardian", "clinical-safety-officer"), 2: ("dpo", "siro")}
NOT_YET = ("drafting", "dpo-review", "drafting", "screening", "dpo-review")


@dataclass(frozen=True)
class DpiaHistory:
    """Statuses of a DPIA, each with its day and reason, where the workbook has no column for the day."""

    trust: str
    use_case: str
    states: tuple[tuple[date, str, str], ...]


@dataclass(frozen=True)
class Assessment:
    """One deployment's DPIA: `ends` is what became of it after its approval or its review, with day and reason."""

    deployment: Deployment
    status: str
    started_on: date | None
    approved_on: date | None = None
    ended_on: date | None = None
    end_reason: str = ""

    @property
    def history(self) -> DpiaHistory | None:
        if not (self.ended_on and self.started_on):
            return None
        states = [(self.started_on, "drafting", ""), (self.ended_on, self.status, self.end_reason)]
        if self.approved_on:
            states.insert(1, (self.approved_on, "approved", ""))
        call_off = self.deployment.call_off
        return DpiaHistory(self.deployment.trust.code, call_off.use_case, tuple(states))


def assess(deployment: Deployment, calendar: Calendar) -> Assessment:
    """Where the DPIA stands on the anchor day."""
    earliest = working_day(deployment.trust.joined_on + timedelta(days=25))
    approved_on = done_day(deployment, "dpia", calendar)
    if approved_on:
        started_on = max(earliest, working_day(approved_on - timedelta(days=70 + deployment.trust.place % 40)))
        if deployment.gap == Gap.SUPERSEDED:
            reason = "The supplier's new release processes more data than was assessed"
            return Assessment(deployment, "superseded", started_on, approved_on, calendar.before(24), reason)
        status = "review-due" if deployment.gap == Gap.REVIEW_PASSED else "approved"
        return Assessment(deployment, status, started_on, approved_on)
    if deployment.call_off.signed_on is None:
        has_begun = deployment.trust.place % 2
        return Assessment(deployment, "screening", calendar.before(60)) if has_begun else _not_begun(deployment)
    started_on = calendar.before(70 + deployment.trust.place % 50)
    if deployment.story == Story.SILENT and deployment.number == 0:
        reason = "The data protection officer found no lawful basis for sending images outside the trust"
        return Assessment(deployment, "rejected", started_on, None, calendar.before(48), reason)
    if deployment.gap == Gap.NEVER_APPROVED:
        return Assessment(deployment, "dpo-review", started_on)
    return Assessment(deployment, NOT_YET[deployment.number % len(NOT_YET)], started_on)


def _not_begun(deployment: Deployment) -> Assessment:
    return Assessment(deployment, "not-started", None)


def dpia_rows(assessments: list[Assessment], calendar: Calendar) -> Iterator[Row]:
    """A row for each DPIA as it stands."""
    for each in assessments:
        deployment = each.deployment
        yield {
            **deployment.subject,
            "status": each.status,
            "controller": deployment.trust.name,
            "processor": deployment.call_off.product.supplier,
            "lawful basis": "UK GDPR Article 6(1)(e), public task",
            "special category basis": "UK GDPR Article 9(2)(h), health care",
            "retention": "Results as long as the images; logs of the supplier 12 months",
            "residual risk": ("low", "low", "medium", "low", "medium")[deployment.trust.place % 5],
            "started on": each.started_on,
            "approved on": each.approved_on,
            "review due": _review_due(each, calendar),
        }


def _review_due(assessment: Assessment, calendar: Calendar) -> date | None:
    """Two years after the approval, unless it is one of the few whose review presses."""
    if assessment.approved_on is None:
        return None
    if assessment.deployment.gap == Gap.REVIEW_PASSED:
        return max(calendar.before(22), assessment.approved_on + timedelta(days=1))
    if assessment.deployment.gap == Gap.REVIEW_NEAR:
        return calendar.after(17)
    return add_months(assessment.approved_on, 24)


def sign_off_rows(deployments: list[Deployment], calendar: Calendar, rng: random.Random) -> Iterator[Row]:
    """The decisions of the signatories."""
    people = names.people_names(rng)
    for deployment in deployments:
        signing_on = deployment.live_on or (deployment.expected_on or calendar.anchor) - timedelta(days=25)
        for place, role in enumerate(_signed_roles(deployment, calendar)):
            day = working_day(min(signing_on - timedelta(days=2 + place * 3), calendar.before(4)))
            yield _approval(deployment, role, day, next(people), rng)
        yield from _other_decisions(deployment, calendar, next(people))


def _signed_roles(deployment: Deployment, calendar: Calendar) -> tuple[str, ...]:
    """The capacities in which somebody has signed by the anchor."""
    if deployment.live_on or deployment.story == Story.OVERDUE:
        is_last_missing = deployment.story == Story.OVERDUE and deployment.number == 2
        return ROLES[:-1] if is_last_missing else ROLES
    if deployment.story == Story.UNGOVERNED:
        missing = MISSING[deployment.number % len(MISSING)]
        return tuple(role for role in ROLES if role not in missing)
    if deployment.shadow_on and not deployment.ended:
        return ("clinical-safety-officer", "dpo", "radiology-lead", "it-lead")
    is_near = deployment.expected_on is not None and deployment.expected_on < calendar.after(80)
    return ("radiology-lead", "it-lead") if is_near and deployment.call_off.signed_on else ()


def _approval(deployment: Deployment, role: str, day: date, name: str, rng: random.Random) -> Row:
    has_conditions = rng.random() < 0.07
    row: Row = {
        **deployment.subject,
        "role": role,
        "decision": "approved with conditions" if has_conditions else "approved",
        "decided on": day,
        "name": name,
        "conditions": rng.choice(CONDITIONS) if has_conditions else "",
    }
    if role in ("clinical-safety-officer", "medical-physics"):
        row["expires on"] = add_months(day, 36)
    return row


def _other_decisions(deployment: Deployment, calendar: Calendar, name: str) -> Iterator[Row]:
    """A refusal, a withdrawal, and an approval that has run out."""
    row: Row = {**deployment.subject, "name": name}
    if deployment.story == Story.UNGOVERNED and deployment.number == 1:
        yield {**row, "role": "caldicott-guardian", "decision": "refused", "decided on": calendar.before(12)}
    if deployment.gap == Gap.WITHDRAWN:
        yield {**row, "role": "radiology-lead", "decision": "withdrawn", "decided on": calendar.before(9)}
    if deployment.gap == Gap.EXPIRED and deployment.live_on:
        yield {
            **row,
            "role": "medical-physics",
            "decision": "approved",
            "decided on": working_day(deployment.live_on - timedelta(days=1)),
            "expires on": max(calendar.before(15), deployment.live_on + timedelta(days=1)),
        }
