"""Rules about the release in use as a device, its intended purpose, quality and cyber security, by plain facts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.flags.plain import TODAY, days, find
from tests.unit.flags.products import LIVE_ON, USE, clinical, cyber, device, devices, facts, without_release
from tracker.flags.rules import Finding
from tracker.flags.vocabulary import Severity
from tracker.governance.policies.devices import DevicesOn
from tracker.governance.safety_vocabulary import DeviceMark
from tracker.networks.vocabulary import ClinicalUse


def found(of: DevicesOn, **options: Any) -> Mapping[str, Finding]:
    return find(facts(of, **options))


ALL_WRONG = devices(
    device=device(expires_on=days(-1), accepted_until=days(-1), mhra_reference=""),
    use=replace(USE, minimum_age=5),
    iso_13485_until=None,
    cyber=cyber(highest_open_cvss=Decimal("9.8"), essentials_until=days(-1)),
)
CODES = {"R50", "R51", "R52", "R53", "R54", "R70", "R71"}


@pytest.mark.parametrize(
    ("left", "severity"), [(31, None), (30, Severity.HIGH), (8, Severity.HIGH), (7, Severity.CRITICAL)]
)
def test_before_a_go_live_it_is_said_when_it_is_near(left: int, severity: Severity | None) -> None:
    said = found(ALL_WRONG, go_live=days(left))
    assert set(said) == (CODES if severity else set())
    for code, each in said.items():
        assert each.severity == (severity if code in ("R52", "R71") else Severity.HIGH)
        assert each.sentence.startswith("Go-live is expected on ")


@pytest.mark.parametrize("state", [ClinicalUse.NOT_STARTED, ClinicalUse.PAUSED, ClinicalUse.WITHDRAWN])
def test_nothing_is_said_of_a_deployment_that_is_neither_in_use_nor_near(state: ClinicalUse) -> None:
    assert not CODES & set(found(ALL_WRONG, state=state))


def test_nothing_is_said_of_a_release_that_is_not_known() -> None:
    assert not CODES & set(find(replace(facts(), safety=without_release())))


def test_in_use_what_blocks_a_go_live_is_critical() -> None:
    critical = {code for code, each in found(ALL_WRONG).items() if each.severity == Severity.CRITICAL}
    assert critical == {"R52", "R71"}


def test_a_release_that_came_later_counts_from_its_day() -> None:
    of = facts(devices(iso_13485_until=None))
    assert of.safety is not None
    of = replace(of, safety=replace(of.safety, clinical=clinical(release_since=days(-4))))
    assert find(of)["R54"].since == days(-4)


# --- R50 and R53: the certificate and the mark ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "severity", "since"),
    [
        (91, None, None),
        (90, Severity.MEDIUM, TODAY),
        (0, Severity.MEDIUM, LIVE_ON),
        (-1, Severity.HIGH, TODAY),
        (-100, Severity.HIGH, LIVE_ON),
    ],
)
def test_certificate_that_ends(left: int, severity: Severity | None, since: date | None) -> None:
    said = found(devices(device=device(expires_on=days(left))))
    assert {code: (each.severity, each.since) for code, each in said.items()} == (
        {"R50": (severity, since)} if severity else {}
    )


def test_certificate_is_named_with_its_day() -> None:
    expired, expires = (found(devices(device=device(expires_on=days(left))))["R50"].sentence for left in (-1, 1))
    assert expired == "In clinical use. The device certificate of Chest 2.1 expired on 29 June 2025."
    assert expires == "In clinical use. The device certificate of Chest 2.1 expires on 1 July 2025."
    assert found(devices(device=device(expires_on=None))) == {}


@pytest.mark.parametrize(
    ("until", "severity", "since"),
    [
        (date(2026, 7, 1), None, None),
        (date(2026, 6, 30), Severity.MEDIUM, TODAY),
        (TODAY, Severity.MEDIUM, LIVE_ON),
        (date(2025, 6, 29), Severity.HIGH, TODAY),
    ],
)
def test_mark_that_is_accepted_for_not_much_longer(until: date, severity: Severity | None, since: date | None) -> None:
    said = found(devices(device=device(mark=DeviceMark.CE_MDD, accepted_until=until)))
    assert {code: (each.severity, each.since) for code, each in said.items()} == (
        {"R53": (severity, since)} if severity else {}
    )


@pytest.mark.parametrize(
    ("is_pending", "ends_with"), [(True, "check how it came out."), (False, "until 30 June 2026.")]
)
def test_mark_says_when_the_policy_is_pending(is_pending: bool, ends_with: str) -> None:
    of = device(mark=DeviceMark.CE_MDD, accepted_until=date(2026, 6, 30), is_policy_pending=is_pending)
    sentence = found(devices(device=of))["R53"].sentence
    assert "The mark of Chest 2.1, CE (EU Medical Devices Directive, legacy), is accepted in Great Britain" in sentence
    assert sentence.endswith(ends_with)


# --- R51, R52 and R54: registration, purpose, quality ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (None, "Nobody has checked the release as a medical device."),
        ({"mhra_reference": ""}, "The MHRA registration of Chest 2.1 is not evidenced."),
        ({"is_uk_manufacturer": False}, "No UK responsible person is named for Chest 2.1."),
        ({"mhra_reference": "", "is_uk_manufacturer": False}, "is not evidenced. No UK responsible person"),
    ],
)
def test_registration_that_is_missing(of: dict[str, Any] | None, words: str) -> None:
    said = found(devices(device=None if of is None else device(**of)))
    assert set(said) == {"R51"}
    assert (said["R51"].severity, said["R51"].since) == (Severity.HIGH, LIVE_ON)
    assert words in said["R51"].sentence


def test_device_from_abroad_with_a_uk_responsible_person_is_in_order() -> None:
    assert found(devices(device=device(is_uk_manufacturer=False, uk_responsible_person="Acme UK"))) == {}


@pytest.mark.parametrize(
    ("of", "words"),
    [
        ({"use_case": "chest-ct"}, "does not name this use case"),
        ({"live_sources": ("gp", "inpatient")}, "not intended for patients of: Inpatient"),
        ({"use": replace(USE, minimum_age=5)}, "It is intended from 16 years of age, and used from 5."),
    ],
)
def test_use_outside_the_purpose(of: dict[str, Any], words: str) -> None:
    said = found(devices(**of))
    assert set(said) == {"R52"}
    assert (said["R52"].severity, said["R52"].since) == (Severity.CRITICAL, LIVE_ON)
    assert words in said["R52"].sentence


def test_use_within_the_purpose_or_not_recorded_is_not_outside() -> None:
    assert found(devices(use=replace(USE, minimum_age=16))) == {}
    assert found(devices(use=None)) == {}


@pytest.mark.parametrize(
    ("until", "since"), [(None, LIVE_ON), (days(-1), TODAY), (days(-5), days(-4)), (days(-300), LIVE_ON)]
)
def test_quality_that_is_not_certified(until: date | None, since: date) -> None:
    said = found(devices(iso_13485_until=until))
    assert set(said) == {"R54"}
    assert (said["R54"].severity, said["R54"].since) == (Severity.HIGH, since)


def test_quality_is_certified_to_the_last_day() -> None:
    assert found(devices(iso_13485_until=TODAY)) == {}


# --- R70 and R71: cyber security ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("score", "is_said"), [(None, False), ("6.9", False), ("7.0", True), ("10.0", True)])
def test_finding_of_the_penetration_test_that_is_too_serious(score: str | None, is_said: bool) -> None:
    said = found(devices(cyber=cyber(highest_open_cvss=Decimal(score) if score else None)))
    assert set(said) == ({"R71"} if is_said else set())
    if is_said:
        assert (said["R71"].severity, said["R71"].since) == (Severity.CRITICAL, days(-30))
        assert said["R71"].sentence == (
            f"In clinical use. A finding of the penetration test of Chest 2.1 with a CVSS score of {score} is open."
        )


@pytest.mark.parametrize("name", ["essentials_plus_until", "essentials_until", "dspt_until", "ico_until"])
@pytest.mark.parametrize(
    ("left", "severity", "since"),
    [
        (91, None, None),
        (90, Severity.MEDIUM, TODAY),
        (0, Severity.MEDIUM, LIVE_ON),
        (-1, Severity.HIGH, TODAY),
    ],
)
def test_cyber_evidence_that_ends(name: str, left: int, severity: Severity | None, since: date | None) -> None:
    said = found(devices(cyber=cyber(**{name: days(left)})))
    assert {code: (each.severity, each.since, each.detail_key) for code, each in said.items()} == (
        {"R70": (severity, since, "cyber")} if severity else {}
    )


@pytest.mark.parametrize(
    ("done_on", "severity"),
    [
        (date(2024, 9, 29), None),
        (date(2024, 9, 28), Severity.MEDIUM),
        (date(2024, 6, 30), Severity.MEDIUM),
        (date(2024, 6, 29), Severity.HIGH),
    ],
)
def test_penetration_test_counts_for_twelve_months(done_on: date, severity: Severity | None) -> None:
    said = found(devices(cyber=cyber(penetration_test_on=done_on)))
    assert {code: each.severity for code, each in said.items()} == ({"R70": severity} if severity else {})


def test_one_finding_names_all_cyber_evidence_the_earliest_first() -> None:
    of = cyber(essentials_plus_until=days(-1), ico_until=days(-9), dspt_until=days(30), essentials_until=None)
    assert found(devices(cyber=of))["R70"].sentence == (
        "In clinical use. Cyber security of Chest 2.1. Expired: ICO registration (21 June 2025) and Cyber Essentials Plus "
        "certificate (29 June 2025). Expires: Data Security and Protection Toolkit assessment (30 July 2025)."
    )
    assert found(devices(cyber=of))["R70"].since == days(-8)


# --- Whatever the facts ---------------------------------------------------------------------------------------------

DAYS = st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1))


@given(DAYS, DAYS, DAYS, DAYS, DAYS)
def test_findings_are_whole_and_never_since_later_than_today(
    certificate: date | None, mark: date | None, quality: date | None, test: date | None, toolkit: date | None
) -> None:
    of = devices(
        device=device(expires_on=certificate, accepted_until=mark),
        iso_13485_until=quality,
        cyber=cyber(penetration_test_on=test, dspt_until=toolkit),
    )
    for each in found(of).values():
        assert 0 < len(each.sentence) <= 500
        assert LIVE_ON <= each.since <= TODAY
