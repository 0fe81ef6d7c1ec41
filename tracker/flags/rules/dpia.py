"""Rules about data protection impact assessments. Pure.

They speak only where it matters: shortly before a go-live, or once patients' data are used. A trust that is a year away
from its go-live has no approved DPIA yet, and that is no finding.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tracker.core.formats import mid_sentence, nhs_date
from tracker.flags.rules.assurance import role_name
from tracker.flags.rules.base import (
    Finding,
    Limits,
    about_deployment,
    listed_briefly,
    working_days_between,
)
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.rules.timing import near_since, severity_before
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.dpia_content import (
    Content,
    autonomy_gaps,
    high_residuals,
    role_gaps,
    transfer_gaps,
    unsure_gaps,
)
from tracker.governance.policies.dpia_standing import DpiaOn
from tracker.governance.vocabulary import WITH_DPIA_SIGNATORIES, DpiaStatus
from tracker.procurement.vocabulary import Stage

AFTER_ADVICE = (DpiaStatus.AWAITING_SIGN_OFF, DpiaStatus.ICO_CONSULTATION)


def not_started_at_tender(facts: Facts, limits: Limits) -> Iterator[Finding]:  # noqa: ARG001 - every rule is given limits
    """R20: the invitation to tender went out, and the assessment that should shape it has not been started."""
    tenders = {
        (each.network_id, each.use_case): each.stages[Stage.TENDER].actual
        for each in facts.procurements
        if Stage.TENDER in each.stages
    }
    for each in facts.deployments:
        issued_on = tenders.get((each.position.trust.network_id or 0, each.position.use_case))
        if issued_on and each.awaits_go_live and each.governance.dpia_status == DpiaStatus.NOT_STARTED:
            yield about_deployment(
                each,
                Severity.MEDIUM,
                f"The tender was issued on {nhs_date(issued_on)}, and the DPIA has not been started.",
                since=issued_on,
            )


def dpia_not_approved(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R21: a go-live is near, or shadow mode (which uses patients' data) has begun, without an approved DPIA."""
    for each in facts.deployments:
        is_near = each.go_live_is_within(limits["days_before"], of=facts.day)
        if each.governance.dpia_is_approved or not (is_near or (each.is_in_shadow and each.awaits_go_live)):
            continue
        status = mid_sentence(each.governance.dpia_status.label)
        go_live = each.position.go_live.expected
        when = f"Go-live is expected on {nhs_date(go_live)}" if is_near else "Shadow mode has begun"
        yield about_deployment(
            each,
            severity_before(each, facts.day, limits),
            f"{when}, and the DPIA is not approved (status: {status}).",
            since=near_since(each, facts.day, limits),
        )


def live_without_dpia(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T02: in clinical use without an approved DPIA (UK GDPR Article 35: before the processing)."""
    for each in facts.deployments:
        if each.is_live and not each.governance.dpia_is_approved:
            live_since = each.position.first_live_on or facts.day
            since = max(live_since, each.governance.dpia_since or live_since)
            yield about_deployment(
                each,
                Severity.CRITICAL,
                f"In clinical use since {nhs_date(live_since)} without an approved DPIA "
                f"(status: {mid_sentence(each.governance.dpia_status.label)}).",
                since=since,
                national=(facts.day - since).days >= limits["national_days"],
            )


def dpia_review_due(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R26: the review of an approved DPIA is due soon, or its day has passed."""
    for each in facts.deployments:
        due = each.review_due_on
        is_in_use = each.is_live or each.awaits_go_live
        if due is None or not is_in_use or not each.governance.dpia_is_approved:
            continue
        if due <= facts.day + timedelta(days=limits["days_before"]):
            yield about_deployment(
                each,
                _severity_of_review(due, facts.day, limits),
                f"The DPIA is due for review by {nhs_date(due)}.",
                since=due - timedelta(days=limits["days_before"]),
            )


def _severity_of_review(due: date, day: date, limits: Limits) -> Severity:
    if due >= day:
        return Severity.MEDIUM
    return Severity.CRITICAL if (day - due).days >= limits["critical_days"] else Severity.HIGH


def _in_question(facts: Facts, limits: Limits) -> Iterator[tuple[DeploymentFacts, DpiaOn, date]]:
    """Deployments whose DPIA matters on the day, each with the day since when it does: patients' data are used, or the
    go-live is near."""
    for each in facts.deployments:
        is_near = each.go_live_is_within(limits["days_before"], of=facts.day)
        is_used = each.is_live or (each.is_in_shadow and each.awaits_go_live)
        if each.dpia is None or not (is_near or is_used):
            continue
        since = each.position.first_live_on if each.is_live else near_since(each, facts.day, limits)
        yield each, each.dpia, max(since or facts.day, each.dpia.since or date.min)


def dpia_unsigned(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R22: the DPIA waits for somebody's confirmation, advice or decision."""
    for each, dpia, since in _in_question(facts, limits):
        if dpia.status in WITH_DPIA_SIGNATORIES and dpia.missing_roles:
            roles = listed_briefly([role_name(role.label) for role in dpia.missing_roles])
            found = about_deployment(each, Severity.HIGH, f"The DPIA waits for: {roles}.", since=since)
            yield replace(found, detail_key="dpia")


def dpia_changed_since_signed(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R23: what was signed is not what the DPIA says now."""
    for each, dpia, since in _in_question(facts, limits):
        if dpia.is_approved and dpia.has_changed_since_approval:
            sentence = f"The DPIA has changed since it was approved on {nhs_date(dpia.approved_on)}."
            yield about_deployment(each, Severity.HIGH, sentence, since=since)


def officer_overruled(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R24: the data protection officer advised against it, and it goes on without anybody saying why."""
    for each, dpia, _ in _in_question(facts, limits):
        goes_on = dpia.is_approved or dpia.status in AFTER_ADVICE
        if goes_on and dpia.advice is not None and dpia.is_overruling_unexplained:
            advised_on = nhs_date(dpia.advice.decided_on)
            sentence = f"The data protection officer advised against it on {advised_on}, and no reasons are recorded."
            yield about_deployment(each, Severity.HIGH, sentence, since=dpia.advice.decided_on)


def high_risk_remains(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R25: a high risk remains without a closed consultation of the ICO; it stops the go-live."""
    for each, dpia, since in _in_question(facts, limits):
        if dpia.is_ico_needed and dpia.content is not None:
            named = listed_briefly([risk.reference for risk in high_residuals(dpia.content)])
            sentence = f"A high risk remains ({named}), and no ICO consultation that allows it is closed."
            yield about_deployment(each, Severity.CRITICAL if each.is_live else Severity.HIGH, sentence, since=since)


def roles_unset(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R27: an activity has no controller, or a processor no contract under Article 28. Where no activity is described,
    the controller and the processor are at least named."""
    for each, dpia, since in _in_question(facts, limits):
        missing = _missing_roles(dpia)
        if missing and dpia.status != DpiaStatus.NOT_STARTED:
            yield about_deployment(each, Severity.HIGH, _briefly(missing), since=since)


def _missing_roles(dpia: DpiaOn) -> Sequence[str]:
    if dpia.content is not None and dpia.content.activities:
        return role_gaps(dpia.content)
    named = {"controller": dpia.controller, "processor": dpia.processor}
    return [f"The DPIA names no {role}." for role, name in named.items() if not name]


def _briefly(sentences: Sequence[str]) -> str:
    more = f" And {len(sentences) - 1} more." if len(sentences) > 1 else ""
    return f"{sentences[0][:480]}{more}"


def _about_content(
    facts: Facts, limits: Limits, severity: Severity, missing: Callable[[Content], Sequence[str]]
) -> Iterator[Finding]:
    for each, dpia, since in _in_question(facts, limits):
        told = missing(dpia.content) if dpia.content is not None else ()
        if told:
            yield about_deployment(each, severity, _briefly(told), since=since)


def transfer_unsafe(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R28: data leave the UK without adequacy regulations or another safeguard."""
    yield from _about_content(facts, limits, Severity.HIGH, transfer_gaps)


def unsure_unsettled(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R29: a question is answered “Unsure”, and no action settles it."""
    yield from _about_content(
        facts, limits, Severity.MEDIUM, lambda content: [sentence for _, sentence in unsure_gaps(content)]
    )


def autonomous_unexplained(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R30: the tool decides by itself, and the questions about automated decisions are open."""
    yield from _about_content(facts, limits, Severity.HIGH, autonomy_gaps)


def condition_overdue(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T12: a condition of an approval is past its day."""
    for each in facts.deployments:
        overdue = [one for one in each.dpia.conditions if one.is_overdue(facts.day)] if each.dpia else []
        if overdue:
            first = min(overdue, key=lambda one: one.due_on)
            late = working_days_between(first.due_on, facts.day)
            severity = Severity.HIGH if late > limits["red_working_days"] else Severity.MEDIUM
            sentence = f"“{first.text}” was due by {nhs_date(first.due_on)} ({first.owner})."
            yield about_deployment(each, severity, sentence, since=first.due_on)
