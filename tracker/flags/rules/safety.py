"""Rules about clinical safety and the DTAC of the release in use. Pure.

They speak shortly before a go-live and while the tool is in use. That no release is recorded is said once, by R46.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from tracker.core.formats import nhs_date
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed, listed_briefly
from tracker.flags.rules.facts import DeploymentFacts, Facts, SafetyFacts
from tracker.flags.rules.timing import concerned, concerned_since, severity_of_block, when
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.dtac import dtac_verdict
from tracker.governance.policies.safety import HazardOn
from tracker.governance.policies.safety_gate import OfficerOn, SafetyOn, approval_problems

MOST = 3  # names of hazards and of people are long


def with_safety(facts: Facts, limits: Limits) -> Iterator[tuple[DeploymentFacts, SafetyFacts]]:
    """Deployments in use or near their go-live, with what is known of their clinical safety and release."""
    for each in concerned(facts, limits):
        if each.safety is not None:
            yield each, each.safety


def release_since(facts: DeploymentFacts, safety: SafetyFacts, day: date, limits: Limits) -> date:
    """When what is said of the release began to matter: with clinical use or a go-live that came near, or later with the
    release."""
    return max(concerned_since(facts, day, limits), safety.clinical.release_since or date.min)


def no_valid_officer(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R40: the trust has no clinical safety officer, or none whose registration somebody has checked in time."""
    for each, safety in with_safety(facts, limits):
        officers = safety.clinical.officers
        if any(officer.is_valid_on(facts.day) for officer in officers):
            continue
        said = "the trust has no clinical safety officer"
        if officers:
            said = listed_briefly([_last_check(officer) for officer in officers], most=MOST)
        lapsed = [officer.checked_until + timedelta(days=1) for officer in officers if officer.checked_until]
        yield about_deployment(
            each,
            Severity.HIGH,
            f"{when(each)}, and {said}.",
            since=max([concerned_since(each, facts.day, limits), *lapsed]),
        )


def _last_check(officer: OfficerOn) -> str:
    if officer.checked_on is None:
        return f"nobody has checked the registration of {officer.name}"
    return f"the registration of {officer.name} was last checked on {nhs_date(officer.checked_on)}"


def no_approved_case(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R41: there is no safety case with a hazard log, or it does not stand approved as it is, for the release in use."""
    for each, safety in with_safety(facts, limits):
        reasons = [reason for reason, _ in approval_problems(safety.clinical)]
        case = safety.clinical.case
        if case is not None and not case.hazards:
            reasons.append("Its hazard log has no hazard.")
        if reasons:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"{when(each)}. {' '.join(reasons)}",
                since=max(concerned_since(each, facts.day, limits), _unapproved_since(safety.clinical)),
            )


def _unapproved_since(clinical: SafetyOn) -> date:
    """The day on which the case got its status, or the release came for which there is no case."""
    case = clinical.case
    if case is None:
        return date.min
    is_of_another = clinical.release_id is not None and case.release_id != clinical.release_id
    return (clinical.release_since if is_of_another else None) or case.since


def transferred_without_row(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R42: the supplier left a hazard to the trust, and the trust's hazard log has no row for it."""
    for each, safety in with_safety(facts, limits):
        unlinked = safety.clinical.unlinked
        if unlinked:
            named = listed_briefly([f"“{name}”" for name in unlinked], most=MOST)
            yield about_deployment(
                each,
                Severity.HIGH,
                f"{when(each)}. The supplier transferred {named}, and the trust's hazard log has no row for that.",
                since=release_since(each, safety, facts.day, limits),
            )


def residual_risk_too_high(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R43: a hazard keeps a risk that no acceptance makes good; it stops the go-live."""
    for each, safety, hazards in _with_hazards(facts, limits):
        high = [hazard for hazard in hazards if hazard.blocks]
        if high:
            yield about_deployment(
                each,
                severity_of_block(each, facts.day, limits),
                f"{when(each)}. The residual risk is too high: {_rated(high)}.",
                since=_log_since(each, safety, facts.day, limits),
            )


def residual_risk_not_accepted(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R44: a hazard keeps a risk that needs reasons and an executive's acceptance, and lacks one of them. Where reasons
    alone are asked for, the clinical safety officer asks for them before the case is approved."""
    for each, safety, hazards in _with_hazards(facts, limits):
        serious = [hazard for hazard in hazards if hazard.residual is not None and hazard.residual.needs_acceptance]
        unexplained = [hazard for hazard in serious if hazard.lacks_reasons]
        unaccepted = [hazard for hazard in serious if hazard.lacks_acceptance]
        told = [
            f"{name}: {_rated(of)}."
            for name, of in (
                ("Not shown to be as low as reasonably practicable", unexplained),
                ("Not accepted by an executive", unaccepted),
            )
            if of
        ]
        if told:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"{when(each)}. {' '.join(told)}",
                since=_log_since(each, safety, facts.day, limits),
            )


def _with_hazards(facts: Facts, limits: Limits) -> Iterator[tuple[DeploymentFacts, SafetyFacts, tuple[HazardOn, ...]]]:
    for each, safety in with_safety(facts, limits):
        if safety.clinical.case is not None:
            yield each, safety, safety.clinical.case.hazards


def _rated(hazards: Sequence[HazardOn]) -> str:
    """`hazard 3, Missed nodule (risk 4)`."""
    named = [
        f"{hazard.title[:1].lower()}{hazard.title[1:]} (risk {hazard.residual.rating})"
        for hazard in hazards
        if hazard.residual is not None
    ]
    return listed_briefly(named, most=MOST)


def _log_since(facts: DeploymentFacts, safety: SafetyFacts, day: date, limits: Limits) -> date:
    """When it began to matter, or later the day on which the case got the status in which its log can be edited."""
    case = safety.clinical.case
    return max(concerned_since(facts, day, limits), case.since if case else date.min)


def dtac_not_passed(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R45: the release in use has no DTAC, has failed it, or came with a form that was no longer accepted."""
    for each, safety in with_safety(facts, limits):
        verdict = dtac_verdict(safety.dtac, facts.day)
        if not verdict and safety.dtac.release_id is not None:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"{when(each)}. {verdict.reason}",
                since=max(
                    release_since(each, safety, facts.day, limits),
                    safety.dtac.concluded_on or date.min,
                ),
            )


def assessed_another_release(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R46: nobody has recorded which release is used, or its safety case, local validation or DPIA are about another."""
    for each, safety in with_safety(facts, limits):
        release, others = safety.clinical.release, _of_another_release(each, safety.clinical)
        if safety.clinical.release_id is None:
            said = f"{when(each)}, and nobody has recorded which release is used."
        elif others:
            are = "is" if len(others) == 1 else "are"
            said = f"{when(each)}. The release in use is {release}, and {listed(others)} {are} about another."
        else:
            continue
        yield about_deployment(each, Severity.HIGH, said, since=release_since(each, safety, facts.day, limits))


def _of_another_release(facts: DeploymentFacts, clinical: SafetyOn) -> list[str]:
    """What names a release that is not the one in use. What names none can't be told."""
    study = facts.assurance.validation.study if facts.assurance else None
    content = facts.dpia.content if facts.dpia else None
    named = (
        ("the safety case", clinical.case and (clinical.case.release_id, clinical.case.release)),
        ("the local validation", study and (study.release_id, study.release)),
        ("the DPIA", content and (content.release_id, "")),
    )
    return [
        f"{name} ({of[1]})" if of[1] else name for name, of in named if of and of[0] not in (None, clinical.release_id)
    ]
