"""Rules about medical-device regulation, intended purpose, quality and cyber security of a release. Pure.

Sources: UK Medical Devices Regulations 2002; MHRA guidance on CE marks in Great Britain; DTAC version 2.0 section C3.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.governance.policies.judging import NO_RELEASE, Problem, judged, valid_until
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark, View
from tracker.networks.vocabulary import ReferralSource

RELEASE_PAGE, USE_PAGE = "deployment-release", "edit-intended-use"
MET_BY_DSPT = ("standards met", "standards exceeded")
SELF_DECLARED = "I"
ESSENTIALS_PLUS, PENETRATION_TEST = "Cyber Essentials Plus certificate", "penetration test"
HIGHEST_CVSS = 10  # the top of the Common Vulnerability Scoring System
NOT_CHECKED: Problem = (
    "Nobody has checked the release as a medical device.",
    "Check its mark, certificate, registration and intended purpose.",
)


@dataclass(frozen=True)
class Purpose:
    """What a device is for, or what a deployment uses it for. Ages in years; no upper one where it is None."""

    views: tuple[str, ...]
    sources: tuple[str, ...]
    minimum_age: int
    maximum_age: int | None
    autonomy: Autonomy


@dataclass(frozen=True)
class DeviceOn:
    """The newest check of a release as a medical device. `accepted_until` is the end of what its mark is accepted for
    in Great Britain; None where the mark has no end."""

    mark: DeviceMark
    device_class: str
    purpose: Purpose
    use_cases: tuple[str, ...]
    certificate_number: str = ""
    expires_on: date | None = None
    mhra_reference: str = ""
    is_uk_manufacturer: bool = False
    uk_responsible_person: str = ""
    checked_on: date | None = None
    accepted_until: date | None = None
    is_policy_pending: bool = False

    @property
    def ends_on(self) -> date | None:
        """The last day on which it may be supplied, by its certificate or its mark, whichever ends first."""
        return min((day for day in (self.expires_on, self.accepted_until) if day), default=None)


@dataclass(frozen=True)
class CyberOn:
    """Cyber security of a release: dates that procurement keeps, and the newest check of ours."""

    penetration_test_on: date | None = None
    essentials_plus_until: date | None = None
    dspt_status: str = ""
    checked_on: date | None = None
    highest_open_cvss: Decimal | None = None
    charter_signed_on: date | None = None
    essentials_until: date | None = None
    dspt_until: date | None = None
    ico_until: date | None = None


@dataclass(frozen=True)
class DevicesOn:
    """Device, quality and cyber evidence of the release that a deployment runs, and what the deployment uses it for.
    `live_sources` are the referral sources that it is used for now; `limits` are by their name."""

    deployment_id: int
    use_case: str = ""
    release_id: int | None = None
    release: str = ""
    device: DeviceOn | None = None
    use: Purpose | None = None
    live_sources: tuple[str, ...] = ()
    iso_13485_until: date | None = None
    cyber: CyberOn = field(default_factory=CyberOn)
    limits: Mapping[str, int] = field(default_factory=dict)

    @property
    def penetration_test_until(self) -> date | None:
        return valid_until(self.cyber.penetration_test_on, self.limits.get("penetration_test_months"))

    @property
    def cyber_dates(self) -> dict[str, date | None]:
        """The last day of each thing about cyber security that holds for a time, by what it is called."""
        return {
            ESSENTIALS_PLUS: self.cyber.essentials_plus_until,
            PENETRATION_TEST: self.penetration_test_until,
            "Cyber Essentials certificate": self.cyber.essentials_until,
            "Data Security and Protection Toolkit assessment": self.cyber.dspt_until,
            "ICO registration": self.cyber.ico_until,
        }

    @property
    def has_blocking_finding(self) -> bool:
        """A finding of the penetration test is open whose score blocks."""
        tenths, score = self.limits.get("cvss_blocks_from_tenths"), self.cyber.highest_open_cvss
        return score is not None and (tenths is None or score * 10 >= tenths)


# --- Recording ------------------------------------------------------------------------------------------------------


def may_register_device(
    *,
    mark: DeviceMark,
    device_class: str,
    certificate_number: str,
    issued_on: date | None,
    expires_on: date | None,
    declared_on: date | None,
    checked_on: date,
    today: date,
) -> Decision:
    """Whether a check of a device is whole: dates in order, and a certificate where the class needs one."""
    for name, day in (("issued_on", issued_on), ("declared_on", declared_on), ("checked_on", checked_on)):
        if day is not None and day > today:
            return deny("This can't be of a day in the future.", remedy="Enter the day it was done.", field=name)
    if issued_on is not None and expires_on is not None and expires_on <= issued_on:
        return deny(
            "The certificate can't expire on or before the day it was issued.",
            remedy="Correct one of the two dates.",
            field="expires_on",
        )
    needs_certificate = not (device_class == SELF_DECLARED and mark in {DeviceMark.UKCA, DeviceMark.CE_MDD})
    if needs_certificate and (not certificate_number.strip() or expires_on is None):
        missing = "certificate_number" if not certificate_number.strip() else "expires_on"
        return deny(
            f"A class {device_class} device under this mark has a certificate of a body.",
            remedy="Enter its number and when it expires.",
            field=missing,
        )
    return ALLOWED


def may_use_ages(minimum: int, maximum: int | None) -> Decision:
    """Whether an age range is in order."""
    if maximum is not None and maximum < minimum:
        return deny("The highest age is below the lowest.", remedy="Correct one of the two.", field="maximum_age")
    return ALLOWED


def may_check_cyber(
    *, charter_signed_on: date | None, highest_open_cvss: Decimal | None, checked_on: date, today: date
) -> Decision:
    """Whether a check of cyber security is of possible days and of a possible score (CVSS: 0.0 to 10.0)."""
    for name, day in (("charter_signed_on", charter_signed_on), ("checked_on", checked_on)):
        if day is not None and day > today:
            return deny("This can't be of a day in the future.", remedy="Enter the day it was done.", field=name)
    if highest_open_cvss is not None and not 0 <= highest_open_cvss <= HIGHEST_CVSS:
        return deny("A CVSS score lies between 0 and 10.", remedy="Correct it.", field="highest_open_cvss")
    return ALLOWED


def may_record_use(*, sources: Collection[str], on: date, today: date) -> Decision:
    """Whether a use may be recorded from a day on."""
    if on > today:
        return deny("A use can't count from a day in the future.", remedy="Use today.", field="effective_on")
    if not sources:
        return deny(
            "The use names no referral source.", remedy="Tick whose patients it is for.", field="referral_sources"
        )
    return ALLOWED


def outside_purpose(facts: DevicesOn) -> list[str]:
    """How the use goes beyond the device's intended purpose, as sentences; empty when it does not."""
    device, use = facts.device, facts.use
    if device is None or use is None:
        return []
    purpose = device.purpose
    found = []
    if facts.use_case not in device.use_cases:
        found.append("Its intended purpose does not name this use case.")
    sources = {*use.sources, *facts.live_sources} - set(purpose.sources)
    if sources:
        found.append(f"It is not intended for patients of: {_labels(ReferralSource, sources)}.")
    views = set(use.views) - set(purpose.views)
    if views:
        found.append(f"It is not intended for these images: {_labels(View, views)}.")
    if use.minimum_age < purpose.minimum_age:
        found.append(f"It is intended from {purpose.minimum_age} years of age, and used from {use.minimum_age}.")
    if purpose.maximum_age is not None and (use.maximum_age is None or use.maximum_age > purpose.maximum_age):
        found.append(f"It is intended up to {purpose.maximum_age} years of age, and used beyond.")
    if use.autonomy.rank > purpose.autonomy.rank:
        intended, meant = purpose.autonomy.label.lower(), use.autonomy.label.lower()
        found.append(f"It is intended for: {intended}. It is used for: {meant}.")
    return found


def _labels(words: type[ReferralSource] | type[View], codes: Iterable[str]) -> str:
    return ", ".join(str(each.label) for each in words if each.value in set(codes))


# --- The gate -------------------------------------------------------------------------------------------------------


def _device_problems(facts: DevicesOn, day: date) -> Iterator[Problem]:
    device = facts.device
    if facts.release_id is None:
        yield NO_RELEASE
    elif device is None:
        yield NOT_CHECKED
    else:
        yield from _problems_of(device, facts.release, day)


def registration_problems(device: DeviceOn, release: str) -> Iterator[Problem]:
    """What is missing of a device's registration in Great Britain."""
    if not device.mhra_reference:
        yield f"The MHRA registration of {release} is not evidenced.", "Record its reference."
    if not device.is_uk_manufacturer and not device.uk_responsible_person:
        yield f"No UK responsible person is named for {release}.", "Record who it is."


def _problems_of(device: DeviceOn, release: str, day: date) -> Iterator[Problem]:
    if device.expires_on is not None and device.expires_on < day:
        yield f"The certificate of {release} expired on {nhs_date(device.expires_on)}.", "Ask for the new one."
    if device.accepted_until is not None and device.accepted_until < day:
        pending = " A change of policy was consulted on: check how it came out." if device.is_policy_pending else ""
        yield (
            f"This CE mark was accepted in Great Britain until {nhs_date(device.accepted_until)}.",
            f"Ask the supplier for a mark that is accepted.{pending}",
        )
    yield from registration_problems(device, release)


def _standing(device: DeviceOn | None) -> str:
    if device is None:
        return ""
    ends = f", until {nhs_date(device.ends_on)}" if device.ends_on else ""
    return f"{device.mark.label}, class {device.device_class}{ends}."


def device_verdict(facts: DevicesOn, day: date) -> Verdict:
    """Whether the release may be supplied in Great Britain on the day: mark, certificate, registration."""
    return judged(_device_problems(facts, day), met_by=_standing(facts.device), page=RELEASE_PAGE)


def _purpose_problems(facts: DevicesOn) -> Iterator[Problem]:
    if facts.use is None:
        yield "Nobody has recorded what this deployment uses the tool for.", "Record the intended use."
    outside = outside_purpose(facts)
    if outside:
        yield " ".join(outside), "Narrow the use, or choose another product."


def purpose_verdict(facts: DevicesOn, day: date) -> Verdict:  # noqa: ARG001 - the facts are of that day
    """Whether the deployment stays within the device's intended purpose."""
    if facts.release_id is None or facts.device is None:
        problem = NO_RELEASE if facts.release_id is None else NOT_CHECKED
        return judged(iter([problem]), met_by="", page=RELEASE_PAGE)
    return judged(_purpose_problems(facts), met_by="The use is within the device's intended purpose.", page=USE_PAGE)


def _quality_problems(facts: DevicesOn, day: date) -> Iterator[Problem]:
    until = facts.iso_13485_until
    if facts.release_id is None:
        yield NO_RELEASE
    elif until is None:
        yield "No ISO 13485 certificate is recorded.", "Ask the supplier for it."
    elif until < day:
        yield f"The ISO 13485 certificate expired on {nhs_date(until)}.", "Ask the supplier for the new one."


def quality_verdict(facts: DevicesOn, day: date) -> Verdict:
    """Whether the supplier's quality management system (ISO 13485) is certified on the day."""
    met_by = f"Certified until {nhs_date(facts.iso_13485_until)}."
    return judged(_quality_problems(facts, day), met_by=met_by, page=RELEASE_PAGE)


def _cyber_problems(facts: DevicesOn, day: date) -> Iterator[Problem]:
    problems = cyber_problems(facts, day)
    if facts.release_id is None:
        yield NO_RELEASE
    elif problems:
        yield " ".join(problems), "Ask the supplier for what is missing, and record the check."


def cyber_verdict(facts: DevicesOn, day: date) -> Verdict:
    """Whether certificates, penetration test and toolkit hold on the day, and no serious finding is open."""
    met_by = "Cyber Essentials Plus, penetration test and toolkit hold."
    return judged(_cyber_problems(facts, day), met_by=met_by, page=RELEASE_PAGE)


def cyber_problems(facts: DevicesOn, day: date) -> list[str]:
    """What does not hold about cyber security on a day, as sentences."""
    cyber = facts.cyber
    found = []
    for name, until in facts.cyber_dates.items():
        if until is None and name in (ESSENTIALS_PLUS, PENETRATION_TEST):
            found.append(f"No {name} is recorded.")
        elif until is not None and until < day:
            found.append(f"The {name} ended on {nhs_date(until)}.")
    if cyber.dspt_status.strip().lower() not in MET_BY_DSPT:
        found.append("The Data Security and Protection Toolkit is not at Standards Met or Exceeded.")
    if cyber.highest_open_cvss is None:
        found.append("Nobody has recorded the highest open finding of the penetration test.")
    elif facts.has_blocking_finding:
        found.append(f"A finding with a CVSS score of {cyber.highest_open_cvss} is open.")
    return found
