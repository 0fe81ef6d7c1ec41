"""Procurement packs, and what is recorded of suppliers beyond their names."""

from collections.abc import Collection
from datetime import date

from tests.factories.networks import START, make_programme
from tests.factories.numbers import next_number
from tests.factories.people import system
from tests.factories.procurement import make_procurement, make_release, make_supplier
from tracker.accounts.models import User
from tracker.networks.models import Programme
from tracker.procurement.actions.pack_waivers import decide_pack_waiver, request_pack_waiver
from tracker.procurement.actions.packs import adopt_packs, answer_items, open_pack
from tracker.procurement.actions.supply import add_sub_processor, check_reference_site, save_reference_site
from tracker.procurement.models import (
    PackItem,
    PackPolicy,
    PackWaiver,
    Procurement,
    ProcurementPack,
    Product,
    ReferenceSite,
    SubProcessor,
    Supplier,
)
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict
from tracker.procurement.supply_vocabulary import Modality


def make_pack_policy(programme: Programme | None = None, *, on: date = START) -> PackPolicy:
    """Has a programme ask for packs before tenders."""
    return adopt_packs(programme=programme or make_programme(), on=on, by=system())


def make_pack(
    procurement: Procurement | None = None,
    *,
    on: date = START,
    complete: bool = False,
    without: Collection[str] = (),
    by: User | None = None,
) -> ProcurementPack:
    """The pack of a procurement; `complete` answers every mandatory item of it but those whose codes are in `without`."""
    pack = open_pack(procurement=procurement or make_procurement(), on=on, by=by or system())
    if complete:
        items = PackItem.objects.filter(section__template=pack.editions.get().template, is_mandatory=True)
        answers = [(item, AnswerState.COMPLETE, "As agreed") for item in items.select_related("section")]
        wanted = [answer for answer in answers if answer[0].code not in without]
        answer_items(pack=pack, answers=wanted, on=on, by=by or system())
    return pack


def pack_item(pack: ProcurementPack, code: str = "clinical-need") -> PackItem:
    """An item of the version that a pack follows."""
    template = pack.editions.latest("effective_on", "pk").template
    return PackItem.objects.select_related("section").get(section__template=template, code=code)


def make_pack_waiver(
    pack: ProcurementPack, *, expires_on: date, by: User | None = None, decided_by: User | None = None
) -> PackWaiver:
    """A waiver that was asked for; given where `decided_by` says by whom."""
    waiver = request_pack_waiver(
        pack=pack, reason="The framework closes next week", expires_on=expires_on, by=by or system()
    )
    if decided_by is not None:
        decide_pack_waiver(waiver=waiver, verdict=PackVerdict.AGREED, by=decided_by)
    return waiver


def make_sub_processor(supplier: Supplier | None = None, **fields: object) -> SubProcessor:
    """A company in the United Kingdom that hosts for a supplier."""
    given = {
        "name": f"Host {next_number()} Ltd",
        "country": "United Kingdom",
        "purpose": "Hosting",
        "is_outside_uk": False,
        "valid_from": START,
    } | fields
    return add_sub_processor(supplier=supplier or make_supplier(), by=system(), **given)


def make_site(product: Product | None = None, *, checked_on: date | None = None, **fields: object) -> ReferenceSite:
    """A reference site with X-rays; found stable on `checked_on`."""
    given = {
        "organisation": f"Exemplar {next_number()} NHS Trust",
        "modality": Modality.XRAY,
        "pacs_vendor": "Alder PACS",
        "ris_vendor": "Birch RIS",
        "yearly_volume": 90_000,
        "live_since": START,
    } | fields
    site = save_reference_site(product=product or make_release().product, by=system(), **given)
    if checked_on is not None:
        check_reference_site(
            site=site, is_stable=True, evidence="Availability of 99.7% over a year", on=checked_on, by=system()
        )
    return site
