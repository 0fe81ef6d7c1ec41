"""What the pages of an evaluation share: where they are, tags, buttons, and how weights are drawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse

from tracker.core.formats import number
from tracker.core.presentation import Fact, Link, Tag
from tracker.procurement.evaluation_finding import EvaluationNotice
from tracker.procurement.evaluation_vocabulary import BidStatus, CriterionGroup, EvaluationStatus
from tracker.procurement.models import Procurement
from tracker.procurement.policies.ranking import as_decimal

STATUS_TAGS = {
    EvaluationStatus.DRAFT: Tag(EvaluationStatus.DRAFT.label, "grey"),
    EvaluationStatus.SCORING: Tag(EvaluationStatus.SCORING.label, "blue"),
    EvaluationStatus.MODERATION: Tag(EvaluationStatus.MODERATION.label, "purple"),
    EvaluationStatus.CONCLUDED: Tag(EvaluationStatus.CONCLUDED.label, "green"),
    EvaluationStatus.WITHDRAWN: Tag(EvaluationStatus.WITHDRAWN.label, "red"),
}
BID_TAGS = {
    BidStatus.RECEIVED: Tag("In the evaluation", "green"),
    BidStatus.WITHDRAWN: Tag("Withdrawn", "grey"),
    BidStatus.EXCLUDED: Tag("Excluded", "red"),
}


@dataclass(frozen=True)
class Press:
    """A button that does something at once, and where it sends."""

    text: str
    href: str
    variant: str = "secondary"


@dataclass(frozen=True)
class WeightBar:
    """The weight of one group, as words and as the length of a bar (percent)."""

    label: str
    text: str
    length: str


def to(procurement_id: int, name: str, *args: int | str) -> str:
    """The address of a page of the evaluation."""
    return reverse(name, args=[procurement_id, *args])


def crumbs_of(procurement: Procurement, *more: Link) -> list[Link]:
    """The way from home to the evaluation of a procurement, and on."""
    network = procurement.network
    return [
        Link("Home", "/"),
        Link(network.name, reverse("network", args=[network.slug])),
        Link(str(procurement), reverse("procurement", args=[procurement.pk])),
        *more,
    ]


def evaluation_link(procurement: Procurement) -> Link:
    return Link("Evaluation", to(procurement.pk, "evaluation"))


def percent(weight: Decimal) -> str:
    return f"{number(weight)}%"


def score(value: Decimal | Fraction) -> str:
    """`3`, `3.5`, `3.67`."""
    return number(as_decimal(value) if isinstance(value, Fraction) else value)


def weight_bars(weights: Iterable[tuple[CriterionGroup, Decimal]]) -> Sequence[WeightBar]:
    return [WeightBar(group.label, percent(weight), f"{weight.normalize():f}%") for group, weight in weights]


def present_notice(notice: EvaluationNotice, procurement_id: int) -> Fact:
    """The evaluation as a line of the procurement's page; it leads there for who may open it."""
    href = to(procurement_id, "evaluation") if notice.may_open else ""
    if notice.status is None:
        return Fact("Evaluation", "Set up the evaluation" if href else "Not set up yet", href=href)
    return Fact("Evaluation", "Open the evaluation" if href else "", STATUS_TAGS[notice.status], href)
