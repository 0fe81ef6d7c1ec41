"""The page of a person's work: every list with its count, and one of them in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.urls import reverse

from tracker.core.presentation import Link, Paging, Row
from tracker.portfolio.presenters.work_items import WorkList, earliest, rows_of
from tracker.portfolio.presenters.work_lists import work_lists
from tracker.portfolio.selectors.work import WorkView

SHOWN = 10  # rows of a list among others
PAGE_SIZE = 50


@dataclass(frozen=True)
class WorkTab:
    """One line of the page's head: a list, how much it holds, and its earliest day."""

    text: str
    href: str
    count: int
    note: str
    is_current: bool


@dataclass(frozen=True)
class WorkPart:
    """One list as shown: its first rows among others, or a page of it alone. `more` leads to all of it."""

    name: str
    title: str
    rows: Sequence[Row]
    empty: str
    more: Link | None = None
    paging: Paging | None = None
    bulk: str = ""


@dataclass(frozen=True)
class WorkPage:
    """`empty_title` stands alone where there is nobody's work to show."""

    lead: str = ""
    tabs: Sequence[WorkTab] = ()
    parts: Sequence[WorkPart] = ()
    all_href: str = ""
    empty_title: str = ""
    empty_text: str = ""


def present_work(view: WorkView, *, chosen: str = "", page: str = "") -> WorkPage:
    """All lists, or the one that is chosen by its name; a name that is none shows all."""
    if not view.roles or view.programme is None:
        return WorkPage(
            empty_title="There is nothing here for you yet",
            empty_text="Your work shows here once you hold a role and there is a programme. Home says who to ask.",
        )
    lists = work_lists(view)
    if not lists:
        return WorkPage(
            empty_title="Nothing waits for you",
            empty_text="You may look at everything that your role covers, and nothing here needs you to act.",
        )
    alone = next((each for each in lists if each.name == chosen), None)
    filled = sorted(lists, key=lambda each: not each.count)  # what is empty comes last, in its order
    return WorkPage(
        lead=_lead(lists),
        tabs=[_tab(each, view.day, is_current=each is alone) for each in filled],
        parts=[_alone(alone, page, view.day)] if alone else [_among(each, view.day) for each in filled if each.count],
        all_href=reverse("work") if alone else "",
    )


def _lead(lists: Sequence[WorkList]) -> str:
    waiting = sum(1 for each in lists if each.count)
    if not waiting:
        return "Nothing waits for you today."
    return f"{waiting} of your {len(lists)} lists have something in them. What is due first, or is worst, comes first."


def _href(work: WorkList) -> str:
    return f"{reverse('work')}?list={work.name}"


def _tab(work: WorkList, day: date, *, is_current: bool) -> WorkTab:
    return WorkTab(work.title, _href(work), work.count, earliest(work, day), is_current)


def _among(work: WorkList, day: date) -> WorkPart:
    is_cut = work.count > SHOWN
    more = Link(f"See all {work.counted}" if is_cut else f"Change several of these {work.counted} at once", _href(work))
    rows = rows_of(work.items[:SHOWN], day)
    return WorkPart(
        work.name,
        f"{work.title} ({work.count})",
        rows,
        work.empty,
        more if is_cut or (work.bulk and work.count > 1) else None,
    )


def _alone(work: WorkList, page: str, day: date) -> WorkPart:
    part = Paginator(work.items, PAGE_SIZE).get_page(page)
    pages = part.paginator.num_pages

    def link(number: int) -> Link | None:
        return Link(f"Page {number} of {pages}", f"{_href(work)}&page={number}") if 1 <= number <= pages else None

    paging = Paging(f"Pages of {work.title}", link(part.number - 1), link(part.number + 1)) if pages > 1 else None
    rows = rows_of(list(part), day)
    return WorkPart(work.name, f"{work.title} ({work.count})", rows, work.empty, paging=paging, bulk=work.bulk)
