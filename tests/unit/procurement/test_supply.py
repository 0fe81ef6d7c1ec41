"""Rules about what is recorded of suppliers."""

from datetime import date, timedelta
from typing import Any

import pytest

from tracker.procurement.policies.supply import (
    SiteCheckOn,
    SiteOn,
    may_change_status,
    may_check_site,
    may_describe_site,
    may_describe_supplier,
    may_last,
    may_name_sub_processor,
)
from tracker.procurement.selectors.supply import in_order
from tracker.procurement.supply_vocabulary import Modality
from tracker.procurement.vocabulary import SupplierStatusCode

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
ACTIVE, FAILED = SupplierStatusCode.ACTIVE, SupplierStatusCode.IN_ADMINISTRATION


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"company_number": ""}, None),
        ({"company_number": "12 345", "country": "Norway"}, None),
        ({"company_number": "sc123456", "country": "Scotland"}, None),
        ({"name": " "}, "name"),
        ({"is_taken": True}, "name"),
        ({"company_number": "1234"}, "company_number"),
    ],
)
def test_legal_entity_is_as_the_register_has_it(fields: dict[str, Any], field: str | None) -> None:
    told = {"name": "Acme Ltd", "company_number": "XX000101", "country": "United Kingdom", "is_taken": False}
    decision = may_describe_supplier(**told | fields)
    assert (decision.field if not decision else None) == field


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"now": None, "since": None, "status": FAILED}, None),
        ({"on": TODAY + DAY}, "on"),
        ({"on": TODAY - 21 * DAY}, "on"),
        ({"status": ACTIVE}, "status"),
        ({"reason": " "}, "reason"),
    ],
)
def test_status_changes_to_another_from_a_day_that_has_come_for_a_reason(
    fields: dict[str, Any], field: str | None
) -> None:
    told = {"now": ACTIVE, "since": TODAY - 20 * DAY, "status": FAILED, "on": TODAY, "reason": "In the Gazette"}
    decision = may_change_status(**told | fields, today=TODAY)
    assert (decision.field if not decision else None) == field


@pytest.mark.parametrize(
    ("country", "is_outside_uk", "is_named", "field"),
    [
        ("Wales", False, False, None),
        ("Ireland", True, False, None),
        ("United Kingdom", True, False, None),
        ("Ireland", False, False, "is_outside_uk"),
        ("Wales", False, True, "name"),
    ],
)
def test_sub_processor_abroad_takes_data_abroad(
    country: str, is_outside_uk: bool, is_named: bool, field: str | None
) -> None:
    decision = may_name_sub_processor(country=country, is_outside_uk=is_outside_uk, is_named=is_named)
    assert (decision.field if not decision else None) == field


def test_what_ends_does_so_after_it_started() -> None:
    assert may_last(valid_from=TODAY, valid_to=None)
    assert may_last(valid_from=TODAY, valid_to=TODAY + DAY)
    assert may_last(valid_from=TODAY, valid_to=TODAY).field == "valid_to"


def test_reference_site_is_live_and_named_once() -> None:
    assert may_describe_site(live_since=TODAY, is_known=False, today=TODAY)
    assert may_describe_site(live_since=TODAY + DAY, is_known=False, today=TODAY).field == "live_since"
    assert may_describe_site(live_since=TODAY, is_known=True, today=TODAY).field == "organisation"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"on": TODAY + DAY}, "checked_on"),
        ({"on": TODAY - 101 * DAY}, "checked_on"),
        ({"evidence": " "}, "evidence"),
    ],
)
def test_check_of_a_site_says_what_was_seen_since_it_went_live(fields: dict[str, Any], field: str | None) -> None:
    told = {"live_since": TODAY - 100 * DAY, "evidence": "99.7% available", "on": TODAY}
    decision = may_check_site(**told | fields, today=TODAY)
    assert (decision.field if not decision else None) == field


def test_site_is_proven_by_its_newest_check() -> None:
    site = SiteOn(1, 2, "Exemplar NHS Trust", Modality.CT, "Alder", "Birch", 9, TODAY)
    assert not site.is_proven
    check = SiteCheckOn(is_stable=True, evidence="Seen", on=TODAY, by="Asha")
    assert SiteOn(1, 2, "Exemplar", Modality.CT, "", "", None, TODAY, check).is_proven


def test_versions_are_counted_as_people_count_them() -> None:
    assert sorted(["2.10", "2.9", "v3", "3.0", "2.9.1"], key=in_order) == ["v3", "2.9", "2.9.1", "2.10", "3.0"]
