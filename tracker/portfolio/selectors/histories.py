"""What happened to deployments: each change with its day, who recorded it and why, read from the rows that keep it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from tracker.core.days import day_of
from tracker.core.formats import nhs_date
from tracker.governance.models import DpiaState, SignOff
from tracker.networks.models import (
    BlockerCode,
    DeploymentState,
    DeploymentUpdate,
    MilestoneRevision,
    ReferralSource,
    RevisionBase,
    StatedRag,
)
from tracker.procurement.models import SignatureRevision

NEWEST = 30


@dataclass(frozen=True)
class Happened:
    """One change: the day from which it counts, what it was, who recorded it when, and the reason they gave."""

    on: date
    recorded_at: datetime
    what: str
    who: str
    reason: str
    deployment_id: int | None = None
    contract_id: int | None = None


def happened_to(
    deployment_ids: Sequence[int], *, contract_ids: Sequence[int] = (), on: date, limit: int = NEWEST
) -> list[Happened]:
    """The newest changes of these deployments, and of the signatures of their contracts, that count by the day; newest
    first, in a fixed number of queries. The caller has checked who may see them."""
    found: list[Happened] = []
    for rows, day, read in _sources(deployment_ids, contract_ids):
        newest = rows.filter(**{f"{day}__lte": on}).select_related("recorded_by").order_by(f"-{day}", "-pk")
        found += [read(row) for row in newest[:limit]]
    found += _blockers(deployment_ids, on=on, limit=limit)
    return sorted(found, key=lambda each: (each.on, each.recorded_at), reverse=True)[:limit]


def _sources(
    deployments: Sequence[int], contracts: Sequence[int]
) -> Iterator[tuple[QuerySet[Any], str, Callable[[Any], Happened]]]:
    """The tables that keep changes, the column of the day from which a row counts, and how to tell of a row."""
    revisions = MilestoneRevision.objects.filter(milestone__deployment__in=deployments).select_related("milestone")
    yield revisions, "effective_on", _milestone
    yield DeploymentState.objects.filter(deployment__in=deployments), "effective_on", _state
    yield StatedRag.objects.filter(deployment__in=deployments), "effective_on", _rag
    yield DeploymentUpdate.objects.filter(deployment__in=deployments), "updated_on", _update
    dpias = DpiaState.objects.filter(dpia__deployment__in=deployments).select_related("dpia")
    yield dpias, "effective_on", _dpia
    yield SignOff.objects.filter(deployment__in=deployments), "decided_on", _sign_off
    signatures = SignatureRevision.objects.filter(contract__in=contracts).select_related("contract")
    yield signatures, "effective_on", _signature


def _told(
    row: Any,
    on: date,
    what: str,
    *,
    reason: str = "",
    deployment_id: int | None = None,
    contract_id: int | None = None,
) -> Happened:
    return Happened(on, row.recorded_at, what, str(row.recorded_by), reason, deployment_id, contract_id)


def _date_set(what: str, row: RevisionBase) -> str:
    """`Go-live: forecast 14 August 2025`, or that a date was taken away."""
    kind = row.get_kind_display().lower()
    return f"{what}: {kind} {nhs_date(row.date)}" if row.date else f"{what}: {kind} taken away"


def _milestone(row: MilestoneRevision) -> Happened:
    what = _date_set(row.milestone.get_type_display(), row)
    return _told(row, row.effective_on, what, reason=row.reason, deployment_id=row.milestone.deployment_id)


def _signature(row: SignatureRevision) -> Happened:
    what = _date_set(f"Signature of {row.contract.reference}", row)
    return _told(row, row.effective_on, what, reason=row.reason, contract_id=row.contract_id)


def _state(row: DeploymentState) -> Happened:
    sources = ", ".join(str(ReferralSource(source).label) for source in row.sources)
    what = f"Clinical use: {row.get_state_display().lower()}" + (f" ({sources})" if sources else "")
    return _told(row, row.effective_on, what, reason=row.reason, deployment_id=row.deployment_id)


def _rag(row: StatedRag) -> Happened:
    what = f"Delivery confidence: {row.get_rating_display().lower()}"
    return _told(row, row.effective_on, what, reason=row.reason, deployment_id=row.deployment_id)


def _update(row: DeploymentUpdate) -> Happened:
    what = "Confirmed that everything is true"
    return _told(row, row.updated_on, what, reason=row.note, deployment_id=row.deployment_id)


def _dpia(row: DpiaState) -> Happened:
    what = f"DPIA: {row.get_status_display()}"
    return _told(row, row.effective_on, what, reason=row.reason, deployment_id=row.dpia.deployment_id)


def _sign_off(row: SignOff) -> Happened:
    what = f"{row.get_role_display()}: {row.get_decision_display().lower()}, by {row.signatory_name}"
    return _told(row, row.decided_on, what, reason=row.conditions, deployment_id=row.deployment_id)


def _blockers(deployments: Sequence[int], *, on: date, limit: int) -> list[Happened]:
    """Blockers opened and cleared. Their rows don't say who did it, so it is read from their audit events."""
    events = apps.get_model("networks", "BlockerAuditEvent").objects.filter(deployment__in=deployments)
    found = [_blocker(event) for event in events.exclude(pgh_label="delete").order_by("-pgh_id")[:limit]]
    return [each for each in found if each.on <= on]


def _blocker(event: Any) -> Happened:
    context = event.pgh_context or {}
    label = BlockerCode(event.code).label
    cleared = event.cleared_on is not None
    what = f"Blocker {'cleared' if cleared else 'recorded'}: {label}"
    day = event.cleared_on if cleared else event.opened_on
    who, reason = context.get("user_name", ""), context.get("reason") or event.note
    return Happened(day, event.pgh_created_at, what, who, reason, event.deployment_id)


def is_recorded_later(each: Happened) -> bool:
    """Whether a change was recorded on another day than the one from which it counts."""
    return day_of(each.recorded_at) != each.on
