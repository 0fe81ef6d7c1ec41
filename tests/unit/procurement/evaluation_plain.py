"""Plain evaluations for the rules, with no database: two bids by three criteria, and a panel of two."""

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.procurement.evaluation_vocabulary import CriterionGroup, EvaluationStatus, PanelCapacity
from tracker.procurement.policies.evaluation import BidOn, CriterionOn, DeclarationOn, EvaluationRecord, MemberOn

DAY = date(2025, 6, 30)
G = CriterionGroup


def criterion(
    number: int, weight: str = "50", group: CriterionGroup = G.CLINICAL, *, is_formula: bool = False
) -> CriterionOn:
    return CriterionOn(number, 1, f"C{number}", group, f"Criterion {number}", Decimal(weight), is_formula=is_formula)


def bid(number: int, **fields: Any) -> BidOn:
    return BidOn(
        **({"id": number, "version": 1, "supplier_id": number + 100, "supplier": f"Bidder {number}"} | fields),
        received_on=DAY,
    )


def member(number: int, **fields: Any) -> MemberOn:
    """Has declared that they have no interest."""
    given: dict[str, Any] = {"declaration": DeclarationOn(number, has_interest=False, declared_on=DAY), **fields}
    return MemberOn(number, 1, number + 200, f"Member {number}", PanelCapacity.CLINICAL, DAY, **given)


def record(**fields: Any) -> EvaluationRecord:
    given: dict[str, Any] = {
        "id": 1,
        "version": 1,
        "procurement_id": 1,
        "status": EvaluationStatus.DRAFT,
        "since": DAY,
        "criteria": (criterion(1), criterion(2)),
        "bids": (bid(1), bid(2)),
        "members": (member(1), member(2)),
        **fields,
    }
    return EvaluationRecord(**given)
