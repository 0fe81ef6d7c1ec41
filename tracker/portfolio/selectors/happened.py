"""What just changed of the things that people follow: dates, states, flags and decisions, in the order they happened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from tracker.core.formats import nhs_date
from tracker.flags.models import FlagEvent
from tracker.flags.rules import rule_of
from tracker.flags.vocabulary import FlagEventKind
from tracker.governance.models import SignOff
from tracker.networks.models import DeploymentState, MilestoneRevision, NetworkMembership, RevisionBase
from tracker.notifications.followed import Subject
from tracker.notifications.vocabulary import FollowedKind
from tracker.procurement.models import SignatureRevision, StageRevision, SupplierStatus

TOLD_EVENTS = {
    FlagEventKind.OPENED: "Flag opened",
    FlagEventKind.REOPENED: "Flag opened again",
    FlagEventKind.ESCALATED: "Flag became more severe",
    FlagEventKind.CLOSED: "Flag closed",
}
K = FollowedKind


@dataclass(frozen=True)
class Happening:
    """One change, who made it and when, and everything that it is a change of."""

    key: str
    at: datetime
    by_id: int
    title: str
    text: str
    href: str
    of: frozenset[Subject]


def happened_since(moment: datetime, *, on: date) -> list[Happening]:
    """What was recorded since then, of whatever it is, in a fixed number of queries."""
    networks: dict[int, set[int]] = {}
    for trust_id, network_id in NetworkMembership.objects.on(on).values_list("trust_id", "network_id"):
        networks.setdefault(trust_id, set()).add(network_id)
    found = [
        read(row, networks)
        for rows, read in _sources()
        for row in rows.filter(recorded_at__gt=moment).order_by("recorded_at", "pk")
    ]
    return sorted(found, key=lambda each: (each.at, each.key))


Networks = dict[int, set[int]]
Read = Callable[[Any, Networks], Happening]


def _sources() -> Iterator[tuple[QuerySet[Any], Read]]:
    place = ("deployment__trust", "deployment__use_case")
    milestone = [f"milestone__{each}" for each in place]
    yield MilestoneRevision.objects.select_related(*milestone), _milestone
    yield StageRevision.objects.select_related("stage__procurement__network", "stage__procurement__use_case"), _stage
    yield SignatureRevision.objects.select_related("contract__network"), _signature
    yield DeploymentState.objects.select_related(*place), _state
    yield SignOff.objects.select_related(*place), _sign_off
    yield FlagEvent.objects.filter(kind__in=TOLD_EVENTS).select_related("flag"), _flag
    yield SupplierStatus.objects.select_related("supplier"), _supplier


def _place(trust_id: int, deployment_id: int | None, networks: Networks) -> frozenset[Subject]:
    own: set[Subject] = {(K.DEPLOYMENT.value, deployment_id)} if deployment_id else set()
    return frozenset(
        {*own, (K.TRUST.value, trust_id), *((K.NETWORK.value, each) for each in networks.get(trust_id, ()))}
    )


def _date_set(row: RevisionBase) -> str:
    kind = row.get_kind_display()
    return f"{kind} {nhs_date(row.date)}" if row.date else f"{kind} taken away"


def _happening(row: Any, name: str, of: frozenset[Subject], *, title: str, text: str, href: str) -> Happening:
    return Happening(f"{name}-{row.pk}", row.recorded_at, row.recorded_by_id, title, text, href, of)


def _milestone(row: MilestoneRevision, networks: Networks) -> Happening:
    deployment, what = row.milestone.deployment, row.milestone.get_type_display()
    of = _place(deployment.trust_id, deployment.pk, networks)
    href = reverse("deployment", args=[deployment.pk])
    text = f"{_date_set(row)}. {row.reason}"
    return _happening(row, "milestone", of, title=f"{what}: {deployment}", text=text, href=href)


def _stage(row: StageRevision, _: Networks) -> Happening:
    procurement, what = row.stage.procurement, row.stage.get_stage_display()
    of = frozenset({(K.PROCUREMENT.value, procurement.pk), (K.NETWORK.value, procurement.network_id)})
    href = reverse("procurement", args=[procurement.pk])
    text = f"{_date_set(row)}. {row.reason}"
    return _happening(row, "stage", of, title=f"{what}: {procurement}", text=text, href=href)


def _signature(row: SignatureRevision, _: Networks) -> Happening:
    contract = row.contract
    of = frozenset(
        {
            (K.CONTRACT.value, contract.pk),
            (K.NETWORK.value, contract.network_id),
            (K.SUPPLIER.value, contract.supplier_id),
        }
    )
    title = f"Signature of contract {contract.reference}"
    href = reverse("contract", args=[contract.pk])
    return _happening(row, "signature", of, title=title, text=f"{_date_set(row)}. {row.reason}", href=href)


def _state(row: DeploymentState, networks: Networks) -> Happening:
    deployment = row.deployment
    of = _place(deployment.trust_id, deployment.pk, networks)
    title = f"{row.get_state_display()} from {nhs_date(row.effective_on)}: {deployment}"
    href = reverse("deployment", args=[deployment.pk])
    return _happening(row, "state", of, title=title, text=row.reason, href=href)


def _sign_off(row: SignOff, networks: Networks) -> Happening:
    deployment = row.deployment
    of = _place(deployment.trust_id, deployment.pk, networks)
    title = f"Sign-off, {row.get_role_display().lower()}: {deployment}"
    text = f"{row.get_decision_display()}, by {row.signatory_name}."
    href = reverse("deployment-gate", args=[deployment.pk])
    return _happening(row, "sign-off", of, title=title, text=text, href=href)


def _flag(row: FlagEvent, networks: Networks) -> Happening:
    flag = row.flag
    of: set[Subject] = {(flag.subject_kind, flag.subject_id)}
    if flag.trust_id:
        of |= _place(flag.trust_id, flag.deployment_id, networks)
    elif flag.network_id:
        of.add((K.NETWORK.value, flag.network_id))
    title = f"{TOLD_EVENTS[FlagEventKind(row.kind)]}: {rule_of(flag.rule).title}"
    href = reverse("flag", args=[flag.pk])
    return _happening(row, "flag-event", frozenset(of), title=title, text=flag.finding, href=href)


def _supplier(row: SupplierStatus, _: Networks) -> Happening:
    title = f"{row.supplier}: {row.get_status_display().lower()} from {nhs_date(row.effective_on)}"
    of = frozenset({(K.SUPPLIER.value, row.supplier_id)})
    href = reverse("supplier", args=[row.supplier_id])
    return _happening(row, "supplier-status", of, title=title, text=row.reason, href=href)
