"""The first page in words: for each role that the person holds, what needs them today and where it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from tracker.accounts.roles import Role
from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Action, Cell, FlagLine, Row, TableColumn, state_tag
from tracker.flags.presenters import flag_line
from tracker.flags.selectors import FlagOn
from tracker.networks.plans import Plan
from tracker.portfolio.presenters.changes import name_of
from tracker.portfolio.presenters.common import Links, of_all
from tracker.portfolio.selectors.home import HomeView
from tracker.portfolio.stages import awaits_update, overdue_milestones, state_of_trust

SHOWN = 5
NOTHING = "Nothing needs you today"


@dataclass(frozen=True)
class HomePart:
    """One piece of work: what it is, then a short table, flags, or both. `more` says what was left out."""

    title: str
    lead: str = ""
    columns: Sequence[TableColumn] = ()
    rows: Sequence[Row] = ()
    flags: Sequence[FlagLine] = ()
    more: str = ""
    more_href: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.lead or self.rows or self.flags)


@dataclass(frozen=True)
class HomePage:
    """The first page. An `empty_title` stands alone: there is nothing to do yet, and `empty_text` says why."""

    headline: str = ""
    lead: str = ""
    actions: Sequence[Action] = ()
    parts: Sequence[HomePart] = ()
    empty_title: str = ""
    empty_text: str = ""


def present_home(view: HomeView) -> HomePage:
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
    parts = [part for role in Role if role in view.roles for part in _parts(role, view, links) if not part.is_empty]
    live = of_all(view.live.live, view.live.in_scope, "trust")
    is_are = "is" if view.live.live == 1 else "are"
    if view.roles == {Role.VIEWER}:
        return HomePage(
            f"{live} {is_are} live", "You may look at everything here that your role covers.", _actions(view, links)
        )
    return HomePage(
        headline=_headline(parts), lead=f"Nationally, {live} {is_are} live.", actions=_actions(view, links), parts=parts
    )


def _how_to_import(view: HomeView) -> str:
    if Role.ADMINISTRATOR in view.roles:
        return (
            "Bring one in from its workbook: run “manage.py import_organisations FILE” with the organisation file, "
            "then “manage.py import_programme FILE” with the programme workbook."
        )
    return "An administrator brings one in from its workbook with the command “import_programme FILE”."


def _headline(parts: Sequence[HomePart]) -> str:
    waiting = sum(1 for part in parts if part.rows or part.flags)
    return "What needs you today" if waiting else NOTHING


def _actions(view: HomeView, links: Links) -> list[Action]:
    """The dashboards that are this person's own, the narrowest first."""
    trusts = [trust for trust in view.now.trusts if trust.id in view.own_trust_ids]
    own = [(trust.name, links.trust(trust.ods_code)) for trust in trusts]
    own += [(network.name, links.network(network.slug)) for network in view.networks]
    own += [("National dashboard", links.national())]
    return [Action(text, href, "" if place == 0 else "secondary") for place, (text, href) in enumerate(own[:4])]


def _parts(role: Role, view: HomeView, links: Links) -> Iterable[HomePart]:
    """The work of one role, in the order in which it matters."""
    owned = [flag for flag in view.now.flags if flag.owner_role == role]
    if role in (Role.NATIONAL_LEAD, Role.ADMINISTRATOR):
        decisions = [flag for flag in view.now.flags if flag.needs_national_decision]
        if role == Role.NATIONAL_LEAD or Role.NATIONAL_LEAD not in view.roles:
            yield _flags("Needs a national decision", decisions, view.day, links, national="on")
    if role == Role.TRUST_USER:
        yield _trusts(view, links)
    if role in (Role.PROGRAMME_MANAGER, Role.TRUST_USER):
        yield _overdue(view, links)
        yield _to_update(view, links)
    if role == Role.PROCUREMENT:
        yield _stages(view, links)
        yield _unsigned(view, links)
    if role == Role.SIGNATORY:
        yield _signatures(view, links)
    if role == Role.ADMINISTRATOR:
        yield HomePart(
            "Data and people",
            "Bring in newer data with “manage.py import_organisations FILE” and “manage.py import_programme FILE”; both "
            "list every mistake and change nothing while there is one.",
        )
    if role not in (Role.VIEWER, Role.ADMINISTRATOR):
        yield _flags(f"Flags for you as {_as_word(role)}", owned, view.day, links, owner=role.value)


def _as_word(role: Role) -> str:
    return role.label.lower()


def _flags(title: str, flags: Sequence[FlagOn], day: date, links: Links, **query: str) -> HomePart:
    lines = [flag_line(flag, day, as_of=links.as_of) for flag in flags[:SHOWN]]
    more = f"See all {len(flags)} in the list of flags" if len(flags) > SHOWN else ""
    return HomePart(title, flags=lines, more=more, more_href=links.flags(**query))


def _table(title: str, columns: Sequence[str], rows: Sequence[Row], one: str, many: str) -> HomePart:
    """The first rows, under how many there are in all."""
    left = len(rows) - SHOWN
    lead = f"{plural(len(rows), one, many)}{f', the first {SHOWN} of them here' if left > 0 else ''}." if rows else ""
    return HomePart(title, lead, [TableColumn(column) for column in columns], rows[:SHOWN])


def _trusts(view: HomeView, links: Links) -> HomePart:
    rows: list[Row] = [
        [
            Cell(trust.name, links.trust(trust.ods_code)),
            Cell(tag=state_tag(state_of_trust(view.now.deployments_of(trust.id)))),
            str(len(view.now.flags_of_trust(trust.id))),
        ]
        for trust in view.now.trusts
        if trust.id in view.own_trust_ids
    ]
    return _table("Your trust", ("Trust", "State", "Open flags"), rows, "trust", "trusts")


def _overdue(view: HomeView, links: Links) -> HomePart:
    """Dates that have passed, the longest ago first."""
    late = [
        (plan, label.label, each)
        for each in view.now.deployments
        for label, plan in overdue_milestones(each, view.day).items()
    ]
    late.sort(key=lambda row: -row[0].overdue_days(view.day))
    rows: list[Row] = [
        [Cell(name_of(each), links.deployment(each.id)), label, _passed(plan, view.day)] for plan, label, each in late
    ]
    return _table("Dates that have passed", ("Deployment", "Milestone", "Expected"), rows, "date", "dates")


def _passed(plan: Plan, day: date) -> Cell:
    return Cell(nhs_date(plan.expected), hint=f"{in_words(plan.overdue_days(day))} ago")


def _to_update(view: HomeView, links: Links) -> HomePart:
    """Deployments without an update for a reporting cycle, the longest without first."""
    stale = [each for each in view.now.deployments if awaits_update(each, view.day)]
    stale.sort(key=lambda each: each.last_update_on or date.min)
    rows: list[Row] = [
        [Cell(name_of(each), links.deployment(each.id)), nhs_date(each.last_update_on, "Never"), each.owner or "Nobody"]
        for each in stale
    ]
    return _table("Deployments to update", ("Deployment", "Last update", "Owner"), rows, "deployment", "deployments")


def _stages(view: HomeView, links: Links) -> HomePart:
    """The stage that each procurement is at, the most overdue first."""
    current = [(each, each.current_stage) for each in view.now.procurements if each.current_stage]
    ordered = sorted(current, key=lambda row: row[0].stages[row[1]].expected or date.max)
    rows: list[Row] = [
        [
            Cell(f"{each.network_name}, {each.use_case_name}", links.network(each.network_slug)),
            stage.label,
            _expected(each.stages[stage], view.day),
        ]
        for each, stage in ordered
    ]
    return _table(
        "Procurement stages to finish", ("Procurement", "Stage", "Expected"), rows, "procurement", "procurements"
    )


def _unsigned(view: HomeView, links: Links) -> HomePart:
    waiting = [each for each in view.now.contracts if not each.signature.is_done]
    waiting.sort(key=lambda each: each.signature.expected or date.max)
    rows: list[Row] = [
        [
            Cell(each.reference, links.network(each.network_slug), hint=each.network_name),
            each.supplier,
            _expected(each.signature, view.day),
        ]
        for each in waiting
    ]
    return _table("Contracts to sign", ("Contract", "Supplier", "Signature"), rows, "contract", "contracts")


def _expected(plan: Plan, day: date) -> Cell:
    late = f"Overdue by {in_words(plan.overdue_days(day))}" if plan.is_overdue(day) else ""
    return Cell(nhs_date(plan.expected), hint=late)


def _signatures(view: HomeView, links: Links) -> HomePart:
    rows: list[Row] = [
        [
            Cell(name_of(row.deployment), links.deployment(row.deployment.id)),
            row.capacity.label,
            Cell(nhs_date(row.deployment.go_live.expected), tag=state_tag(row.deployment.state.state)),
        ]
        for row in view.awaited
    ]
    part = _table("Waiting for your signature", ("Deployment", "As", "Go-live"), rows, "deployment", "deployments")
    return replace(
        part,
        lead=part.lead or "No approval of yours is missing.",
        more="Open everything that waits for your decision",
        more_href=reverse("sign-offs"),
    )
