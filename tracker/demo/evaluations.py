"""Evaluations of the demo: some that led to the contracts that were signed, one that is being scored, one in moderation."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tracker.accounts.models import User
from tracker.accounts.selectors import get_user_by_email
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.organisations import DEMO_NETWORK
from tracker.demo.generate.procurements import CallOff, Fate
from tracker.demo.generate.programme import DemoProgramme
from tracker.demo.generate.suppliers import PRODUCTS, XRAY, Product
from tracker.demo.people import panel_person
from tracker.networks.models import ImagingNetwork, Programme
from tracker.procurement.actions.bids import add_bid, check_reference_site, record_reference_site
from tracker.procurement.actions.evaluations import (
    begin_moderation,
    conclude,
    open_evaluation,
    open_scoring,
    save_criterion,
)
from tracker.procurement.actions.panel import add_panel_member, decide_on_interest, declare_interest
from tracker.procurement.actions.scoring import Typed, moderate, save_scores, submit_scores, take_agreed_scores
from tracker.procurement.evaluation_vocabulary import CriterionGroup, InterestRulingCode, PanelCapacity
from tracker.procurement.models import Bid, Evaluation, Procurement, ProductRelease
from tracker.procurement.policies.comparing_sites import SiteFacts
from tracker.procurement.policies.criteria import CriterionContent
from tracker.procurement.selectors.evaluations import evaluation_on
from tracker.procurement.selectors.scores import moderated_of

SEED = 660_012_031
MANAGER = "manager@demo.example"
G, P = CriterionGroup, PanelCapacity
VOLUME = 92_000
MOST_CONCLUDED = 2
CRITERIA = (
    (
        "C1",
        G.CLINICAL,
        "Accuracy on NHS images",
        "25",
        "Sensitivity and specificity with intervals, on images of the NHS.",
    ),
    (
        "I1",
        G.INTEGRATION,
        "Integration with PACS and RIS",
        "15",
        "A working interface with our systems, and who fixes it.",
    ),
    (
        "I2",
        G.INTEGRATION,
        "Support and incident response",
        "10",
        "Hours, response times, and how they were met last year.",
    ),
    ("R1", G.REGULATORY, "Regulatory status and clinical safety", "10", "Certificate, DCB0129 pack, and open hazards."),
    (
        "S1",
        G.DATA_PROTECTION,
        "Data protection and cyber security",
        "10",
        "Where data go, who sees them, penetration test.",
    ),
    ("V1", G.SOCIAL_VALUE, "Social value", "10", "What changes for the people of the region, and how it is measured."),
    ("P1", G.PRICE, "Price over the whole term", "20", ""),
)
# The one that is being scored repeats what the study found: too much for the demonstration, too little for integration.
PITFALL = {"C1": "20", "I1": "9", "I2": "8", "R1": "8", "S1": "7"}
DEMONSTRATION = ("D1", G.DEMONSTRATION, "Demonstration to the panel", "18", "Cases of our own, chosen by us.")
SEATS = (  # key, as what, job title, hours asked, hours protected
    ("radiologist", P.CLINICAL, "Consultant radiologist", 12, 4),
    ("pacs", P.IT, "PACS manager", 8, 6),
    ("governance", P.INFORMATION_GOVERNANCE, "Information governance manager", 6, 6),
)
SITES = (("Dowenhythe Hospitals NHS Trust", 88_000), ("Gullensound NHS Foundation Trust", 101_000))
SCORING, MODERATION, CONCLUDED = "scoring", "moderation", "concluded"
FAIR = 3  # of 5
GOOD = (
    "Figures of two NHS sites over a year, with the cases that it missed",
    "The interface runs with our PACS at another trust, and the plan says who does what",
    "Support met its targets in each month that it reports",
)
WEAK = (
    "It promises a study and has none yet",
    "Nothing is said about our RIS, or about who pays for the interface",
    "Response times are named, and not how they were met",
)
INTEREST = "I was paid by one of the bidders to speak at a conference two years ago"


def load_evaluations(programme: Programme, demo: DemoProgramme, *, calendar: Calendar, by: User) -> None:
    """Adds the evaluations of a few call-offs, as they went. Where there is any already, nothing changes."""
    if Evaluation.objects.exists():
        return
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for tale in _tales(programme, demo, calendar):
            _Telling(tale, calendar, by).tell()


@dataclass(frozen=True)
class Tale:
    """One evaluation: of which call-off, how far it got, and on which day its scoring opened."""

    call_off: CallOff
    procurement: Procurement
    stage: str
    opened_on: date


def _tales(programme: Programme, demo: DemoProgramme, calendar: Calendar) -> Iterator[Tale]:
    """Two that were signed, one call-off of the demo's own network that is being scored, and one that is stuck."""
    rows = Procurement.objects.filter(programme=programme).select_related("network", "use_case")
    stored = {(row.network.slug, row.use_case.code): row for row in rows}
    signed = [each for each in demo.call_offs if each.fate == Fate.SIGNED and each.use_case == XRAY]
    restless = [each for each in demo.call_offs if each.fate == Fate.RESTLESS]
    stuck = [each for each in demo.call_offs if each.fate == Fate.STUCK]
    told = [(each, CONCLUDED) for each in signed[:MOST_CONCLUDED]]
    told += [(each, SCORING) for each in restless[:1]] + [(each, MODERATION) for each in stuck[:1]]
    for call_off, stage in told:
        opened = call_off.signed_on - timedelta(days=120) if call_off.signed_on else calendar.before(26)
        opened_on = max(working_day(opened), calendar.starts_on + timedelta(days=40))
        yield Tale(call_off, stored[call_off.network.slug, call_off.use_case], stage, opened_on)


class _Telling:
    """One evaluation as it goes from its criteria to where it stands."""

    def __init__(self, tale: Tale, calendar: Calendar, by: User) -> None:
        self.tale, self.calendar, self.by = tale, calendar, by
        self.rng = random.Random(f"{SEED} {tale.call_off.reference}")
        self.network: ImagingNetwork = tale.procurement.network
        self.begun_on = max(working_day(tale.opened_on - timedelta(days=30)), calendar.starts_on)

    def tell(self) -> None:
        evaluation = open_evaluation(
            procurement=self.tale.procurement, comparison_volume=VOLUME, on=self.begun_on, by=self.by
        )
        self._set_criteria(evaluation)
        self._receive_bids(evaluation)
        people = self._seat_panel(evaluation)
        open_scoring(evaluation=evaluation, on=self.tale.opened_on, by=self.by)
        # In the one that is being scored the manager and one clinician have not submitted.
        done = people[2:] if self.tale.stage == SCORING else people
        for place, person in enumerate(done):
            self._score(evaluation, person, self.tale.opened_on + timedelta(days=4 + place))
        if self.tale.stage == SCORING:
            return
        self._moderate(evaluation, self.tale.opened_on + timedelta(days=12))

    def _set_criteria(self, evaluation: Evaluation) -> None:
        is_pitfall = self.tale.stage == SCORING
        for code, group, name, weight, good in (*CRITERIA, DEMONSTRATION) if is_pitfall else CRITERIA:
            share = Decimal(PITFALL.get(code, weight) if is_pitfall else weight)
            content = CriterionContent(code, group, name, share, good, is_formula=group == G.PRICE)
            save_criterion(evaluation=evaluation, content=content, on=self.begun_on, by=self.by)

    def _receive_bids(self, evaluation: Evaluation) -> None:
        """The product that was bought, or may be, against one other; the other has too few reference sites."""
        bought = self.tale.call_off.product
        rivals = [each for each in PRODUCTS if each.supplier != bought.supplier and self._is_for(each)]
        value = self.tale.call_off.value_pence
        for place, product in enumerate((bought, rivals[0])):
            release = _release_of(product)
            bid = add_bid(
                evaluation=evaluation,
                supplier=release.product.supplier,
                release=release,
                price_pence=round(value * (100 + 9 * place) / 100 / 100_00) * 100_00,
                received_on=max(working_day(self.tale.opened_on - timedelta(days=6)), self.begun_on),
                by=self.by,
            )
            for number, site in enumerate(SITES[: 2 - place]):
                self._name_site(bid, site, is_checked=number == place == 0)

    def _is_for(self, product: Product) -> bool:
        return self.tale.call_off.use_case in product.use_cases

    def _name_site(self, bid: Bid, site: tuple[str, int], *, is_checked: bool) -> None:
        name, volume = site
        facts = SiteFacts(
            organisation=name,
            yearly_volume=volume,
            modality=str(self.tale.procurement.use_case),
            live_since=self.begun_on - timedelta(days=400),
            evidence="Uptime and turnaround of the last twelve months, sent with the bid",
        )
        row = record_reference_site(bid=bid, facts=facts, contact_role="Radiology services manager", by=self.by)
        if is_checked:
            check_reference_site(site=row, is_confirmed=True, checked_on=self.tale.opened_on, by=self.by)

    def _seat_panel(self, evaluation: Evaluation) -> list[User]:
        """The panel. Where the demo's own manager may sit, they do, and come first."""
        people = []
        if self.tale.call_off.network.place == DEMO_NETWORK:
            people.append((get_user_by_email(MANAGER), P.OPERATIONS, 10, 3))
        people += [
            (panel_person(self.network, key, title, by=self.by), capacity, asked, given)
            for key, capacity, title, asked, given in (SEATS[:2] if self.tale.stage == CONCLUDED else SEATS)
        ]
        for place, (person, capacity, asked, given) in enumerate(people):
            member = add_panel_member(
                evaluation=evaluation,
                person=person,
                capacity=capacity,
                hours_asked=Decimal(asked),
                hours_given=Decimal(given),
                on=self.begun_on,
                by=self.by,
            )
            declares = self.tale.stage == MODERATION and place == 1
            declare_interest(evaluation=evaluation, has_interest=declares, text=INTEREST, on=self.begun_on, by=person)
            if declares:
                decide_on_interest(
                    member=member,
                    ruling=InterestRulingCode.MAY_SCORE,
                    reason="One talk, paid once and long ago, about another product",
                    on=self.begun_on,
                    by=self.by,
                )
        return [person for person, *_ in people]

    def _score(self, evaluation: Evaluation, person: User, day: date) -> None:
        """One member scores all and submits: mostly as the others do, the bid that was bought higher."""
        record = evaluation_on(evaluation.procurement_id, on=self.calendar.anchor, compares=False)
        assert record is not None  # noqa: S101 - it has just been written
        for place, bid in enumerate(record.live_bids):
            typed = {each.id: self._typed(place) for each in record.scored_criteria}
            save_scores(evaluation=evaluation, bid_id=bid.id, typed=typed, by=person)
        submit_scores(evaluation=evaluation, on=min(working_day(day), self.calendar.anchor), by=person)

    def _typed(self, place: int) -> Typed:
        value = 4 - place + self.rng.choice((0, 0, 0, 0, 0, 0, 0, -1, 1))
        return Typed(Decimal(value), self.rng.choice(GOOD if value > FAIR else WEAK))

    def _moderate(self, evaluation: Evaluation, day: date) -> None:
        """The panel takes what all agree on, and talks about the rest; of the one in moderation half is still open."""
        begin_moderation(evaluation=evaluation, on=day, by=self.by)
        record = evaluation_on(evaluation.procurement_id, on=self.calendar.anchor, compares=False)
        assert record is not None  # noqa: S101 - it has just been written
        take_agreed_scores(evaluation=evaluation, on=day, by=self.by)
        if self.tale.stage == MODERATION:
            return
        agreed = moderated_of(evaluation.pk)
        for cell in record.cells:
            if cell not in agreed:
                value = 4 - [bid.id for bid in record.live_bids].index(cell[0])
                reasons = GOOD[1] if value > FAIR else WEAK[1]
                moderate(evaluation=evaluation, cell=cell, value=Decimal(value), reasons=reasons, on=day, by=self.by)
        conclude(evaluation=evaluation, on=day, by=self.by)


def _release_of(product: Product) -> ProductRelease:
    rows = ProductRelease.objects.select_related("product__supplier")
    return rows.get(product__supplier__name=product.supplier, product__name=product.name, version=product.version)
