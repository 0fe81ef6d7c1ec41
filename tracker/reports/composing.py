"""Reads what a report is about for one person and has its presenter write it."""

from collections.abc import Callable
from datetime import date

from tracker.governance.selectors.standing import governance_on
from tracker.networks.access import Access
from tracker.networks.models import Deployment, ImagingNetwork, Trust
from tracker.networks.selectors import deployments_on, trusts_on
from tracker.procurement.selectors import contracts_on, procurements_on
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
    trust = Trust.objects.visible_to(access, on=access.day).filter(ods_code=key).first()
    if trust is None:
        return None
    deployments = deployments_on(Deployment.objects.filter(trust=trust), on=on)
    ids = [each.id for each in deployments]
    return trust_document(
        trusts_on([trust.pk], on=on)[trust.pk],
        deployments=deployments,
        governance=governance_on(ids, on=on),
        contracts=contracts_on(access, on=on, deployment_ids=ids),
        flags=(),
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
        flags=(),
        on=on,
        issue=issue,
    )


COMPOSERS: dict[str, Composer] = {ReportKind.TRUST: _trust, ReportKind.NETWORK: _network}
