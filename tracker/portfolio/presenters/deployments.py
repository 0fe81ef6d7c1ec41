"""The deployment page in words, dates and tags."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import in_words, mid_sentence, money, nhs_date, plural
from tracker.core.presentation import (
    Action,
    Cell,
    Fact,
    FlagLine,
    HistoryEntry,
    Link,
    Row,
    TableColumn,
    Tag,
    Timeline,
    slip_of,
    state_tag,
)
from tracker.flags.presenters import flag_line
from tracker.governance.policies.sign_offs import SignOffOn
from tracker.governance.presenters.gate import gate_href
from tracker.governance.vocabulary import DpiaStatus, SignOffDecision
from tracker.networks.plans import Plan
from tracker.networks.vocabulary import MilestoneType
from tracker.portfolio.presenters.common import Links
from tracker.portfolio.presenters.headlines import headline
from tracker.portfolio.presenters.pauses import pauses_of
from tracker.portfolio.presenters.plan import deployment_timeline, slip_words
from tracker.portfolio.selectors.deployments import DeploymentView
from tracker.portfolio.selectors.histories import Happened, is_recorded_later
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.vocabulary import SupplierStatusCode

EVENT_COLUMNS = (
    TableColumn("Milestone"),
    TableColumn("Planned"),
    TableColumn("Now expected"),
    TableColumn("Happened"),
    TableColumn("Against plan"),
    TableColumn("Why it last moved", width="wide"),
)
SIGN_OFF_COLUMNS = (
    TableColumn("Capacity"),
    TableColumn("State"),
    TableColumn("Who and when"),
    TableColumn("Conditions", width="wide"),
)
MISSING = Tag("Missing", "red")
RAG_COLOURS = {"green": "green", "amber-green": "yellow", "amber": "yellow", "amber-red": "orange", "red": "red"}
DPIA_COLOURS = {
    DpiaStatus.NOT_STARTED: "grey",
    DpiaStatus.APPROVED: "green",
    DpiaStatus.REJECTED: "red",
    DpiaStatus.APPROVED_WITH_CONDITIONS: "yellow",
    DpiaStatus.CHANGES_REQUESTED: "orange",
    DpiaStatus.REVIEW_DUE: "orange",
    DpiaStatus.UNDER_REVIEW: "orange",
}
DECISION_COLOURS = {
    SignOffDecision.APPROVED: "green",
    SignOffDecision.APPROVED_WITH_CONDITIONS: "yellow",
    SignOffDecision.REFUSED: "red",
    SignOffDecision.WITHDRAWN: "red",
}


@dataclass(frozen=True)
class Contracted:
    """One contract in a list of facts under its reference."""

    title: str
    facts: Sequence[Fact]


@dataclass(frozen=True)
class DeploymentPage:
    """A deployment as its page and its trust's page show it. `offers` are the links of what the person may do;
    `refusals` say once each why something is not offered."""

    id: int
    title: str
    trust_name: str
    href: str
    headline: str
    state: Tag
    facts: Sequence[Fact]
    plan: Timeline | None
    milestones: Sequence[Row]
    milestone_columns: Sequence[TableColumn]
    stages: Sequence[Row]
    stage_columns: Sequence[TableColumn]
    contracts: Sequence[Contracted]
    dpia: Sequence[Fact]
    sign_offs: Sequence[Row]
    sign_off_columns: Sequence[TableColumn]
    sign_off_summary: str
    blockers: Sequence[Fact]
    flags: Sequence[FlagLine] = ()
    history: Sequence[HistoryEntry] = ()
    offers: Sequence[Action] = ()
    confirm_href: str = ""
    refusals: Sequence[str] = ()
    refusals_title: str = ""
    pauses: Sequence[Link] = ()
    crumbs: Sequence[Link] = field(default_factory=tuple)


def present_deployment(view: DeploymentView) -> DeploymentPage:
    """Everything of one deployment, the answer first."""
    position = view.position
    links = Links(None if view.is_today else view.on)
    signed = len(SignOffRole) - len(view.governance.missing_roles)
    changes = view.allows("networks.update_deployment")
    return DeploymentPage(
        id=position.id,
        title=position.use_case_name,
        trust_name=position.trust.name,
        href=links.deployment(position.id),
        headline=headline(position, view.governance, view.contracts, on=view.on),
        state=state_tag(position.state.state),
        facts=_facts(view),
        plan=_plan(view),
        milestones=_milestones(view),
        milestone_columns=with_change(EVENT_COLUMNS, offered=changes),
        stages=_stages(view),
        stage_columns=with_change(_stage_columns(), offered=view.allows("procurement.update_procurement")),
        contracts=[_contract(view, contract) for contract in view.contracts],
        dpia=_dpia(view),
        sign_offs=_sign_offs(view),
        sign_off_columns=with_change(SIGN_OFF_COLUMNS, offered=view.allows("governance.sign")),
        sign_off_summary=f"{signed} of {plural(len(SignOffRole), 'sign-off')} given.",
        blockers=_blockers(view),
        flags=[flag_line(flag, view.on, as_of=links.as_of) for flag in view.flags],
        history=[history_entry(each) for each in view.history],
        offers=_offers(view) if changes else (),
        confirm_href=reverse("confirm-update", args=[position.id]) if changes else "",
        refusals=_refusals(view),
        refusals_title="Why you can't change some of this" if changes else "Why you can't change this",
        pauses=pauses_of([position], links),
        crumbs=_crumbs(view, links),
    )


def _crumbs(view: DeploymentView, links: Links) -> list[Link]:
    trust = view.position.trust
    network = [Link(trust.network_name, links.network(trust.network_slug))] if trust.network_slug else []
    return [Link("Home", reverse("home")), *network, Link(trust.name, links.trust(trust.ods_code))]


def _offers(view: DeploymentView) -> list[Action]:
    pk = view.position.id
    return [
        Action("Move the go-live date", reverse("edit-milestone", args=[pk, MilestoneType.GO_LIVE.value])),
        Action("Change clinical use", reverse("edit-state", args=[pk]), "secondary"),
        Action("Update blockers", reverse("edit-blockers", args=[pk]), "secondary"),
        Action("State delivery confidence", reverse("edit-rag", args=[pk]), "secondary"),
    ]


def _refusals(view: DeploymentView) -> list[str]:
    """Why things are not offered, each reason once; on a day gone by, that it is one."""
    if not view.is_today:
        return [f"This is how it stood on {nhs_date(view.on)}. Go back to today to change anything."]
    needed = [name for name in view.may if name != "networks.rebaseline"]
    return list(dict.fromkeys(view.may[name].sentence for name in needed if not view.may[name]))


# --- Facts ----------------------------------------------------------------------------------------------------------


def _facts(view: DeploymentView) -> list[Fact]:
    position = view.position
    rag = position.stated_rag
    stated = Fact("Delivery confidence", "Nobody has stated it")
    if rag:
        tag = Tag(rag.get_rating_display(), RAG_COLOURS.get(rag.rating, "grey"))
        said = f"Stated on {nhs_date(rag.effective_on)}" + (f": {rag.reason}" if rag.reason else "")
        stated = Fact("Delivery confidence", said, tag)
    since = f"Since {nhs_date(position.state.since)}" if position.state.since else ""
    reason = f": {position.state.reason}" if position.state.reason and since else ""
    return [
        Fact("Clinical use", since + reason, state_tag(position.state.state)),
        *_gate(view),
        stated,
        Fact("Run by", position.owner or "Nobody is named"),
        Fact("Last updated", _last_update(view)),
    ]


def _gate(view: DeploymentView) -> list[Fact]:
    """Whether the gate is open, leading to the page that says why."""
    if view.gate is None:
        return []
    return [
        Fact("Go-live gate", view.gate.sentence, href=gate_href(view.position.id, None if view.is_today else view.on))
    ]


def _last_update(view: DeploymentView) -> str:
    day = view.position.last_update_on
    if day is None:
        return "Never"
    age = (view.on - day).days
    return nhs_date(day) + (f", {in_words(age)} ago" if age else ", the same day" if not view.is_today else ", today")


def with_change(columns: Sequence[TableColumn], *, offered: bool) -> list[TableColumn]:
    """The columns, and one for links that change a row where they are offered."""
    return [*columns, *([TableColumn("Change")] if offered else [])]


def _stage_columns() -> list[TableColumn]:
    return [TableColumn("Stage"), *EVENT_COLUMNS[1:]]


def event_cells(label: str, plan: Plan, view: DeploymentView) -> list[Cell]:
    """One planned event as cells for `EVENT_COLUMNS`."""
    overdue = plan.overdue_days(view.on)
    moved = plan.times_moved()
    last_move = plan.forecasts[-1][2] if plan.forecasts else ""
    return [
        Cell(label),
        Cell(nhs_date(plan.baseline)),
        Cell(
            "" if plan.is_done else nhs_date(plan.forecast or plan.baseline),
            hint=f"Passed {in_words(overdue)} ago" if overdue else "",
        ),
        Cell(nhs_date(plan.actual, "")),
        Cell(slip=slip_of(plan.slip_days)),
        Cell(last_move, hint=_times(moved)),
    ]


def _times(moved: int) -> str:
    return {0: "", 1: "Moved once", 2: "Moved twice"}.get(moved, f"Moved {moved} times")


def _milestones(view: DeploymentView) -> list[Row]:
    """Every milestone for somebody who may set dates, else those that have one."""
    position, changes = view.position, view.allows("networks.update_deployment")
    rows: list[Row] = []
    for kind in MilestoneType:
        plan = position.milestones.get(kind)
        if plan is None and not changes:
            continue
        cells = event_cells(kind.label, plan, view) if plan else _unplanned(kind.label)
        href = reverse("edit-milestone", args=[position.id, kind.value])
        rows.append([*cells, *([Cell(f"Change {mid_sentence(kind.label)}", href)] if changes else [])])
    return rows


def _plan(view: DeploymentView) -> Timeline | None:
    """The whole way on one picture, titled with how far go-live is from its plan."""
    position = view.position
    slip = slip_words(position.go_live, view.on)
    caption = f"Go-live: {slip.text.lower()}" if position.go_live.baseline else "The way to go-live"
    stages = view.procurement.stages if view.procurement else {}
    return deployment_timeline(stages, position.milestones, caption, view.on)


def _unplanned(label: str) -> list[Cell]:
    return [Cell(label), Cell("Not planned"), Cell(), Cell(), Cell(), Cell()]


def _stages(view: DeploymentView) -> list[Row]:
    if view.procurement is None:
        return []
    changes = view.allows("procurement.update_procurement")
    rows: list[Row] = []
    for stage, plan in view.procurement.stages.items():
        href = reverse("edit-stage", args=[view.procurement.id, stage.value]) + _next(view)
        change = [Cell(f"Change {mid_sentence(stage.label)}", href)] if changes else []
        rows.append([*event_cells(stage.label, plan, view), *change])
    return rows


def _next(view: DeploymentView) -> str:
    return f"?next={reverse('deployment', args=[view.position.id])}"


def _contract(view: DeploymentView, contract: ContractOn) -> Contracted:
    signature = contract.signature
    signed = (
        f"Signed on {nhs_date(signature.actual)}" if signature.is_done else f"Expected {nhs_date(signature.expected)}"
    )
    change = None
    if view.allows("procurement.update_contract"):
        href = reverse("edit-signature", args=[contract.id]) + _next(view)
        change = Link(f"Change signature of {contract.reference}", href)
    facts = [
        Fact("Supplier", contract.supplier, _supplier_tag(contract)),
        Fact("Product", contract.product or "Not named"),
        Fact("Signature", f"{signed}, planned for {nhs_date(signature.baseline)}", change=change),
        Fact("Against plan", slip_of(signature.slip_days).text),
        Fact("Runs", f"{nhs_date(contract.starts_on)} to {nhs_date(contract.ends_on)}"),
        Fact("Notice by", nhs_date(contract.notice_by)),
    ]
    if contract.shows_money:
        facts += [
            Fact("Value", money(contract.value_pence)),
            Fact("Committed", money(contract.committed_pence)),
            Fact("Paid", money(contract.paid_pence)),
        ]
    return Contracted(contract.reference, facts)


def _supplier_tag(contract: ContractOn) -> Tag | None:
    if contract.supplier_status == SupplierStatusCode.ACTIVE:
        return None
    return Tag(contract.supplier_status.label, "red", "severity-critical")


# --- Governance -----------------------------------------------------------------------------------------------------


def _dpia(view: DeploymentView) -> list[Fact]:
    governance, dpia = view.governance, view.governance.dpia
    status = governance.dpia_status
    change = None
    if view.is_today and view.offers:
        change = Link("Open the DPIA", reverse("dpia", args=[view.position.id]))
    since = f"Since {nhs_date(governance.dpia_since)}" if governance.dpia_since else ""
    facts = [Fact("Status", since, Tag(status.label, DPIA_COLOURS.get(status, "blue")), change=change)]
    if dpia is None:
        return facts
    return [
        *facts,
        Fact("Controller", dpia.controller or "Not named"),
        Fact("Processor", dpia.processor or "Not named"),
        Fact("Residual risk", dpia.get_residual_risk_display() or "Not assessed"),
        Fact("Review due", nhs_date(dpia.review_due_on)),
    ]


def _sign_offs(view: DeploymentView) -> list[Row]:
    changes = view.allows("governance.sign")
    rows: list[Row] = []
    for role in SignOffRole:
        href = reverse("record-sign-off", args=[view.position.id, role.value])
        change = [Cell(f"Record {mid_sentence(role.label)}", href)] if changes else []
        rows.append([Cell(role.label), *_decision(view, view.governance.sign_offs.get(role)), *change])
    return rows


def _decision(view: DeploymentView, sign_off: SignOffOn | None) -> list[Cell]:
    if sign_off is None:
        return [Cell(tag=MISSING), Cell("Nobody has decided"), Cell()]
    tag = Tag(sign_off.decision.label, DECISION_COLOURS[sign_off.decision])
    hint = f"Expires on {nhs_date(sign_off.expires_on)}" if sign_off.expires_on else ""
    if sign_off.is_expired(view.on):
        tag, hint = Tag("Expired", "red"), f"Expired on {nhs_date(sign_off.expires_on)}"
    elif sign_off.stale:
        tag, hint = Tag("Out of date", "orange"), f"Since it was signed, {sign_off.stale} changed"
    elif not sign_off.is_bound:
        hint = f"{hint}. Recorded from a workbook" if hint else "Recorded from a workbook"
    who = f"{sign_off.signatory_name}, {nhs_date(sign_off.decided_on)}"
    return [Cell(tag=tag), Cell(who, hint=hint), Cell(sign_off.conditions)]


def _blockers(view: DeploymentView) -> list[Fact]:
    return [
        Fact(
            str(blocker.get_code_display()),
            f"Since {nhs_date(blocker.opened_on)}" + (f": {blocker.note}" if blocker.note else ""),
        )
        for blocker in view.position.blockers
    ]


def history_entry(each: Happened) -> HistoryEntry:
    """One change; when it was recorded on another day than it counts from, that too."""
    later = f" (recorded on {nhs_date(each.recorded_at)})" if is_recorded_later(each) else ""
    return HistoryEntry(each.on, each.what, f"{each.who or 'Unknown'}{later}", each.reason)
