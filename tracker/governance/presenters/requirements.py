"""One requirement of a deployment in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.core.presentation import Action, Cell, Fact, HistoryEntry, Row, TableColumn
from tracker.governance.policies.assessments import AssessmentOn
from tracker.governance.presenters.gate import OUTCOME_TAGS
from tracker.governance.presenters.waivers import waiver_tag
from tracker.governance.selectors.requirements import RequirementView

WAIVER_COLUMNS = (
    TableColumn("Asked for"),
    TableColumn("State"),
    TableColumn("Until"),
    TableColumn("Reason", width="wide"),
)


@dataclass(frozen=True)
class RequirementPage:
    """How it stands and what the person may do come first, then what counts, then how it came to stand so."""

    title: str
    deployment: str
    lead: str
    actions: Sequence[Action]
    facts: Sequence[Fact]
    asks: Sequence[Fact]
    shared: Sequence[Fact]
    shared_href: str
    waiver_columns: Sequence[TableColumn]
    waivers: Sequence[Row]
    history: Sequence[HistoryEntry]


def present_requirement(view: RequirementView, *, deployment: str) -> RequirementPage:
    requirement = view.item.requirement
    return RequirementPage(
        title=requirement.title,
        deployment=deployment,
        lead=_lead(view),
        actions=_actions(view),
        facts=_facts(view),
        asks=_asks(view),
        shared=_shared(view),
        shared_href=_shared_href(view),
        waiver_columns=WAIVER_COLUMNS,
        waivers=[
            [
                Cell(nhs_date(each.since), reverse("waiver", args=[each.id]), hint=each.requested_by),
                Cell(tag=waiver_tag(each, view.day)),
                nhs_date(each.expires_on),
                each.reason,
            ]
            for each in view.waivers
        ],
        history=[*_history(view.own), *_history(view.shared)],
    )


def _lead(view: RequirementView) -> str:
    """How it stands and what to do; a reason that begins with the state does not say it twice."""
    item = view.item
    state = "" if item.reason.startswith(item.outcome.label) else f"{item.outcome.label}."
    return " ".join(part for part in (state, item.reason, item.remedy) if part)


def _actions(view: RequirementView) -> list[Action]:
    at = [view.deployment_id, view.item.requirement.code]
    offers = [
        (bool(view.next_statuses), "Change its state", reverse("move-requirement", args=at)),
        (view.may_confirm, "Confirm for this trust", reverse("confirm-requirement", args=at)),
        (view.may_plan, "Say who and when", reverse("plan-requirement", args=at)),
        (view.may_waive, "Ask for a waiver", reverse("ask-for-waiver", args=at)),
    ]
    offered = [(text, href) for is_offered, text, href in offers if is_offered]
    if view.item.page:
        offered.insert(0, ("Open the records that answer this", reverse(view.item.page, args=[view.deployment_id])))
    return [Action(text, href, "secondary" if place else "") for place, (text, href) in enumerate(offered)]


def _facts(view: RequirementView) -> list[Fact]:
    item = view.item
    assessment = item.assessment
    owner = (assessment.owner if assessment else "") or item.requirement.owner_role.label
    facts = [
        Fact("State", item.reason, OUTCOME_TAGS[item.outcome]),
        Fact("Looked after by", owner),
        Fact("Due", nhs_date(item.due_on, "No date, because no go-live is planned")),
        Fact("Evidence", "Everything kept for this deployment", href=_evidence_href(view)),
    ]
    return [*facts, Fact("Note", assessment.note)] if assessment and assessment.note else facts


def _evidence_href(view: RequirementView) -> str:
    return reverse("deployment-evidence", args=[view.deployment_id])


def _asks(view: RequirementView) -> list[Fact]:
    requirement = view.item.requirement
    signs = (
        SignOffRole(requirement.signs_role).label if requirement.signs_role else "Answered from the tracker's records"
    )
    return [
        Fact("What counts as evidence", requirement.evidence),
        Fact("Signed by", signs),
        Fact("Blocks the go-live", "Yes" if requirement.is_blocking else "No"),
        Fact("Can be waived", f"Yes, for {view.longest_waiver_days} days at most" if requirement.is_waivable else "No"),
        Fact("Source", requirement.source or "Not named"),
    ]


def _shared(view: RequirementView) -> list[Fact]:
    """The network's assessment, which its trusts may adopt."""
    if view.network is None or (view.shared is None and not view.may_share):
        return []
    stands, said = view.shared, view.item.assessment
    status = stands.status.label if stands else "Not started"
    confirmed = said.confirmed_on if said and said.is_of_network else None
    facts = [Fact("State for the network", status)]
    if stands:
        by = said.confirmed_by if said else ""
        facts.append(Fact("Confirmed for this trust", f"{nhs_date(confirmed)}, {by}" if confirmed else "Not yet"))
    return facts


def _shared_href(view: RequirementView) -> str:
    if view.network is None or not view.may_share:
        return ""
    return reverse("move-network-requirement", args=[view.network.slug, view.use_case, view.item.requirement.code])


def _history(assessment: AssessmentOn | None) -> Iterable[HistoryEntry]:
    if assessment is None:
        return []
    whose = f" ({assessment.network})" if assessment.is_of_network else ""
    return [
        HistoryEntry(each.on, f"{each.status.label}{whose}", each.by, each.reason) for each in assessment.states[::-1]
    ]
