"""The readiness report of one network."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import BigNumber, Cell, FlagLine, Row, TableColumn, slip_of, state_tag
from tracker.governance.selectors.standing import GovernanceOn
from tracker.networks.selectors import DeploymentOn
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn
from tracker.reports.document import Document, Issue, Section, Table
from tracker.reports.presenters.parts import (
    Event,
    contracts_section,
    flags_section,
    forecasts_section,
    plain,
    progress_section,
    slip_section,
)
from tracker.reports.presenters.readiness import Readiness, ask_of, lower_first, readiness_of

KIND = "Network readiness report"
NAMED_IN_A_CELL = 3


def network_document(
    name: str,
    slug: str,
    *,
    deployments: Sequence[DeploymentOn],
    governance: Mapping[int, GovernanceOn],
    contracts: Sequence[ContractOn],
    procurements: Sequence[ProcurementOn],
    flags: Sequence[FlagLine],
    on: date,
    issue: Issue,
) -> Document:
    """Everything that the network's page shows, in the order that a board reads."""
    ready = [readiness_of(each, governance[each.id], contracts, on=on) for each in deployments]
    stages = [
        Event(stage.label, plan, of=procurement.use_case_name)
        for procurement in procurements
        for stage, plan in procurement.stages.items()
    ]
    go_lives = [Event("go-live", each.go_live, of=_of(each)) for each in deployments if each.go_live.expected]
    return Document(
        title=f"{KIND}: {name}",
        kind=KIND,
        subject=name,
        subject_href=reverse("network", args=[slug]),
        as_of=on,
        ask=ask_of(ready, on=on),
        answer=_answer(name, deployments),
        issue=issue,
        figures=_figures(ready, flags),
        sections=[
            _readiness_section(ready),
            progress_section([*stages, *go_lives], on=on),
            slip_section([*stages, *go_lives]),
            forecasts_section([*stages, *go_lives]),
            flags_section(flags),
            contracts_section(contracts),
        ],
        shows_money=any(contract.shows_money for contract in contracts),
    )


def _of(deployment: DeploymentOn) -> str:
    return f"{deployment.trust.name}, {lower_first(deployment.use_case_name)}"


def _trusts(deployments: Sequence[DeploymentOn], *, live: bool) -> set[int]:
    """Trusts with some deployment in clinical use, or those with none."""
    living = {each.trust.id for each in deployments if each.state.is_live}
    return living if live else {each.trust.id for each in deployments} - living


def _answer(name: str, deployments: Sequence[DeploymentOn]) -> str:
    live, waiting = _trusts(deployments, live=True), _trusts(deployments, live=False)
    if not deployments:
        return f"{name} has no deployment that you may see."
    sentence = f"{len(live)} of {plural(len(live) + len(waiting), 'trust')} of {name} "
    sentence += f"{'uses' if len(live) == 1 else 'use'} the tool in clinical practice"
    if not waiting:
        return f"{sentence}."
    days = [each.go_live.expected for each in deployments if each.trust.id in waiting and each.go_live.expected]
    last = f", the last on {nhs_date(max(days))}" if days else ", on no date that is set"
    return f"{sentence}; {plural(len(waiting), 'trust')} {'is' if len(waiting) == 1 else 'are'} still to go live{last}."


def _figures(ready: Sequence[Readiness], flags: Sequence[FlagLine]) -> list[BigNumber]:
    deployments = [each.deployment for each in ready]
    live, waiting = _trusts(deployments, live=True), _trusts(deployments, live=False)
    slips = [each.go_live.slip_days for each in deployments if each.go_live.slip_days is not None]
    slip = slip_of(max(slips, default=None))
    return [
        BigNumber(f"{len(live)} of {len(live) + len(waiting)}", "trusts live", tone="bad" if waiting else "good"),
        BigNumber(slip.text, "worst go-live against plan", tone="bad" if slip.tone == "late" else ""),
        BigNumber(str(len(flags)), "open flag" if len(flags) == 1 else "open flags", tone="bad" if flags else "good"),
    ]


def _readiness_section(ready: Sequence[Readiness]) -> Section:
    """Each trust's gate in a line: its state, its date, and what is missing."""
    rows: list[Row] = [
        (
            Cell(each.deployment.trust.name, hint=each.deployment.use_case_name),
            Cell(tag=plain(state_tag(each.deployment.state.state))),
            nhs_date(each.deployment.go_live.expected),
            f"{len(each.needs) - len(each.missing)} of {len(each.needs)}",
            _missing(each),
        )
        for each in ready
    ]
    columns = [
        TableColumn("Trust", width="wide"),
        TableColumn("State"),
        TableColumn("Go-live"),
        TableColumn("Needs met"),
        TableColumn("Missing", width="wide"),
    ]
    table = Table("Readiness of each trust for go-live", columns, rows, empty="There is no deployment to show.")
    return Section("Readiness for go-live", tables=[table])


def _missing(readiness: Readiness) -> str:
    names = [need.what for need in readiness.missing]
    more = f" and {len(names) - NAMED_IN_A_CELL} more" if len(names) > NAMED_IN_A_CELL else ""
    return f"{'; '.join(names[:NAMED_IN_A_CELL])}{more}" if names else "Nothing"
