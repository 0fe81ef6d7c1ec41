"""Rules about sign-offs. Pure.

They speak only where it matters: shortly before a go-live, or once patients' data are used. A trust that is a year away
from its go-live has nothing signed yet, and that is no finding.
"""

from collections.abc import Iterator
from datetime import date

from tracker.core.formats import mid_sentence
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.rules.timing import concerned, near_since, severity_before, when
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.sign_offs import SignOffOn
from tracker.governance.vocabulary import SignOffDecision

REFUSALS = (SignOffDecision.REFUSED, SignOffDecision.WITHDRAWN)


def sign_off_missing(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R22: shortly before go-live or in clinical use, a capacity has not signed, has refused, or its approval has
    expired; one finding names them all."""
    for each in concerned(facts, limits):
        missing = each.governance.missing_roles
        if missing:
            standing = [each.governance.sign_offs[role] for role in missing if role in each.governance.sign_offs]
            refused = [sign_off for sign_off in standing if sign_off.decision in REFUSALS]
            is_worst = each.is_live and bool(refused)
            yield about_deployment(
                each,
                Severity.CRITICAL if is_worst else severity_before(each, facts.day, limits),
                _sentence_of_sign_offs(each),
                since=_unsigned_since(each, standing, facts.day, limits),
            )


def _sentence_of_sign_offs(facts: DeploymentFacts) -> str:
    groups: dict[str, list[str]] = {"Not signed": [], "Refused or withdrawn": [], "Expired": [], "Out of date": []}
    for role in facts.governance.missing_roles:
        sign_off = facts.governance.sign_offs.get(role)
        name = "Not signed" if sign_off is None else "Refused or withdrawn"
        if sign_off is not None and sign_off.decision not in REFUSALS:
            name = "Out of date" if sign_off.stale else "Expired"
        groups[name].append(role_name(role.label))
    told = " ".join(f"{name}: {listed(roles)}." for name, roles in groups.items() if roles)
    return f"{when(facts)}. {told}"


def role_name(label: str) -> str:
    """A capacity within a sentence: `data protection officer`, but `Caldicott Guardian`, which is a person's name."""
    return label if label.startswith("Caldicott") else mid_sentence(label)


def _unsigned_since(facts: DeploymentFacts, standing: list[SignOffOn], day: date, limits: Limits) -> date:
    """When this began: the go-live came near or happened, or later the last approval went."""
    if not facts.is_live:
        return near_since(facts, day, limits)
    live_since = facts.position.first_live_on or day
    ends = [sign_off.decided_on if sign_off.decision in REFUSALS else sign_off.expires_on for sign_off in standing]
    if len(standing) < len(facts.governance.missing_roles):
        return live_since
    return max(live_since, min((end for end in ends if end), default=live_since))
