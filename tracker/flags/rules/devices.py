"""Rules about the release in use as a medical device, its intended purpose, its maker's quality system and its cyber
security. Pure.

They speak shortly before a go-live and while the tool is in use, of a release that is known.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from tracker.core.days import add_months
from tracker.core.formats import nhs_date
from tracker.flags.rules.base import Finding, Limits, about_deployment, listed
from tracker.flags.rules.facts import DeploymentFacts, Facts, SafetyFacts
from tracker.flags.rules.safety import release_since, with_safety
from tracker.flags.rules.timing import severity_of_block, when
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.devices import (
    NOT_CHECKED,
    DeviceOn,
    outside_purpose,
    quality_verdict,
    registration_problems,
)

NEXT_DAY = timedelta(days=1)  # a certificate counts to the end of its last day


def _with_release(facts: Facts, limits: Limits) -> Iterator[tuple[DeploymentFacts, SafetyFacts, date]]:
    """Deployments that a rule is concerned with and whose release is known, and since when that matters."""
    for each, safety in with_safety(facts, limits):
        if safety.devices.release_id is not None:
            yield each, safety, release_since(each, safety, facts.day, limits)


def _with_device(facts: Facts, limits: Limits) -> Iterator[tuple[DeploymentFacts, DeviceOn, str, date]]:
    """The same whose release somebody has checked as a device, with the release's name."""
    for each, safety, began in _with_release(facts, limits):
        if safety.devices.device is not None:
            yield each, safety.devices.device, safety.devices.release, began


def certificate_ends(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R50: the device's certificate has expired, or expires soon."""
    for each, device, release, began in _with_device(facts, limits):
        until = device.expires_on
        warned_on = until - timedelta(days=limits["warn_days"]) if until else None
        if until is not None and warned_on is not None and warned_on <= facts.day:
            has_ended = until < facts.day
            yield about_deployment(
                each,
                Severity.HIGH if has_ended else Severity.MEDIUM,
                f"{when(each)}. The device certificate of {release} {'expired' if has_ended else 'expires'} on "
                f"{nhs_date(until)}.",
                since=max(began, until + NEXT_DAY if has_ended else warned_on),
            )


def registration_missing(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R51: nobody has checked the release as a device, or its MHRA registration or UK responsible person is missing."""
    for each, safety, began in _with_release(facts, limits):
        device = safety.devices.device
        problems = list(registration_problems(device, safety.devices.release)) if device else [NOT_CHECKED]
        if problems:
            reasons = " ".join(reason for reason, _ in problems)
            yield about_deployment(each, Severity.HIGH, f"{when(each)}. {reasons}", since=began)


def used_outside_purpose(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R52: the use goes beyond the device's intended purpose; it stops the go-live."""
    for each, safety, began in _with_release(facts, limits):
        outside = outside_purpose(safety.devices)
        if outside:
            severity = severity_of_block(each, facts.day, limits)
            yield about_deployment(each, severity, f"{when(each)}. {' '.join(outside)}", since=began)


def mark_ends(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R53: the device's CE mark is accepted in Great Britain for not much longer, or no longer."""
    for each, device, release, began in _with_device(facts, limits):
        until = device.accepted_until
        warned_on = add_months(until, -limits["warn_months"]) if until else None
        if until is not None and warned_on is not None and warned_on <= facts.day:
            has_ended = until < facts.day
            pending = (
                " A change of this day was consulted on: check how it came out." if device.is_policy_pending else ""
            )
            yield about_deployment(
                each,
                Severity.HIGH if has_ended else Severity.MEDIUM,
                f"{when(each)}. The mark of {release}, {device.mark.label}, {'was' if has_ended else 'is'} accepted in "
                f"Great Britain until {nhs_date(until)}.{pending}",
                since=max(began, until + NEXT_DAY if has_ended else warned_on),
            )


def quality_not_certified(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R54: the ISO 13485 certificate of the release's maker is not on record, or has expired."""
    for each, safety, began in _with_release(facts, limits):
        verdict, until = quality_verdict(safety.devices, facts.day), safety.devices.iso_13485_until
        if not verdict:
            yield about_deployment(
                each,
                Severity.HIGH,
                f"{when(each)}. {verdict.reason}",
                since=max(began, until + NEXT_DAY) if until else began,
            )


def serious_finding_open(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R71: a finding of the penetration test is open whose score is too high; it stops the go-live."""
    for each, safety, began in _with_release(facts, limits):
        cyber = safety.devices.cyber
        if safety.devices.has_blocking_finding:
            yield about_deployment(
                each,
                severity_of_block(each, facts.day, limits),
                f"{when(each)}. A finding of the penetration test of {safety.devices.release} with a CVSS score of "
                f"{cyber.highest_open_cvss} is open.",
                since=max(began, cyber.checked_on or began),
            )


def cyber_evidence_ends(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R70: something about the release's cyber security that holds for a time has expired or does soon; one finding
    names it all."""
    for each, safety, began in _with_release(facts, limits):
        dates = {name: until for name, until in safety.devices.cyber_dates.items() if until is not None}
        warning = timedelta(days=limits["warn_days"])
        expired = {name: until for name, until in dates.items() if until < facts.day}
        expiring = {name: until for name, until in dates.items() if until - warning <= facts.day <= until}
        if expired or expiring:
            told = " ".join(
                f"{word}: {_dated(of)}." for word, of in (("Expired", expired), ("Expires", expiring)) if of
            )
            first = min(expired.values()) + NEXT_DAY if expired else min(expiring.values()) - warning
            yield about_deployment(
                each,
                Severity.HIGH if expired else Severity.MEDIUM,
                f"{when(each)}. Cyber security of {safety.devices.release}. {told}",
                since=max(began, first),
                detail_key="cyber",
            )


def _dated(dates: Mapping[str, date]) -> str:
    return listed(f"{name} ({nhs_date(until)})" for name, until in sorted(dates.items(), key=lambda each: each[1]))
