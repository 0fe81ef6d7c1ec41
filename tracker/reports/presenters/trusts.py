"""The readiness report of one trust."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import BigNumber, Cell, FlagLine, Row, TableColumn, slip_of, state_tag
from tracker.governance.selectors.standing import GovernanceOn
from tracker.networks.selectors import DeploymentOn, TrustOn
from tracker.procurement.selectors.contracts import ContractOn
from tracker.reports.document import Document, Issue, Section, Table
from tracker.reports.presenters.parts import (
    Event,
    contracts_section,
    dpia_sentence,
    flags_section,
    forecasts_section,
    plain,
    progress_section,
    sign_offs_table,
    slip_section,
)
from tracker.reports.presenters.readiness import Readiness, answer_for, ask_of, lower_first, named, readiness_of

KIND = "Trust readiness report"


def trust_document(
    trust: TrustOn,
    *,
    deployments: Sequence[DeploymentOn],
    governance: Mapping[int, GovernanceOn],
    contracts: Sequence[ContractOn],
    flags: Sequence[FlagLine],
    on: date,
    issue: Issue,
) -> Document:
    """Everything that the trust's page shows, in the order that a board reads."""
    ready = [readiness_of(each, governance[each.id], contracts, on=on) for each in deployments]
    events = [
        Event(kind.label, plan, of=each.use_case_name if len(deployments) > 1 else "")
        for each in deployments
        for kind, plan in each.milestones.items()
    ]
    return Document(
        title=f"{KIND}: {trust.name}",
        kind=KIND,
        subject=trust.name,
        subject_href=reverse("trust", args=[trust.ods_code]),
        as_of=on,
        ask=ask_of(ready, on=on),
        answer=" ".join(answer_for(trust.name, each) for each in ready) or f"{trust.name} has no deployment.",
        issue=issue,
        figures=_figures(ready, flags),
        sections=[
            _readiness_section(ready),
            progress_section(events, on=on),
            slip_section(events),
            forecasts_section(events),
            flags_section(flags),
            contracts_section(contracts),
            _governance_section(deployments, governance),
            _blockers_section(deployments),
            _about_section(trust),
        ],
        shows_money=any(contract.shows_money for contract in contracts),
    )


def _figures(ready: Sequence[Readiness], flags: Sequence[FlagLine]) -> list[BigNumber]:
    """The three numbers that a reader asks for first."""
    missing = sum(len(each.missing) for each in ready)
    needs = sum(len(each.needs) for each in ready)
    slips = [each.deployment.go_live.slip_days for each in ready if each.deployment.go_live.slip_days is not None]
    slip = slip_of(max(slips, default=None))
    return [
        BigNumber(f"{needs - missing} of {needs}", "needs of a go-live are met", tone="bad" if missing else "good"),
        BigNumber(slip.text, "go-live against plan", tone="bad" if slip.tone == "late" else ""),
        BigNumber(str(len(flags)), "open flag" if len(flags) == 1 else "open flags", tone="bad" if flags else "good"),
    ]


def _readiness_section(ready: Sequence[Readiness]) -> Section:
    return Section("Readiness for go-live", sections=[_readiness_of_one(each) for each in ready])


def _readiness_of_one(readiness: Readiness) -> Section:
    """What stands and what is missing, missing things first."""
    deployment = readiness.deployment
    ordered = [*readiness.missing, *(need for need in readiness.needs if need.is_met)]
    rows: list[Row] = [(need.what, Cell(tag=need.tag), need.detail) for need in ordered]
    state = plain(state_tag(deployment.state.state))
    since = f" since {nhs_date(deployment.state.since)}" if deployment.state.since else ""
    missing = "Nothing is missing." if readiness.is_ready else f"{named(readiness.missing)}."
    columns = [
        TableColumn("What a go-live needs", width="wide"),
        TableColumn("State"),
        TableColumn("Detail", width="wide"),
    ]
    return Section(
        deployment.use_case_name,
        paragraphs=[f"State: {state.text.lower()}{since}.", missing],
        tables=[Table(f"Needs of the go-live for {lower_first(deployment.use_case_name)}", columns, rows)],
    )


def _governance_section(deployments: Sequence[DeploymentOn], governance: Mapping[int, GovernanceOn]) -> Section:
    return Section(
        "Governance",
        sections=[
            Section(
                each.use_case_name,
                paragraphs=[dpia_sentence(governance[each.id])],
                tables=[sign_offs_table(governance[each.id], f"Sign-offs for {lower_first(each.use_case_name)}")],
            )
            for each in deployments
        ],
    )


def _blockers_section(deployments: Sequence[DeploymentOn]) -> Section:
    rows: list[Row] = [
        (Cell(blocker.get_code_display(), hint=each.use_case_name), nhs_date(blocker.opened_on), blocker.note)
        for each in deployments
        for blocker in each.blockers
    ]
    columns = [TableColumn("Blocker", width="wide"), TableColumn("Since"), TableColumn("Note", width="wide")]
    return Section("Blockers", tables=[Table("What holds it up", columns, rows, empty="No blocker is recorded.")])


def _about_section(trust: TrustOn) -> Section:
    sessions = trust.protected_sessions_per_week
    rows: list[Row] = [
        ("ODS code", trust.ods_code),
        ("Imaging network", trust.network_name or "None"),
        ("Region", trust.region or "Not known"),
        ("Integrated care board", trust.icb or "Not known"),
        ("In the programme since", nhs_date(trust.joined_on, "Not in the programme on this day")),
        ("Project manager", trust.project_manager or "Nobody is named"),
        ("Clinical lead", trust.clinical_lead or "Nobody is named"),
        ("Protected time", "Not known" if sessions is None else f"{plural(round(sessions), 'session')} a week"),
    ]
    columns = [TableColumn("Fact"), TableColumn("Value", width="wide")]
    return Section("About the trust", tables=[Table("The trust in the programme", columns, rows)])
