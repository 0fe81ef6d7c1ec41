"""A contract's content on a day as plain data, with what is missing from it. Pure."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.procurement.policies.clauses import ClauseOn, Completeness, completeness
from tracker.procurement.policies.modifications import ModificationOn, OptionOn
from tracker.procurement.policies.payments import MetricOn, PaymentOn
from tracker.procurement.policies.performance import ConditionOn, KpiOn, LevelOn, PerformanceReviewOn


@dataclass(frozen=True)
class ArrangementsOn:
    """Who contracts, how changes are agreed, and how the contract is left."""

    effective_on: date
    authority: str = ""
    trusts_sign: bool = False
    change_control: str = ""
    exit_owner: str = ""
    data_return_format: str = ""
    deletion_certificate_days: int | None = None
    exit_tested_on: date | None = None
    exit_reviewed_on: date | None = None


@dataclass(frozen=True)
class ContentOn:
    """What a contract says on a day. `kpis_agreed` is the workbook's yes/no term, which answers where no success metric
    is recorded."""

    clauses: tuple[ClauseOn, ...] = ()
    kpis_agreed: bool | None = None
    arrangements: ArrangementsOn | None = None
    metrics: tuple[MetricOn, ...] = ()
    conditions: tuple[ConditionOn, ...] = ()
    payments: tuple[PaymentOn, ...] = ()
    kpis: tuple[KpiOn, ...] = ()
    levels: tuple[LevelOn, ...] = ()
    reviews: tuple[PerformanceReviewOn, ...] = ()
    modifications: tuple[ModificationOn, ...] = ()
    options: tuple[OptionOn, ...] = ()

    @property
    def completeness(self) -> Completeness:
        return completeness(self.clauses)

    @property
    def linked_metric_ids(self) -> frozenset[int]:
        """The metrics that a payment or the renewal waits for."""
        paid_by = {payment.metric.id for payment in self.payments if payment.metric is not None}
        return frozenset(paid_by | {condition.metric_id for condition in self.conditions})

    @property
    def is_tied_to_outcomes(self) -> bool:
        """A payment or the renewal waits for a success metric; where none is recorded, the workbook's term answers."""
        return bool(self.linked_metric_ids) if self.metrics else bool(self.kpis_agreed)

    @property
    def undecided_modifications(self) -> tuple[ModificationOn, ...]:
        """Those about whose contract change notice nobody has decided."""
        return tuple(each for each in self.modifications if each.decision is None)

    @property
    def options_left(self) -> int:
        return sum(1 for option in self.options if option.exercised_on is None)

    @property
    def milestones_pence(self) -> int:
        """What all payments come to."""
        return sum(payment.amount_pence or 0 for payment in self.payments)


def without_money(content: ContentOn) -> ContentOn:
    """What people without commercial rights may read: which clauses there are, never their texts; which payments there
    are, never their amounts or what was said about them."""
    return replace(
        content,
        clauses=tuple(
            ClauseOn(each.item, each.presence, effective_on=each.effective_on, is_from_workbook=each.is_from_workbook)
            for each in content.clauses
        ),
        payments=tuple(
            replace(
                payment,
                amount_pence=None,
                decisions=tuple(
                    replace(decision, evidence="", reason="", reference="") for decision in payment.decisions
                ),
            )
            for payment in content.payments
        ),
        modifications=tuple(replace(each, value_change_pence=None) for each in content.modifications),
    )
