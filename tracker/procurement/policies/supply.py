"""Rules about what is recorded of suppliers: their legal entity, status, sub-processors and reference sites. Pure.

Source: the programme's governance standards, step P4 (pre-vetted shortlist), section 5.4 (reference sites) and UK GDPR,
Article 28 (sub-processors).
"""

import re
from dataclasses import dataclass
from datetime import date

from tracker.core.decisions import ALLOWED, Decision, deny
from tracker.core.formats import nhs_date
from tracker.procurement.supply_vocabulary import Modality
from tracker.procurement.vocabulary import SupplierStatusCode

UK_NUMBER = re.compile(r"[A-Z0-9]{8}")
UNITED_KINGDOM = frozenset({"united kingdom", "uk", "england", "scotland", "wales", "northern ireland"})


@dataclass(frozen=True)
class SiteCheckOn:
    """The newest check of a reference site by a day."""

    is_stable: bool
    evidence: str
    on: date
    by: str


@dataclass(frozen=True)
class SiteOn:
    """A reference site of a product on a day."""

    id: int
    product_id: int
    organisation: str
    modality: Modality
    pacs_vendor: str
    ris_vendor: str
    yearly_volume: int | None
    live_since: date
    check: SiteCheckOn | None = None

    @property
    def is_proven(self) -> bool:
        """Somebody has checked it, and it ran stably."""
        return self.check is not None and self.check.is_stable


def is_in_uk(country: str) -> bool:
    """Whether a country, as people write it, is the United Kingdom or a part of it."""
    return country.strip().casefold() in UNITED_KINGDOM


def may_describe_supplier(*, name: str, company_number: str, country: str, is_taken: bool) -> Decision:
    """Whether a supplier's legal entity may be described so."""
    if not name.strip():
        return deny("A supplier has a legal name.", remedy="Enter it as the register has it.", field="name")
    if is_taken:
        return deny(
            f"There is a supplier with the name {name.strip()} already.",
            remedy="Edit that one, or enter another name.",
            field="name",
        )
    if is_in_uk(country) and company_number.strip() and not UK_NUMBER.fullmatch(company_number.strip().upper()):
        return deny(
            "A company number of the United Kingdom has 8 letters and digits (Companies House).",
            remedy="Look it up in the register, with its leading zeros.",
            field="company_number",
        )
    return ALLOWED


def may_change_status(
    *,
    now: SupplierStatusCode | None,
    since: date | None,
    status: SupplierStatusCode,
    on: date,
    reason: str,
    today: date,
) -> Decision:
    """Whether a supplier may be said to have another status from a day on. `since` is when the status of `now` began."""
    if on > today:
        return deny("A status can't count from a day in the future.", remedy="Use today or an earlier day.", field="on")
    if since is not None and on < since:
        return deny(
            f"Its status is known from {nhs_date(since)} on, and a change follows what is known.",
            remedy="Use that day or a later one.",
            field="on",
        )
    if status == now:
        return deny(
            f"It is “{status.label.lower()}” already, since {nhs_date(since)}.",
            remedy="Choose another status, or cancel.",
            field="status",
        )
    if not reason.strip():
        return deny(
            "A change of status needs a reason, because it raises flags at every deployment of the supplier.",
            remedy="Say what happened and where that was announced.",
            field="reason",
        )
    return ALLOWED


def may_name_sub_processor(*, country: str, is_outside_uk: bool, is_named: bool) -> Decision:
    """Whether a sub-processor may be added."""
    if is_named:
        return deny(
            "This sub-processor is recorded already, and still works for the supplier.",
            remedy="End that one first, or enter another name.",
            field="name",
        )
    if not is_outside_uk and not is_in_uk(country):
        return deny(
            f"Data that a company in {country.strip()} processes leave the United Kingdom unless its work is done here "
            "(UK GDPR, Chapter V).",
            remedy="Choose yes, or enter the country in which the data are processed.",
            field="is_outside_uk",
        )
    return ALLOWED


def may_last(*, valid_from: date, valid_to: date | None) -> Decision:
    """Whether something may hold from a day to another."""
    if valid_to is not None and valid_to <= valid_from:
        return deny(
            f"It would end on or before the day on which it started, {nhs_date(valid_from)}.",
            remedy="Correct one of the two dates.",
            field="valid_to",
        )
    return ALLOWED


def may_describe_site(*, live_since: date, is_known: bool, today: date) -> Decision:
    """Whether a reference site may be recorded."""
    if is_known:
        return deny(
            "This organisation is a reference site of the product already.", remedy="Edit it.", field="organisation"
        )
    if live_since > today:
        return deny(
            "A site that is not live yet proves nothing.",
            remedy="Enter the day on which it went live, or add it once it has.",
            field="live_since",
        )
    return ALLOWED


def may_check_site(*, live_since: date, evidence: str, on: date, today: date) -> Decision:
    """Whether a check of a reference site may be recorded."""
    if on > today:
        return deny("A check can't be of a day in the future.", remedy="Enter the day it was done.", field="checked_on")
    if on < live_since:
        return deny(
            f"The site has been live since {nhs_date(live_since)}, so nothing could be checked before.",
            remedy="Correct the day.",
            field="checked_on",
        )
    if not evidence.strip():
        return deny(
            "A check says what was seen.",
            remedy="Write who was asked, and what showed that the tool runs stably or does not.",
            field="evidence",
        )
    return ALLOWED
