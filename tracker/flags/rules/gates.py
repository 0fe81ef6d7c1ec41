"""Rules about the go-live gate: what is used behind a closed one, and waivers that run out. Pure."""

from collections.abc import Iterator
from datetime import timedelta

from tracker.core.formats import mid_sentence, nhs_date
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed_briefly
from tracker.flags.rules.facts import DeploymentFacts, Facts
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.gate import Gate, Item

SHOWN = 3


def live_behind_closed_gate(facts: Facts, _limits: Limits) -> Iterator[Finding]:
    """T08: in clinical use while a requirement that blocks a go-live is neither met nor waived."""
    for each in facts.deployments:
        gate = each.gate
        if gate is None or gate.version is None or not each.is_live or gate.is_open:
            continue
        titles = [mid_sentence(item.requirement.title) for item in gate.blocking]
        are = "requirement that blocks a go-live is" if len(titles) == 1 else "requirements that block a go-live are"
        live_since = each.position.first_live_on or facts.day
        yield about_deployment(
            each,
            Severity.CRITICAL,
            f"In clinical use since {nhs_date(live_since)}, and {len(titles)} {are} not met: "
            f"{listed_briefly(titles, most=SHOWN)}.",
            since=max(live_since, gate.version.first_held_on),
        )


def waiver_runs_out(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """T11: a waiver ends soon, or has ended, and what it stood for is still not met."""
    for each in facts.deployments:
        if each.gate is None or not (each.is_live or each.awaits_go_live):
            continue
        for item in each.gate.items:
            finding = _of_waiver(each, each.gate, item, limits)
            if finding is not None:
                yield finding


def _of_waiver(facts: DeploymentFacts, gate: Gate, item: Item, limits: Limits) -> Finding | None:
    waiver = item.waiver
    if waiver is None or not waiver.is_agreed:
        return None
    title, day = mid_sentence(item.requirement.title), nhs_date(waiver.expires_on)
    if item.blocks and waiver.has_ended(gate.day):
        sentence, since = f"The waiver for {title} ended on {day}, and it is not met.", waiver.expires_on
        severity = Severity.CRITICAL if facts.is_live else Severity.HIGH
    elif waiver.counts_on(gate.day) and (waiver.expires_on - gate.day).days <= limits["days_before"]:
        sentence = f"The waiver for {title} ends on {day}."
        since = max(waiver.since, waiver.expires_on - timedelta(days=limits["days_before"]))
        is_near = (waiver.expires_on - gate.day).days <= limits["red_days_before"]
        severity = Severity.HIGH if is_near else Severity.MEDIUM
    else:
        return None
    return about_deployment(facts, severity, sentence, since=since, detail_key=item.requirement.code)
