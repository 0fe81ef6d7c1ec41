"""The milestones of a person's calendar, read as the pages read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, QuerySet, Value

from tracker.networks.access import Access
from tracker.networks.models import ClinicalUse, MilestoneRevision
from tracker.networks.plans import Plan
from tracker.networks.selectors import current_programme
from tracker.notifications.followed import Subject
from tracker.notifications.vocabulary import FollowedKind
from tracker.portfolio.selectors.pictures import Picture, picture
from tracker.procurement.models import SignatureRevision, StageRevision

KEPT = timedelta(days=365)  # what lies further back is gone from the calendar


class EntryKind(StrEnum):
    MILESTONE = "milestone"
    STAGE = "stage"
    SIGNATURE = "signature"


Key = tuple[EntryKind, int, str]


@dataclass(frozen=True)
class Entry:
    """One planned day of a thing. `revision` counts the changes of its dates, `changed_at` is the last."""

    kind: EntryKind
    subject_id: int  # of the deployment, procurement or contract
    name: str  # which of its days
    label: str
    about: str
    plan: Plan
    revision: int = 0
    changed_at: datetime | None = None


def calendar_of(access: Access, *, on: date, followed: frozenset[Subject] | None = None) -> list[Entry]:
    """Every milestone, stage and signature with a day that the person may see, or of the things that they follow, in a
    fixed number of queries."""
    programme = current_programme()
    if programme is None:
        return []
    now = picture(access, programme, on=on)
    revisions = _revisions(now)
    entries = [entry for entry in _entries(now, followed) if entry.plan.expected and entry.plan.expected >= on - KEPT]
    return [
        Entry(each.kind, each.subject_id, each.name, each.label, each.about, each.plan, *found)
        for each in entries
        if (found := revisions.get((each.kind, each.subject_id, each.name), (0, None)))
    ]


def _entries(now: Picture, followed: frozenset[Subject] | None) -> Iterator[Entry]:
    for each in now.deployments:
        things = {
            (FollowedKind.DEPLOYMENT.value, each.id),
            (FollowedKind.TRUST.value, each.trust.id),
            (FollowedKind.NETWORK.value, each.trust.network_id or 0),
        }
        if each.state.state != ClinicalUse.WITHDRAWN and _is_wanted(things, followed):
            about = f"{each.use_case_name} at {each.trust.name}"
            for milestone, plan in each.milestones.items():
                yield Entry(EntryKind.MILESTONE, each.id, milestone, milestone.label, about, plan)
    for procurement in now.procurements:
        things = {
            (FollowedKind.PROCUREMENT.value, procurement.id),
            (FollowedKind.NETWORK.value, procurement.network_id),
        }
        if _is_wanted(things, followed):
            about = f"{procurement.use_case_name}, {procurement.network_name}"
            for stage, plan in procurement.stages.items():
                yield Entry(EntryKind.STAGE, procurement.id, stage, stage.label, about, plan)
    for contract in now.contracts:
        things = {
            (FollowedKind.CONTRACT.value, contract.id),
            (FollowedKind.NETWORK.value, contract.network_id),
            (FollowedKind.SUPPLIER.value, contract.supplier_id),
        }
        if _is_wanted(things, followed):
            about = f"{contract.reference}, {contract.network_name}"
            yield Entry(EntryKind.SIGNATURE, contract.id, "signature", "Contract signed", about, contract.signature)


def _is_wanted(things: set[Subject], followed: frozenset[Subject] | None) -> bool:
    return followed is None or bool(things & followed)


def _revisions(now: Picture) -> dict[Key, tuple[int, datetime]]:
    """How often each day was set by now, and when last, in three queries."""
    deployments = [each.id for each in now.deployments]
    procurements = [each.id for each in now.procurements]
    contracts = [each.id for each in now.contracts]
    milestones = MilestoneRevision.objects.filter(milestone__deployment__in=deployments, effective_on__lte=now.day)
    stages = StageRevision.objects.filter(stage__procurement__in=procurements, effective_on__lte=now.day)
    signatures = SignatureRevision.objects.filter(contract__in=contracts, effective_on__lte=now.day)
    return {
        **_counted(EntryKind.MILESTONE, milestones, of=F("milestone__deployment"), name=F("milestone__type")),
        **_counted(EntryKind.STAGE, stages, of=F("stage__procurement"), name=F("stage__stage")),
        **_counted(EntryKind.SIGNATURE, signatures, of=F("contract"), name=Value("signature")),
    }


def _counted(kind: EntryKind, rows: QuerySet[Any], *, of: F, name: F | Value) -> dict[Key, tuple[int, datetime]]:
    grouped = rows.order_by().annotate(of=of, named=name).values("of", "named")
    counted = grouped.annotate(count=Count("pk"), newest=Max("recorded_at"))
    return {(kind, row["of"], row["named"]): (row["count"], row["newest"]) for row in counted}
