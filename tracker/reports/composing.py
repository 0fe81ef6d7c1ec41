"""Reads what a report is about for one person and has its presenter write it."""

from collections.abc import Callable, Iterable
from datetime import date

from tracker.core.presentation import FlagLine
from tracker.flags.presenters import flag_line
from tracker.flags.selectors import FlagOn, open_flags
from tracker.governance.selectors.standing import governance_on
from tracker.networks.access import Access
from tracker.networks.models import Deployment, ImagingNetwork
from tracker.networks.selectors import deployments_on
from tracker.portfolio.selectors.trusts import find_trust_view
from tracker.procurement.selectors.contracts import contracts_on
from tracker.procurement.selectors.procurements import procurements_on
from tracker.reports.document import Document, Issue
from tracker.reports.models import ReportKind
from tracker.reports.presenters.networks import network_document
from tracker.reports.presenters.trusts import trust_document

Composer = Callable[[Access, str, date, Issue], Document | None]


def compose(access: Access, kind: str, key: str, *, on: date, issue: Issue) -> Document | None:
    """The report as the person sees it, or None when they may not see its subject, or there is none on that day."""
    composer = COMPOSERS.get(kind)
    return composer(access, key, on, issue) if composer else None


def _trust(access: Access, key: str, on: date, issue: Issue) -> Document | None:
    """What the trust's page shows, on paper."""
    view = find_trust_view(access, key, on=on)
    if view is None:
        return None
    contracts = {contract.id: contract for each in view.deployments for contract in each.contracts}
    return trust_document(
        view.trust,
        deployments=[each.position for each in view.deployments],
        governance={each.position.id: each.governance for each in view.deployments},
        contracts=list(contracts.values()),
        flags=_lines(view.flags, on, access),
        on=on,
        issue=issue,
    )


def _network(access: Access, key: str, on: date, issue: Issue) -> Document | None:
    network = ImagingNetwork.objects.with_plan_visible_to(access).filter(slug=key).first()
    if network is None:
        return None
    visible = Deployment.objects.visible_to(access, on=on).in_scope(on=on)
    deployments = [each for each in deployments_on(visible, on=on) if each.trust.network_id == network.pk]
    return network_document(
        network.name,
        network.slug,
        deployments=deployments,
        governance=governance_on([each.id for each in deployments], on=on),
        contracts=contracts_on(access, on=on, network_id=network.pk),
        procurements=procurements_on(access, on=on, network_id=network.pk),
        flags=_lines((flag for flag in open_flags(access, on=on) if flag.network_id == network.pk), on, access),
        on=on,
        issue=issue,
    )


def _lines(flags: Iterable[FlagOn], on: date, access: Access) -> list[FlagLine]:
    """The flags as the pages word them."""
    return [flag_line(flag, on, as_of=on if on < access.day else None) for flag in flags]


COMPOSERS: dict[str, Composer] = {ReportKind.TRUST: _trust, ReportKind.NETWORK: _network}
