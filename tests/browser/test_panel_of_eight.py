"""Eight people score one tender at the same time, each in a browser of their own. Nothing is lost, and nobody meets
another's score before the last of them has submitted.

Each member drives a Chromium of its own in a thread of its own, because Playwright belongs to the thread that started it.
Members of the first half wait, once they have submitted, and try every address at which another's scores could show, until
the last member of the second half is about to submit.
"""

import random
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.browser.harness import TIMEOUT_MS, NewPage, launch, sign_in
from tests.factories import (
    PASSWORD,
    make_evaluation,
    make_network,
    make_panel_member,
    make_person,
    make_procurement,
    make_scoring,
    record_of,
)
from tracker.accounts.roles import Role
from tracker.procurement.actions.evaluations import begin_moderation
from tracker.procurement.evaluation_vocabulary import PanelCapacity
from tracker.procurement.models import Evaluation, PanelMember, Score, ScoreSubmission

MEMBERS, BIDS = 8, 2
EARLY = MEMBERS // 2  # so many submit before the others have
WAIT = 240  # seconds until a thread that waits for the others gives up
Cell = tuple[int, int]


@dataclass
class Seat:
    """One member: what they will score, and every page that their browser was sent until the last member submitted."""

    number: int
    email: str
    member_id: int
    pages: list[tuple[str, str]] = field(default_factory=list)
    is_watched: bool = True

    def visit(self, page: Page, path: str) -> int:
        """Goes to an address, and keeps what the server sent."""
        response = page.goto(path)
        assert response is not None
        self.pages.append((response.url, response.text()))
        return response.status

    def keep(self, page: Page) -> None:
        """Keeps the page to which a button led."""
        if self.is_watched:
            self.pages.append((page.url, page.content()))

    def value(self, cell: Cell, cells: list[Cell]) -> int:
        """A pattern of one's own over the cells."""
        return random.Random(self.number).choices(range(6), k=len(cells))[cells.index(cell)]

    def comment(self, cell: Cell) -> str:
        """Words that nobody else writes."""
        return f"Words of member {self.number} on {cell[0]} and {cell[1]}"


@dataclass
class Tender:
    """The evaluation that all of them score, and where in it they wait for each other."""

    address: str
    home: str
    bids: list[int]
    criteria: list[int]
    cells: list[Cell]
    seats: list[Seat]
    begin: threading.Barrier = field(default_factory=lambda: threading.Barrier(MEMBERS, timeout=WAIT))
    early_are_in: threading.Barrier = field(default_factory=lambda: threading.Barrier(MEMBERS, timeout=WAIT))
    early_have_looked: threading.Barrier = field(default_factory=lambda: threading.Barrier(MEMBERS, timeout=WAIT))

    def forbidden(self) -> Iterator[str]:
        """The addresses at which somebody else's scores could show."""
        yield f"{self.home}moderation/"
        yield f"{self.home}ranking/"
        for bid, criterion in self.cells:
            yield f"{self.home}moderation/{bid}/{criterion}/"
        for seat in self.seats:
            yield f"{self.home}panel/{seat.member_id}/"
            yield f"{self.home}scores/{self.bids[0]}/?member={seat.member_id}"


@pytest.fixture
def tender(live: str) -> Tender:
    network = make_network(name="North Thames Imaging Network")
    evaluation = make_evaluation(make_procurement(network), bids=BIDS)
    seats = []
    for number, capacity in zip(range(MEMBERS), PanelCapacity, strict=True):
        # One of them runs the procurement, and one may see all commercial figures of the country.
        role = {0: Role.PROCUREMENT, 1: Role.PROGRAMME_MANAGER}.get(number, Role.VIEWER)
        person = make_person(f"member{number}@tests.example", role, network, name=f"Member {number}")
        seats.append(Seat(number, person.email, make_panel_member(evaluation, person, capacity).pk))
    make_scoring(evaluation, members=0)
    cells = list(record_of(evaluation).cells)
    return Tender(
        address=live,
        home=f"/procurements/{evaluation.procurement_id}/evaluation/",
        bids=list(dict.fromkeys(bid for bid, _ in cells)),
        criteria=list(dict.fromkeys(criterion for _, criterion in cells)),
        cells=cells,
        seats=seats,
    )


def score_everything(page: Page, tender: Tender, seat: Seat) -> None:
    """Goes through the bids as a person does: chooses, gives reasons, saves, goes on."""
    for bid in tender.bids:
        seat.visit(page, f"{tender.home}scores/{bid}/")
        for criterion in tender.criteria:
            section = page.locator(f"#criterion-{criterion}")
            section.get_by_label(str(seat.value((bid, criterion), tender.cells)), exact=True).check(force=True)
            section.get_by_role("textbox").fill(seat.comment((bid, criterion)))
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_text("Saved.", exact=True).wait_for()
        seat.keep(page)


def submit(page: Page, tender: Tender, seat: Seat) -> None:
    page.goto(f"{tender.home}scores/")
    page.get_by_role("button", name="Submit your scores").click()
    page.get_by_text("You have submitted your scores.").wait_for()
    seat.keep(page)


def look_everywhere(page: Page, tender: Tender, seat: Seat) -> None:
    """Tries whatever could show somebody else's score, and what the member may see anyway."""
    for path in tender.forbidden():
        assert seat.visit(page, path) in (200, 403, 404), path
    for path in ("", "scores/", *(f"scores/{bid}/" for bid in tender.bids), *(f"bids/{bid}/" for bid in tender.bids)):
        seat.visit(page, f"{tender.home}{path}")


def take_part(tender: Tender, seat: Seat) -> None:
    """One member's whole evening. Raises what goes wrong, so that the others stop waiting."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        context = chromium.new_context(base_url=tender.address, locale="en-GB", timezone_id="Europe/London")
        context.set_default_timeout(TIMEOUT_MS * 6)  # eight browsers share the machine
        page = context.new_page()
        try:
            sign_in(page, seat.email, PASSWORD, then="/help/")
            tender.begin.wait()
            score_everything(page, tender, seat)
            if seat.number < EARLY:
                submit(page, tender, seat)
            tender.early_are_in.wait()
            if seat.number < EARLY:
                look_everywhere(page, tender, seat)
            tender.early_have_looked.wait()
            seat.is_watched = False
            if seat.number >= EARLY:
                submit(page, tender, seat)
        except BaseException:
            for barrier in (tender.begin, tender.early_are_in, tender.early_have_looked):
                barrier.abort()
            raise
        finally:
            context.close()
            chromium.close()


def test_eight_members_score_one_tender_at_the_same_time(tender: Tender, new_page: NewPage) -> None:
    with ThreadPoolExecutor(MEMBERS) as pool:
        evenings = [pool.submit(take_part, tender, seat) for seat in tender.seats]
        for evening in evenings:
            evening.result()
    _everything_is_stored(tender)
    _nobody_met_anothers_score(tender)
    _now_everybody_sees_everything(tender, new_page)


def _everything_is_stored(tender: Tender) -> None:
    stored = {
        (row.member_id, row.bid_id, row.criterion_id): (row.value, row.comment, row.version)
        for row in Score.objects.all()
    }
    assert stored == {
        (seat.member_id, *cell): (Decimal(seat.value(cell, tender.cells)), seat.comment(cell), 1)
        for seat in tender.seats
        for cell in tender.cells
    }
    assert ScoreSubmission.objects.count() == MEMBERS
    assert len({tuple(seat.value(cell, tender.cells) for cell in tender.cells) for seat in tender.seats}) == MEMBERS


def _nobody_met_anothers_score(tender: Tender) -> None:
    for seat in tender.seats:
        assert seat.pages
        others = [f"Words of member {other.number} " for other in tender.seats if other is not seat]
        for url, text in seat.pages:
            assert not any(words in text for words in others), url
            # A page of scores is only ever one's own: no table of them, and no list of everybody's.
            assert "How far apart" not in text, url
    early = [seat for seat in tender.seats if seat.number < EARLY]
    tried = {url.removeprefix(tender.address) for seat in early for url, _ in seat.pages}
    assert set(tender.forbidden()) <= tried


def _now_everybody_sees_everything(tender: Tender, new_page: NewPage) -> None:
    begin_moderation(
        evaluation=Evaluation.objects.get(), by=PanelMember.objects.get(pk=tender.seats[0].member_id).person
    )
    for seat in (tender.seats[0], tender.seats[-1]):
        page = new_page()
        page.set_default_timeout(TIMEOUT_MS * 3)
        sign_in(page, seat.email, PASSWORD, then="/help/")
        page.goto(f"{tender.home}moderation/")
        for place, bid in enumerate(tender.bids):
            rows = page.locator(f"#bid-{bid}-scores-caption").locator("xpath=ancestor::table").locator("tbody tr")
            for number, criterion in enumerate(tender.criteria):
                cells = rows.nth(number).locator("td").all_inner_texts()[-MEMBERS:]
                told = [str(each.value((bid, criterion), tender.cells)) for each in tender.seats]
                assert [text.strip() for text in cells] == told, (place, number)
        bid, criterion = tender.cells[0]
        page.goto(f"{tender.home}moderation/{bid}/{criterion}/")
        text = page.content()
        assert all(each.comment((bid, criterion)) in text for each in tender.seats)
