"""The trust page in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse

from tracker.core.formats import nhs_date, number, plural
from tracker.core.presentation import Card, Fact, FlagLine, Link
from tracker.flags.presenters import flag_line
from tracker.governance.policies.gate import Gate
from tracker.governance.presenters.gate import gate_href
from tracker.portfolio.presenters.common import Links, listed
from tracker.portfolio.presenters.deployments import DeploymentPage, present_deployment
from tracker.portfolio.selectors.trusts import TrustView

NAMED = 3  # so many missing requirements are named, the rest is counted


@dataclass(frozen=True)
class TrustPage:
    """A trust as its page shows it, the answer first (`headlines`, one for each deployment)."""

    title: str
    caption: str
    ods_code: str
    as_of: str
    headlines: Sequence[str]
    cards: Sequence[Card]
    facts: Sequence[Fact]
    people: Sequence[Fact]
    it_systems: Sequence[Fact]
    deployments: Sequence[DeploymentPage]
    flags: Sequence[FlagLine] = ()
    edit_people_href: str = ""
    people_refusal: str = ""
    pauses: Sequence[Link] = ()
    crumbs: Sequence[Link] = field(default_factory=tuple)


def present_trust(view: TrustView) -> TrustPage:
    """Everything of one trust."""
    trust = view.trust
    links = Links(None if view.is_today else view.on)
    # The trust's page shows; each deployment's own page is where it is changed.
    deployments = [present_deployment(replace(each, offers=False)) for each in view.deployments]
    network = [Link(trust.network_name, links.network(trust.network_slug))] if trust.network_slug else []
    offers_people = view.is_today and bool(view.may_edit_people)
    return TrustPage(
        title=trust.name,
        caption=trust.network_name or "In no imaging network",
        ods_code=trust.ods_code,
        as_of=view.on.isoformat(),
        headlines=[each.headline for each in deployments] or [_without_deployments(view)],
        cards=_cards(view, links),
        facts=_facts(view, links),
        people=_people(view),
        it_systems=[
            Fact(str(row.get_kind_display()), " ".join(part for part in (row.name, row.version) if part))
            for row in view.it_systems
        ],
        deployments=deployments,
        flags=[flag_line(flag, view.on, as_of=links.as_of) for flag in view.flags],
        edit_people_href=reverse("edit-capacity", args=[trust.ods_code]) if offers_people else "",
        people_refusal="" if view.may_edit_people or not view.is_today else view.may_edit_people.sentence,
        pauses=[pause for each in deployments for pause in each.pauses],
        crumbs=[Link("Home", reverse("home")), *network],
    )


def _cards(view: TrustView, links: Links) -> list[Card]:
    """What is missing before go-live, for each deployment whose gate is closed."""
    closed = [each for each in view.deployments if each.gate and each.gate.is_held and not each.gate.is_open]
    return [
        Card(
            "Missing before go-live" if not each.position.state.is_live else "Missing, though it is live",
            plural(len(each.gate.blocking), "requirement"),
            gate_href(each.position.id, links.as_of),
            f"{each.position.use_case_name}: {listed(_first(each.gate))}",
        )
        for each in closed
        if each.gate
    ]


def _first(missing: Gate) -> list[str]:
    """The first things that are missing, and how many more there are."""
    titles = [item.requirement.title for item in missing.blocking]
    left = len(titles) - NAMED
    return titles if left <= 0 else [*titles[:NAMED], f"{left} more"]


def _without_deployments(view: TrustView) -> str:
    if view.closed_on is not None and view.closed_on <= view.on:
        return f"This trust closed on {nhs_date(view.closed_on)}."
    if not view.trust.is_in_scope:
        return f"This trust was not in the programme on {nhs_date(view.on)}."
    return "Nothing is planned at this trust yet."


def _facts(view: TrustView, links: Links) -> list[Fact]:
    trust = view.trust
    network = links.network(trust.network_slug) if trust.network_slug else ""
    closed = [Fact("Closed on", nhs_date(view.closed_on))] if view.closed_on else []
    return [
        Fact("Imaging network", trust.network_name or "None", href=network),
        Fact("Region", trust.region or "Not known"),
        Fact("Integrated care board", trust.icb or "Not known"),
        Fact("ODS code", trust.ods_code),
        Fact("In the programme since", nhs_date(trust.joined_on, f"Not in it on {nhs_date(view.on)}")),
        *closed,
    ]


def _people(view: TrustView) -> list[Fact]:
    trust = view.trust
    sessions = trust.protected_sessions_per_week
    return [
        Fact("Project manager", trust.project_manager or "Nobody is named"),
        Fact("Clinical lead", trust.clinical_lead or "Nobody is named"),
        Fact("Protected sessions a week", number(sessions)),
    ]
