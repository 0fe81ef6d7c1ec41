"""The milestones of a person's calendar, read as the pages read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Max, QuerySet

from tracker.networks.access import Access
from tracker.networks.models import ClinicalUse, MilestoneRevision, RevisionBase
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


def _revisions(now: Picture) -> dict[tuple[EntryKind, int, str], tuple[int, datetime]]:
    """How often each day was set by now, and when last, in three queries."""
    deployments = [each.id for each in now.deployments]
    procurements = [each.id for each in now.procurements]
    contracts = [each.id for each in now.contracts]
    found: dict[tuple[EntryKind, int, str], tuple[int, datetime]] = {}
    milestones = MilestoneRevision.objects.filter(milestone__deployment__in=deployments, effective_on__lte=now.day)
    for pk, name, *counted in _counted(milestones, "milestone__deployment", "milestone__type"):
        found[EntryKind.MILESTONE, pk, name] = (counted[0], counted[1])
    stages = StageRevision.objects.filter(stage__procurement__in=procurements, effective_on__lte=now.day)
    for pk, name, *counted in _counted(stages, "stage__procurement", "stage__stage"):
        found[EntryKind.STAGE, pk, name] = (counted[0], counted[1])
    signatures = SignatureRevision.objects.filter(contract__in=contracts, effective_on__lte=now.day)
    for pk, *counted in _counted(signatures, "contract"):
        found[EntryKind.SIGNATURE, pk, "signature"] = (counted[0], counted[1])
    return found


def _counted(rows: QuerySet[RevisionBase], *fields: str) -> QuerySet[RevisionBase]:
    return rows.order_by().values_list(*fields).annotate(count=Count("pk"), newest=Max("recorded_at"))
