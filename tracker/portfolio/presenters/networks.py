"""The network dashboard in words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.core.formats import mid_sentence, money, nhs_date, plural
from tracker.core.presentation import (
    BigNumber,
    Card,
    Cell,
    FlagLine,
    Link,
    Row,
    TableColumn,
    Tag,
    Timeline,
    severity_tag,
    slip_of,
    state_tag,
)
from tracker.flags.presenters import flag_line
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn, TrustOn
from tracker.networks.vocabulary import ClinicalUse
from tracker.portfolio.changes import changes_between
from tracker.portfolio.presenters.changes import ChangeGroup, change_groups, name_of
from tracker.portfolio.presenters.common import Links, counted, listed, of_all
from tracker.portfolio.presenters.pauses import pauses_of
from tracker.portfolio.presenters.plan import event_row, slip_words, stage_timeline, timeline_of
from tracker.portfolio.selectors.networks import Contact, NetworkView
from tracker.portfolio.selectors.pictures import Picture
from tracker.portfolio.stages import Step, awaits_update, is_live, overdue_milestones, slip_so_far, step_of
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn

STEP_TAGS = {
    Step.NOT_STARTED: Tag("Not started", "grey", "state-not-started"),
    Step.PREPARING: Tag("Preparing", "blue", "state-not-started"),
    Step.VALIDATED: Tag("Validated", "blue", "state-shadow"),
    Step.SHADOW: state_tag("shadow"),
    Step.LIVE_PARTIAL: state_tag("live-partial"),
    Step.LIVE_FULL: state_tag("live-full"),
    Step.PAUSED: state_tag("paused"),
    Step.WITHDRAWN: state_tag("withdrawn"),
}
NO_PLAN = "No dates yet"


@dataclass(frozen=True)
class ProcurementPart:
    """One procurement: its stages as a picture and as a table."""

    title: str
    framework: str
    href: str
    timeline: Timeline | None
    columns: Sequence[TableColumn]
    rows: Sequence[Row]


@dataclass(frozen=True)
class NetworkPage:
    """What the network dashboard and the network's report draw. `funding` is empty for who may not see money."""

    name: str
    headline: str
    lead: str
    region: str = ""
    sight: str = ""
    cards: Sequence[Card] = ()
    figures: Sequence[BigNumber] = ()
    steps: str = ""
    readiness_href: str = ""
    plan: Timeline | None = None
    trust_columns: Sequence[TableColumn] = ()
    trust_rows: Sequence[Row] = ()
    procurements: Sequence[ProcurementPart] = ()
    contract_columns: Sequence[TableColumn] = ()
    contract_rows: Sequence[Row] = ()
    flags: Sequence[FlagLine] = ()
    flags_href: str = ""
    since: date | None = None
    changes: Sequence[ChangeGroup] = ()
    contact_columns: Sequence[TableColumn] = ()
    contact_rows: Sequence[Row] = ()
    funding: Sequence[BigNumber] = ()
    pauses: Sequence[Link] = ()


def present_network(view: NetworkView, *, links: Links | None = None) -> NetworkPage:
    """The page of a view; `links` keeps a past day in addresses."""
    links = links or Links()
    now = view.now
    changes = changes_between(view.before, now)
    return NetworkPage(
        name=view.network.name,
        headline=_headline(view),
        lead=_lead(view),
        region=view.network.region.name if view.network.region else "",
        sight="" if view.sees_all else "You see the plan of the network, and the details of your own trust only.",
        cards=_cards(now, links),
        figures=_figures(view),
        steps=_steps(now.deployments),
        readiness_href=links.readiness(view.network.slug),
        trust_columns=[
            TableColumn("Trust"),
            TableColumn("Use case"),
            TableColumn("Step"),
            TableColumn("Go-live planned"),
            TableColumn("Go-live"),
            TableColumn("Slip"),
            TableColumn("Open flags"),
        ],
        plan=_plan_of_trusts(now),
        trust_rows=[row for trust in now.trusts for row in _trust_rows(trust, now, links)],
        procurements=[_procurement(each, now.day, links) for each in now.procurements],
        contract_columns=[
            TableColumn("Contract"),
            TableColumn("Supplier"),
            TableColumn("Signature planned"),
            TableColumn("Signature"),
            TableColumn("Slip"),
            TableColumn("Ends"),
        ],
        contract_rows=[_contract_row(each, now.day) for each in now.contracts],
        flags=[flag_line(flag, view.day, as_of=links.as_of) for flag in now.flags],
        flags_href=links.flags(network=view.network.slug),
        since=view.before.day,
        changes=change_groups(changes, links=links, day=view.day),
        contact_columns=[TableColumn("Name"), TableColumn("Role"), TableColumn("Email")],
        contact_rows=[_contact_row(contact) for contact in view.contacts],
        funding=_funding(view),
        pauses=pauses_of(now.deployments, links),
    )


def _headline(view: NetworkView) -> str:
    """The count of live trusts; for somebody who sees only their own trust, how that one stands."""
    now = view.now
    live = sum(1 for trust in now.trusts if is_live(now.deployments_of(trust.id)))
    total = len(now.trusts)
    if not total:
        return "No trusts in the programme"
    if total == 1 and not view.sees_all:
        return "Your trust is live" if live else "Your trust is not live yet"
    return f"All {plural(total, 'trust')} live" if live == total else f"{of_all(live, total, 'trust')} live"


def _lead(view: NetworkView) -> str:
    """What keeps the network from being done: late dates first."""
    overdue = sum(len(overdue_milestones(each, view.day)) for each in view.now.deployments)
    stale = sum(1 for each in view.now.deployments if awaits_update(each, view.day))
    parts = []
    if overdue:
        parts.append(f"{plural(overdue, 'date has', 'dates have')} passed without being met")
    if stale:
        parts.append(f"{plural(stale, 'deployment has', 'deployments have')} had no update for 30 days")
    return f"{' and '.join(parts)}." if parts else "No date has passed without being met."


def _cards(now: Picture, links: Links) -> list[Card]:
    """The deployment on its way that is furthest behind its plan, and why."""
    waiting = [(slip, each) for slip, each in _late(now) if not each.go_live.is_done]
    if not waiting:
        return []
    slip, worst = max(waiting, key=lambda row: row[0])
    reasons = [mid_sentence(str(blocker.get_code_display())) for blocker in worst.blockers]
    why = f"held up by {listed(reasons)}" if reasons else "no blocker is recorded"
    return [Card("Furthest behind", slip_of(slip).text, links.deployment(worst.id), f"{name_of(worst)}: {why}")]


def _figures(view: NetworkView) -> list[BigNumber]:
    now = view.now
    live = sum(1 for trust in now.trusts if is_live(now.deployments_of(trust.id)))
    signed = sum(1 for each in now.contracts if each.signature.is_done)
    severities = Counter(flag.severity.label.lower() for flag in now.flags)
    decisions = sum(1 for flag in now.flags if flag.needs_national_decision)
    return [
        BigNumber(f"{live} of {len(now.trusts)}", "trusts live", tone="good" if live else ""),
        BigNumber(f"{signed} of {len(now.contracts)}", "contracts signed"),
        BigNumber(
            str(len(now.flags)),
            "open flags",
            counted((severities[word], word) for word in ("critical", "high")),
            tone="bad" if severities["critical"] else "",
        ),
        BigNumber(str(decisions), "flags need a national decision"),
    ]


def _steps(deployments: Iterable[DeploymentOn]) -> str:
    """`2 not started, 3 preparing, 5 live`: how many deployments are at each step."""
    counts = Counter(step_of(deployment) for deployment in deployments)
    return counted((counts[step], STEP_TAGS[step].text.lower()) for step in Step)


def _running(now: Picture) -> list[DeploymentOn]:
    """The deployments that are not withdrawn."""
    return [each for each in now.deployments if each.state.state != ClinicalUse.WITHDRAWN]


def _late(now: Picture) -> list[tuple[int, DeploymentOn]]:
    """Those of them whose go-live is, or was, later than planned, with the days of slip."""
    slips = [(slip_so_far(each.go_live, now.day), each) for each in _running(now)]
    return [(slip, each) for slip, each in slips if slip is not None and slip > 0]


def _plan_of_trusts(now: Picture) -> Timeline | None:
    """The go-live of every deployment that is not withdrawn, as planned, expected and done."""
    rows = [event_row(name_of(each), each.go_live, now.day) for each in _running(now) if each.go_live.expected]
    late = len(_late(now))
    caption = f"{of_all(late, len(rows), 'go-live')} {'is' if late == 1 else 'are'} later than planned"
    return timeline_of(rows, caption, now.day)


# --- Trusts ---------------------------------------------------------------------------------------------------------


def _trust_rows(trust: TrustOn, now: Picture, links: Links) -> list[Row]:
    manager = f"Project manager: {trust.project_manager}" if trust.project_manager else "No project manager"
    name = Cell(trust.name, links.trust(trust.ods_code), hint=manager)
    flags = now.flags_of_trust(trust.id)
    rows = [
        _deployment_row(name, each, [f for f in flags if f.deployment_id in (None, each.id)], now.day, links)
        for each in now.deployments_of(trust.id)
    ]
    return rows or [[name, "None yet", Cell(tag=STEP_TAGS[Step.NOT_STARTED]), NO_PLAN, NO_PLAN, "–", str(len(flags))]]


def _deployment_row(name: Cell, each: DeploymentOn, flags: Sequence, day: date, links: Links) -> Row:
    step = step_of(each)
    plan = each.go_live
    sources = ", ".join(source.upper() if len(source) == 2 else source for source in each.state.sources)
    return [
        name,
        Cell(each.use_case_name, links.deployment(each.id)),
        Cell(tag=STEP_TAGS[step], hint=f"For {sources}" if step == Step.LIVE_PARTIAL and sources else ""),
        nhs_date(plan.baseline, NO_PLAN),
        Cell(nhs_date(plan.expected, NO_PLAN), hint=how_sure(plan, day)),
        Cell(slip=slip_words(plan, day)),
        Cell(str(len(flags)), tag=severity_tag(flags[0].severity)) if flags else "0",
    ]


def how_sure(plan: Plan, day: date) -> str:
    """Whether a plan's date happened, is expected, or has passed."""
    if plan.expected is None:
        return ""
    if plan.is_done:
        return "Done"
    if plan.is_overdue(day):
        return "Overdue"
    return "Forecast" if plan.forecast else "As planned"


# --- Procurement and contracts --------------------------------------------------------------------------------------


def _procurement(each: ProcurementOn, day: date, links: Links) -> ProcurementPart:
    title = f"{each.use_case_name} procurement"
    return ProcurementPart(
        title=title,
        framework=each.framework,
        href=links.procurement(each.id),
        timeline=stage_timeline(each.stages, title, day),
        columns=[
            TableColumn("Stage"),
            TableColumn("Planned"),
            TableColumn("Forecast"),
            TableColumn("Actual"),
            TableColumn("Slip"),
        ],
        rows=[_stage_row(stage.label, plan, day) for stage, plan in each.stages.items()],
    )


def _stage_row(label: str, plan: Plan, day: date) -> Row:
    return [
        label,
        nhs_date(plan.baseline),
        nhs_date(plan.forecast, "As planned" if plan.baseline else "Not set"),
        Cell(nhs_date(plan.actual, "Not done"), hint="Overdue" if plan.is_overdue(day) else ""),
        Cell(slip=slip_words(plan, day)),
    ]


def _contract_row(contract: ContractOn, day: date) -> Row:
    plan = contract.signature
    status = contract.supplier_status
    return [
        Cell(contract.reference, hint=contract.use_case_name),
        Cell(contract.supplier, tag=None if status == "active" else Tag(status.label, "red"), hint=contract.product),
        nhs_date(plan.baseline),
        Cell(
            nhs_date(plan.expected),
            hint="Signed" if plan.is_done else "Not signed, date passed" if plan.is_overdue(day) else "Not signed",
        ),
        Cell(slip=slip_words(plan, day)),
        nhs_date(contract.ends_on),
    ]


# --- People and money -----------------------------------------------------------------------------------------------


def _contact_row(contact: Contact) -> Row:
    role = f"{contact.role}, {contact.trust_name}" if contact.trust_name else contact.role
    return [
        Cell(contact.name, hint=contact.job_title),
        role,
        Cell(contact.email, f"mailto:{contact.email}", hint=contact.phone),
    ]


def _funding(view: NetworkView) -> list[BigNumber]:
    funding = view.funding
    if funding is None:
        return []
    return [
        BigNumber(money(funding.allocated_pence, short=True), "allocated by the programme"),
        BigNumber(money(funding.value_pence, short=True), "value of its contracts"),
        BigNumber(money(funding.committed_pence, short=True), "committed"),
        BigNumber(money(funding.paid_pence, short=True), "paid"),
    ]
