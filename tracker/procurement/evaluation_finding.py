"""The evaluation that an address names, for somebody who may see it; for everybody else it is not there."""

from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import User
from tracker.core.permissions import decide
from tracker.networks.access import Access
from tracker.networks.models import NetworkMembership, RoleAssignment, ScopeKind
from tracker.procurement.evaluation_vocabulary import EvaluationStatus
from tracker.procurement.finding import FoundProcurement, find_procurement
from tracker.procurement.models import (
    Bid,
    BidSite,
    Evaluation,
    EvaluationState,
    PanelMember,
    Procurement,
    ProductRelease,
    Supplier,
)
from tracker.procurement.permissions import EvaluationScope
from tracker.procurement.policies.evaluation import EvaluationRecord, MemberOn
from tracker.procurement.selectors.evaluations import evaluation_on
from tracker.procurement.selectors.scores import evaluation_scope


@dataclass(frozen=True)
class FoundEvaluation:
    """An evaluation that the person may see, as it stands today."""

    procurement: Procurement
    row: Evaluation
    record: EvaluationRecord
    scope: EvaluationScope
    access: Access

    def may(self, permission: str) -> bool:
        return bool(decide(permission, self.access, self.scope))

    @property
    def runs(self) -> bool:
        return self.may("procurement.run_evaluation")

    @property
    def member(self) -> MemberOn | None:
        """The person's own seat on the panel."""
        return self.record.member_of(self.access.user.pk) if self.may("procurement.score_bids") else None


def find_evaluation(access: Access, procurement_id: int) -> FoundEvaluation | None:
    """The evaluation of a procurement, if the person may see it."""
    found = find_procurement(access, procurement_id)
    row = Evaluation.objects.filter(procurement=procurement_id).first() if found else None
    if found is None or row is None:
        return None
    record = evaluation_on(procurement_id, on=access.day)
    scope = evaluation_scope(found.row, record)
    if record is None or not decide("procurement.view_evaluation", access, scope):
        return None
    return FoundEvaluation(found.row, row, record, scope, access)


@dataclass(frozen=True)
class EvaluationNotice:
    """What the page of a procurement says of its evaluation: how far it is, to everybody who sees the plan; and whether
    this person may open it."""

    status: EvaluationStatus | None
    may_open: bool


def evaluation_notice(access: Access, found: FoundProcurement) -> EvaluationNotice:
    """How far the evaluation of a procurement is; no status: it is not set up, which who may run it can do."""
    record = evaluation_on(found.row.pk, on=access.day)
    name = "procurement.view_evaluation" if record else "procurement.run_evaluation"
    may_open = bool(decide(name, access, evaluation_scope(found.row, record)))
    return EvaluationNotice(record.status if record else None, may_open)


def find_bid(evaluation: Evaluation, bid_id: int) -> Bid | None:
    return Bid.objects.select_related("supplier", "release").filter(pk=bid_id, evaluation=evaluation).first()


def find_site(evaluation: Evaluation, bid_site_id: int) -> BidSite | None:
    return BidSite.objects.select_related("bid__supplier").filter(pk=bid_site_id, bid__evaluation=evaluation).first()


def find_panel_member(evaluation: Evaluation, member_id: int) -> PanelMember | None:
    """A member who sits on the panel now."""
    rows = PanelMember.objects.select_related("person")
    return rows.filter(pk=member_id, evaluation=evaluation, left_on__isnull=True).first()


def states_of(evaluation: Evaluation, *, on: date) -> list[EvaluationState]:
    """How far the evaluation has been, latest first."""
    rows = evaluation.states.filter(effective_on__lte=on).select_related("recorded_by")
    return list(rows.order_by("-effective_on", "-pk"))


def offered_suppliers() -> list[tuple[str, str]]:
    """Suppliers to choose from, by id."""
    return [(str(pk), name) for pk, name in Supplier.objects.values_list("pk", "name")]


def offered_releases(supplier_id: int | None = None) -> list[tuple[str, str]]:
    """Releases to choose from, by id; of one supplier or of all."""
    rows = ProductRelease.objects.select_related("product__supplier").order_by("product__supplier__name", "pk")
    if supplier_id is not None:
        rows = rows.filter(product__supplier=supplier_id)
    return [(str(row.pk), f"{row} ({row.product.supplier.name})") for row in rows]


def panel_candidates(network_id: int, *, but: frozenset[int], on: date) -> list[User]:
    """The people whose role lets them see the network's plan, by name."""
    trusts = NetworkMembership.objects.on(on).filter(network=network_id).values("trust")
    held = RoleAssignment.objects.on(on)
    held = held.filter(scope_kind=ScopeKind.PROGRAMME) | held.filter(network=network_id) | held.filter(trust__in=trusts)
    people = User.objects.filter(pk__in=held.values("user"), is_active=True, is_system=False).exclude(pk__in=but)
    return list(people.order_by("name", "pk"))
