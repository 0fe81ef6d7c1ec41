"""Device regulation, intended purpose, quality and cyber security of a release."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.governance.policies.devices import (
    CyberOn,
    DeviceOn,
    DevicesOn,
    Purpose,
    cyber_verdict,
    device_verdict,
    may_check_cyber,
    may_record_use,
    may_register_device,
    may_use_ages,
    outside_purpose,
    purpose_verdict,
    quality_verdict,
)
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark, View
from tracker.networks.vocabulary import ReferralSource

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
LIMITS = {"penetration_test_months": 12, "cvss_blocks_from_tenths": 70}
PURPOSE = Purpose(("pa", "ap"), ("gp", "ed"), 16, None, Autonomy.TRIAGE)
USE = Purpose(("pa",), ("gp",), 18, None, Autonomy.SUPPORT)
DEVICE = {
    "mark": DeviceMark.UKCA,
    "device_class": "IIa",
    "purpose": PURPOSE,
    "use_cases": ("chest-xray",),
    "expires_on": TODAY + DAY,
    "mhra_reference": "MHRA-1",
    "is_uk_manufacturer": True,
}
CYBER = {
    "penetration_test_on": TODAY - 30 * DAY,
    "essentials_plus_until": TODAY + DAY,
    "dspt_status": "Standards met",
    "checked_on": TODAY - 30 * DAY,
    "highest_open_cvss": Decimal("6.9"),
}


def facts(device: dict | None = None, cyber: dict | None = None, **changed: object) -> DevicesOn:
    """A deployment whose release is in order in everything that is not changed."""
    whole = {
        "deployment_id": 1,
        "use_case": "chest-xray",
        "release_id": 5,
        "release": "Chest 2.1",
        "device": DeviceOn(**(DEVICE | (device or {}))),
        "use": USE,
        "live_sources": ("gp",),
        "iso_13485_until": TODAY,
        "cyber": CyberOn(**(CYBER | (cyber or {}))),
        "limits": LIMITS,
    }
    return DevicesOn(**(whole | changed))


def test_release_in_order_meets_everything() -> None:
    for judge in (device_verdict, purpose_verdict, quality_verdict, cyber_verdict):
        assert judge(facts(), TODAY), judge


@pytest.mark.parametrize("judge", [device_verdict, purpose_verdict, quality_verdict, cyber_verdict])
def test_nothing_is_met_before_the_release_is_known(judge: object) -> None:
    verdict = judge(facts(release_id=None), TODAY)
    assert not verdict
    assert "which release" in verdict.reason


@pytest.mark.parametrize(
    ("device", "words"),
    [
        ({"expires_on": TODAY - DAY}, "expired on 22 November 2026"),
        ({"accepted_until": TODAY - DAY}, "accepted in Great Britain until"),
        ({"mhra_reference": ""}, "MHRA registration"),
        ({"is_uk_manufacturer": False}, "No UK responsible person"),
    ],
)
def test_device_that_may_not_be_supplied(device: dict, words: str) -> None:
    verdict = device_verdict(facts(device), TODAY)
    assert not verdict
    assert words in verdict.reason


def test_device_is_supplied_to_the_last_day_of_certificate_and_mark() -> None:
    last = facts({"expires_on": TODAY + DAY, "accepted_until": TODAY, "is_policy_pending": True})
    assert "until 23 November 2026" in device_verdict(last, TODAY).reason
    verdict = device_verdict(last, TODAY + DAY)
    assert not verdict
    assert "change of policy was consulted on" in verdict.remedy


def test_device_without_an_end_or_of_a_uk_responsible_person_is_met() -> None:
    endless = {"expires_on": None, "device_class": "I", "is_uk_manufacturer": False, "uk_responsible_person": "Acme UK"}
    assert device_verdict(facts(endless), TODAY).reason == "UKCA, class I."


def test_device_that_nobody_checked_meets_neither_regulation_nor_purpose() -> None:
    unchecked = facts(device=None)
    unchecked = DevicesOn(**{**vars(unchecked), "device": None})
    assert not device_verdict(unchecked, TODAY)
    assert not purpose_verdict(unchecked, TODAY)
    assert outside_purpose(unchecked) == []


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"use_case": "chest-ct"}, "does not name this use case"),
        ({"use": Purpose(("pa",), ("gp", "inpatient"), 18, None, Autonomy.SUPPORT)}, "patients of: Inpatient"),
        ({"live_sources": ("gp", "outpatient")}, "patients of: Outpatient"),
        ({"use": Purpose(("pa", "mobile"), ("gp",), 18, None, Autonomy.SUPPORT)}, "these images: Mobile"),
        ({"use": Purpose(("pa",), ("gp",), 15, None, Autonomy.SUPPORT)}, "from 16 years of age, and used from 15"),
        ({"use": Purpose(("pa",), ("gp",), 18, None, Autonomy.RULE_OUT)}, "It is used for: takes some images away"),
        ({"use": None}, "Nobody has recorded"),
    ],
)
def test_use_outside_the_intended_purpose(changed: dict, words: str) -> None:
    verdict = purpose_verdict(facts(**changed), TODAY)
    assert not verdict
    assert words in verdict.reason


@pytest.mark.parametrize(("highest", "is_met"), [(80, True), (81, False), (None, False)])
def test_upper_age_of_the_purpose_is_kept(highest: int | None, is_met: bool) -> None:
    device = {"purpose": Purpose(("pa",), ("gp",), 16, 80, Autonomy.TRIAGE)}
    used = Purpose(("pa",), ("gp",), 18, highest, Autonomy.SUPPORT)
    assert bool(purpose_verdict(facts(device, use=used), TODAY)) == is_met


purposes = st.builds(
    Purpose,
    st.frozensets(st.sampled_from(View.values)).map(tuple),
    st.frozensets(st.sampled_from(ReferralSource.values)).map(tuple),
    st.integers(0, 120),
    st.none() | st.integers(0, 120),
    st.sampled_from(Autonomy),
)


@given(purposes)
def test_use_for_the_very_purpose_is_within_it(purpose: Purpose) -> None:
    assert outside_purpose(facts({"purpose": purpose}, use=purpose, live_sources=purpose.sources)) == []


@given(purposes, purposes)
def test_use_is_within_the_purpose_when_every_part_is(purpose: Purpose, used: Purpose) -> None:
    within = (
        set(used.views) <= set(purpose.views)
        and set(used.sources) <= set(purpose.sources)
        and used.minimum_age >= purpose.minimum_age
        and (purpose.maximum_age is None or (used.maximum_age is not None and used.maximum_age <= purpose.maximum_age))
        and used.autonomy.rank <= purpose.autonomy.rank
    )
    assert (outside_purpose(facts({"purpose": purpose}, use=used, live_sources=())) == []) == within


@pytest.mark.parametrize(("until", "is_met"), [(None, False), (TODAY - DAY, False), (TODAY, True)])
def test_quality_certificate_holds_to_its_last_day(until: date | None, is_met: bool) -> None:
    assert bool(quality_verdict(facts(iso_13485_until=until), TODAY)) == is_met


@pytest.mark.parametrize(
    ("cyber", "words"),
    [
        ({"penetration_test_on": None}, "No penetration test"),
        ({"penetration_test_on": date(2025, 11, 22)}, "penetration test ended on 22 November 2026"),
        ({"essentials_plus_until": None}, "No Cyber Essentials Plus"),
        ({"essentials_plus_until": TODAY - DAY}, "Cyber Essentials Plus certificate ended"),
        ({"essentials_until": TODAY - DAY}, "Cyber Essentials certificate ended"),
        ({"dspt_until": TODAY - DAY}, "Toolkit assessment ended"),
        ({"ico_until": TODAY - DAY}, "ICO registration ended"),
        ({"dspt_status": "Approaching standards"}, "not at Standards Met"),
        ({"highest_open_cvss": None}, "Nobody has recorded the highest open finding"),
        ({"highest_open_cvss": Decimal("7.0")}, "CVSS score of 7.0"),
    ],
)
def test_cyber_security_that_does_not_hold(cyber: dict, words: str) -> None:
    verdict = cyber_verdict(facts(cyber=cyber), TODAY)
    assert not verdict
    assert words in verdict.reason


def test_without_a_limit_every_finding_blocks() -> None:
    """Deny by default: an administrator who removed the limit has not allowed anything."""
    assert facts(limits={}).has_blocking_finding
    assert not cyber_verdict(facts(limits={}), TODAY)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, ""),
        ({"issued_on": TODAY + DAY}, "issued_on"),
        ({"declared_on": TODAY + DAY}, "declared_on"),
        ({"checked_on": TODAY + DAY}, "checked_on"),
        ({"expires_on": TODAY - DAY}, "expires_on"),
        ({"expires_on": None}, "expires_on"),
        ({"certificate_number": " "}, "certificate_number"),
        ({"device_class": "I", "certificate_number": "", "expires_on": None}, ""),
        ({"device_class": "I", "mark": DeviceMark.CE_MDR, "certificate_number": ""}, "certificate_number"),
    ],
)
def test_check_of_a_device_is_whole_and_its_dates_in_order(changed: dict, field: str) -> None:
    whole = {
        "mark": DeviceMark.UKCA,
        "device_class": "IIa",
        "certificate_number": "UK-1",
        "issued_on": TODAY - DAY,
        "expires_on": TODAY,
        "declared_on": None,
        "checked_on": TODAY,
        "today": TODAY,
    }
    decision = may_register_device(**(whole | changed))
    assert decision.field == field
    assert bool(decision) == (not field)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, ""),
        ({"highest_open_cvss": None}, ""),
        ({"charter_signed_on": TODAY + DAY}, "charter_signed_on"),
        ({"checked_on": TODAY + DAY}, "checked_on"),
        ({"highest_open_cvss": Decimal("10.1")}, "highest_open_cvss"),
        ({"highest_open_cvss": Decimal("-0.1")}, "highest_open_cvss"),
    ],
)
def test_check_of_cyber_security(changed: dict, field: str) -> None:
    whole = {"charter_signed_on": TODAY, "highest_open_cvss": Decimal(10), "checked_on": TODAY, "today": TODAY}
    assert may_check_cyber(**(whole | changed)).field == field


def test_use_names_a_source_and_is_not_of_the_future() -> None:
    assert may_record_use(sources=["gp"], on=TODAY, today=TODAY)
    assert may_record_use(sources=[], on=TODAY, today=TODAY).field == "referral_sources"
    assert may_record_use(sources=["gp"], on=TODAY + DAY, today=TODAY).field == "effective_on"


def test_ages_are_in_order() -> None:
    assert may_use_ages(16, 16)
    assert may_use_ages(16, None)
    assert may_use_ages(16, 15).field == "maximum_age"
