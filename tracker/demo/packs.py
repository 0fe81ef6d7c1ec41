"""The demo's procurement packs: complete where the contract is signed, and where it is not, what made trouble.

One tender went out under a waiver, and one was issued with an incomplete pack before the programme asked for packs.
"""

from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.procurements import Fate
from tracker.demo.generate.programme import DemoProgramme
from tracker.demo.people import Hands
from tracker.networks.models import Programme
from tracker.procurement.actions.pack_waivers import decide_pack_waiver, request_pack_waiver
from tracker.procurement.actions.packs import answer_item, answer_items, open_pack
from tracker.procurement.models import PackItem, PackTemplate, Procurement, ProcurementPack
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict

WANTING = {  # codes of the items that a pack lacks
    Fate.RESTLESS: ("baseline", "payment-link", "retraining", "local-cases", "bias-audit"),
    Fate.STUCK: (
        "failure-behaviour",
        "hosting-and-network",
        "weights",
        "scoring-guide",
        "upgrades",
        "downtime",
        "exit",
    ),
}
WORDS = {
    "clinical-need": "Chest images from GPs wait 9 days for a report, and 1 in 40 that shows a suspected cancer waits for "
    "more than 3 weeks. The tool is to bring these to the top of the worklist.",
    "pacs-routing": "Studies with the body part chest are sent by the router within 2 minutes of completion. The result "
    "comes back as DICOM SR with a secondary capture, before the study appears on the reporting worklist.",
    "ris-orders-and-results": "ORM messages start the analysis. The priority field of the RIS is set by an ORU message, and "
    "an amended result replaces the earlier one under the same accession number.",
    "speed-and-load": "At most 5 minutes from acquisition to result for 95 of 100 studies, with 140 studies in the busiest "
    "hour.",
    "reference-sites": "Two sites with the same PACS and at least half of our volume. The lead radiologist and the PACS "
    "manager call them together and write down what they hear.",
    "retraining": "None. The model is frozen unless the network agrees in writing, and a change of it needs 30 days' notice.",
    "rollback-plan": "The duty PACS manager or any consultant on call switches the route off within 15 minutes. Images "
    "that were read within the fault window are read again.",
}
OFFERED = tuple(WORDS)  # of the first network that has signed
PLAIN = "As set out in the network's specification, agreed by the panel."


def load_packs(
    programme: Programme, demo: DemoProgramme, hands: dict[int, Hands], *, calendar: Calendar, by: User
) -> None:
    """Gives every procurement of the demo its pack, from some weeks before its tender on."""
    template = PackTemplate.objects.order_by("version").first()
    if template is None:
        return
    rows = Procurement.objects.filter(programme=programme).select_related("network", "use_case")
    stored = {(row.network.slug, row.use_case.code): row for row in rows}
    items = list(PackItem.objects.filter(section__template=template).select_related("section").order_by("pk"))
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        has_offered = False
        for call_off in demo.call_offs:
            row = stored[call_off.network.slug, call_off.use_case]
            manager = hands[row.network_id].manager
            began = max(calendar.starts_on + timedelta(days=20), template.valid_from)
            wanting = WANTING.get(call_off.fate, ())
            pack = open_pack(procurement=row, on=began, by=manager)
            offers = () if has_offered or wanting else OFFERED
            answer_pack(pack, items, wanting=wanting, offers=offers, on=began + timedelta(days=30), by=manager)
            has_offered = has_offered or bool(offers)
            if call_off.fate == Fate.RESTLESS:
                waive(pack, by=manager)


def answer_pack(
    pack: ProcurementPack,
    items: list[PackItem],
    *,
    wanting: tuple[str, ...],
    offers: tuple[str, ...],
    on: date,
    by: User,
) -> None:
    """Answers what the pack does not lack; the first of what it lacks is begun."""
    started = wanting[:2]
    answers = [
        (item, AnswerState.IN_PROGRESS if item.code in started else AnswerState.COMPLETE, WORDS.get(item.code, PLAIN))
        for item in items
        if item.code not in offers and item.code not in wanting[2:]
    ]
    answer_items(pack=pack, answers=answers, on=on, by=by)
    for item in items:
        if item.code in offers:
            answer_item(
                pack=pack,
                item=item,
                state=AnswerState.COMPLETE,
                text=WORDS[item.code],
                is_offered=True,
                on=on,
                version=None,
                by=by,
            )


def waive(pack: ProcurementPack, *, by: User) -> None:
    """The network's manager asks, and the national lead agrees: two people, from the day of loading on."""
    waiver = request_pack_waiver(
        pack=pack,
        reason="The award can't wait for the baseline figures. Bidders have the draft, and get the rest as clarifications.",
        expires_on=today_in_london() + timedelta(days=60),
        by=by,
    )
    lead = User.objects.filter(role_assignments__role=Role.NATIONAL_LEAD, is_active=True).order_by("pk").first()
    if lead is not None:
        decide_pack_waiver(waiver=waiver, verdict=PackVerdict.AGREED, by=lead)
