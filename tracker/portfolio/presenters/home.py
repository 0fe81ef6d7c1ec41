"""The first page in words: for each role that the person holds, what needs them today and where it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from tracker.accounts.roles import Role
from tracker.core.formats import plural
from tracker.core.presentation import Action, Cell, Row, TableColumn, state_tag
from tracker.portfolio.presenters.common import Links, of_all
from tracker.portfolio.presenters.work_items import COLUMNS, WorkList, rows_of
from tracker.portfolio.presenters.work_lists import work_lists
from tracker.portfolio.selectors.work import WorkView
from tracker.portfolio.stages import state_of_trust

SHOWN = 5
NOTHING = "Nothing needs you today"


@dataclass(frozen=True)
class HomePart:
    """One piece of work: what it is, then a short table. `more` says what was left out."""

    title: str
    lead: str = ""
    columns: Sequence[TableColumn] = ()
    rows: Sequence[Row] = ()
    more: str = ""
    more_href: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.rows)


@dataclass(frozen=True)
class HomePage:
    """The first page. An `empty_title` stands alone: there is nothing to do yet, and `empty_text` says why."""

    headline: str = ""
    lead: str = ""
    actions: Sequence[Action] = ()
    parts: Sequence[HomePart] = ()
    empty_title: str = ""
    empty_text: str = ""


def present_home(view: WorkView) -> HomePage:
    """The page of a view: today's work, never a past day's."""
    links = Links()
    if not view.roles:
        return HomePage(
            empty_title="You have no role yet",
            empty_text="You are signed in, but nobody has given you a role over a programme, a network or a trust. "
            "Ask your network’s programme manager, who can ask an administrator for one.",
        )
    if view.programme is None or view.live is None:
        return HomePage(empty_title="There is no programme yet", empty_text=_how_to_import(view))
    work = [_part(each, view.day) for each in work_lists(view) if each.count]
    parts = [part for part in (_trusts(view, links), *work, _data(view)) if not part.is_empty]
    live = of_all(view.live.live, view.live.in_scope, "trust")
    is_are = "is" if view.live.live == 1 else "are"
    if view.roles == {Role.VIEWER}:
        return HomePage(
            f"{live} {is_are} live", "You may look at everything here that your role covers.", _actions(view, links)
        )
    return HomePage(
        headline=_headline(parts), lead=f"Nationally, {live} {is_are} live.", actions=_actions(view, links), parts=parts
    )


def _how_to_import(view: WorkView) -> str:
    if Role.ADMINISTRATOR in view.roles:
        return (
            "Bring one in from its workbook: run “manage.py import_organisations FILE” with the organisation file, "
            "then “manage.py import_programme FILE” with the programme workbook."
        )
    return "An administrator brings one in from its workbook with the command “import_programme FILE”."


def _headline(parts: Sequence[HomePart]) -> str:
    waiting = sum(1 for part in parts if part.rows)
    return "What needs you today" if waiting else NOTHING


def _actions(view: WorkView, links: Links) -> list[Action]:
    """What waits for this person's signature, then the dashboards that are their own, the narrowest first."""
    trusts = [trust for trust in view.now.trusts if trust.id in view.own_trust_ids]
    own = [("Sign-offs", reverse("sign-offs"))] if Role.SIGNATORY in view.roles else []
    own += [(trust.name, links.trust(trust.ods_code)) for trust in trusts]
    own += [(network.name, links.network(network.slug)) for network in view.networks]
    own += [("National dashboard", links.national())]
    return [Action(text, href, "" if place == 0 else "secondary") for place, (text, href) in enumerate(own[:4])]


def _trusts(view: WorkView, links: Links) -> HomePart:
    rows: list[Row] = [
        [
            Cell(trust.name, links.trust(trust.ods_code)),
            Cell(tag=state_tag(state_of_trust(view.now.deployments_of(trust.id)))),
            str(len(view.now.flags_of_trust(trust.id))),
        ]
        for trust in view.now.trusts
        if trust.id in view.own_trust_ids
    ]
    columns = [TableColumn(column) for column in ("Trust", "State", "Open flags")]
    lead = f"{plural(len(rows), 'trust')}." if rows else ""
    return HomePart("Your trust", lead, columns, rows[:SHOWN])


def _part(work: WorkList, day: date) -> HomePart:
    """The first rows of a list, under how many there are in all."""
    href = f"{reverse('work')}?list={work.name}"
    left = work.count - SHOWN
    return HomePart(
        title=work.title,
        lead=f"{work.counted}{f', the first {SHOWN} of them here' if left > 0 else ''}.",
        columns=COLUMNS,
        rows=rows_of([replace(each, select="") for each in work.items[:SHOWN]], day),
        more=f"See all {work.counted}" if left > 0 else "",
        more_href=href,
    )


def _data(view: WorkView) -> HomePart:
    """How an administrator brings in data."""
    if Role.ADMINISTRATOR not in view.roles:
        return HomePart("")
    return HomePart(
        "Data and people",
        "Bring in newer data with “manage.py import_organisations FILE” and “manage.py import_programme FILE”; both "
        "list every mistake and change nothing while there is one.",
    )
