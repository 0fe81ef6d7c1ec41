"""Reading human oversight records as of a day."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch

from tracker.governance.models import OversightApproval, OversightRecord
from tracker.governance.policies.approvals import missing_roles
from tracker.governance.policies.hashing import content_hash
from tracker.governance.policies.oversight import OversightEdition, OversightOn
from tracker.governance.selectors.assurance import Required, required_roles_on, standing_approvals
from tracker.governance.validation_vocabulary import ApprovalSubject, PermittedEffect
from tracker.networks.models import Deployment

SAID = ("readers", "permitted_effects", "decides", "disagreement_rule", "override_logging", "alert_cap_per_session")


def oversight_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, OversightOn]:
    """The oversight record of each deployment on a day, in four queries. The caller has checked who may see it."""
    ids = list(deployment_ids)
    required = required_roles_on(on)
    editions: dict[int, list[OversightEdition]] = {pk: [] for pk in ids}
    rows = OversightRecord.objects.filter(deployment__in=ids, recorded_on__lte=on).select_related("recorded_by")
    for row in rows.prefetch_related(*_whole()).order_by("number"):
        editions[row.deployment_id].append(edition_of(row, required=required, on=on))
    return {pk: _oversight_on(each) for pk, each in editions.items()}


def _oversight_on(editions: list[OversightEdition]) -> OversightOn:
    approved = [each for each in editions if each.is_approved]
    return OversightOn(approved[-1] if approved else None, editions[-1] if editions else None)


def newest_record(deployment: Deployment) -> OversightRecord | None:
    """The newest edition of a deployment's oversight record, whole."""
    rows = deployment.oversight_records.select_related("recorded_by").prefetch_related(*_whole())
    return rows.order_by("number").last()


def is_newest(record: OversightRecord) -> bool:
    """Whether no later edition has been written."""
    return not OversightRecord.objects.filter(deployment=record.deployment_id, number__gt=record.number).exists()


def find_record(deployment: Deployment, number: int) -> OversightRecord | None:
    """One edition, whole."""
    rows = deployment.oversight_records.select_related("recorded_by").prefetch_related(*_whole())
    return rows.filter(number=number).first()


def edition_of(row: OversightRecord, *, required: Required, on: date) -> OversightEdition:
    """One edition and its approvals, as they stand on a day."""
    signed_hash = hash_of(row)
    approvals = standing_approvals(
        row.approvals.all(),
        names={each.pk: str(each.recorded_by) for each in row.approvals.all()},
        content_hash=signed_hash,
        on=on,
    )
    return OversightEdition(
        id=row.pk,
        number=row.number,
        recorded_on=row.recorded_on,
        author_id=row.recorded_by_id,
        author=str(row.recorded_by),
        approvals=approvals,
        missing_roles=missing_roles(required[ApprovalSubject.OVERSIGHT], approvals),
        content_hash=signed_hash,
        permitted_effects=tuple(PermittedEffect(effect) for effect in row.permitted_effects),
    )


def hash_of(row: OversightRecord) -> str:
    """The hash of what an edition says, which its approvals carry."""
    return content_hash(_content(row))


def _whole() -> tuple[str | Prefetch, ...]:
    approvals = OversightApproval.objects.select_related("recorded_by").order_by("decided_on", "pk")
    return "contacts", Prefetch("approvals", approvals)


def _content(row: OversightRecord) -> dict[str, Any]:
    contacts = {each.role: [each.contact, each.hours] for each in row.contacts.all()}
    return {name: getattr(row, name) for name in SAID} | {"contacts": contacts}
