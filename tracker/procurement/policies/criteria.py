"""Award criteria: when they may be edited, and which weights repeat what went wrong before. Pure.

Source: Procurement Act 2023, section 23; the programme's governance standards, section 5.4 and rule R11, for the study's
finding that demonstrations weighed too much, and integration and support too little.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.formats import number
from tracker.procurement.evaluation_vocabulary import CriterionGroup
from tracker.procurement.policies.evaluation import CriterionOn, EvaluationRecord, Scale
from tracker.procurement.policies.evaluation_moves import ACT_23, HUNDRED, STANDARD

PLACES = 2
LONGEST_SCALE = 100


@dataclass(frozen=True)
class CriterionContent:
    """What a criterion says. `weight` is in percent."""

    code: str
    group: CriterionGroup
    name: str
    weight: Decimal
    good_answer: str = ""
    is_formula: bool = False


@dataclass(frozen=True)
class EvaluationLimits:
    """What weights and reference sites are held against on a day; percentages and a count, each with its source."""

    demonstration_percent: int
    integration_percent: int
    social_value_percent: int
    reference_sites: int
    similar_volume_percent: int


@dataclass(frozen=True)
class Caution:
    """Something that is allowed and has gone wrong before, and where that is written."""

    sentence: str
    source: str


def may_edit(record: EvaluationRecord) -> Decision:
    """Criteria and the scale change only while they are being set."""
    if record.is_draft:
        return ALLOWED
    return deny(
        f"The evaluation is “{record.status.label.lower()}”, so its criteria and scale stand ({ACT_23}).",
        remedy="Before anybody has scored, it can go back to the criteria.",
    )


def may_save_criterion(record: EvaluationRecord, content: CriterionContent, *, own_id: int | None = None) -> Decision:
    """Whether a criterion may say this."""
    return first_refusal(
        may_edit(record), _is_named(record, content, own_id), _weight_fits(content), _formula_fits(content)
    )


def _is_named(record: EvaluationRecord, content: CriterionContent, own_id: int | None) -> Decision:
    code = content.code.strip()
    if not code or not content.name.strip():
        return deny("A criterion needs a code and a name.", remedy="Enter both.", field="name" if code else "code")
    if any(each.code.casefold() == code.casefold() and each.id != own_id for each in record.criteria):
        return deny(f"There is a criterion {code} already.", remedy="Use another code.", field="code")
    return ALLOWED


def _weight_fits(content: CriterionContent) -> Decision:
    if not 0 < content.weight <= HUNDRED:
        return deny(
            f"A weight lies above 0% and up to 100%, and this is {number(content.weight)}% ({ACT_23}; {STANDARD}).",
            remedy="Enter a weight such as 20 or 12.5. Remove a criterion that should not count.",
            field="weight",
        )
    if content.weight != round(content.weight, PLACES):
        return deny("A weight has up to 2 decimals.", remedy="Round it.", field="weight")
    return ALLOWED


def _formula_fits(content: CriterionContent) -> Decision:
    if content.is_formula and content.group != CriterionGroup.PRICE:
        return deny("Only the price can be scored by the lowest price.", remedy="Choose “Price”.", field="is_formula")
    return ALLOWED


def group_weights(criteria: Iterable[CriterionOn]) -> dict[CriterionGroup, Decimal]:
    """The weight of each group, of those that have any, in the order of the vocabulary."""
    found: dict[CriterionGroup, Decimal] = {}
    for each in criteria:
        found[each.group] = found.get(each.group, Decimal(0)) + each.weight
    return {group: found[group] for group in CriterionGroup if group in found}


def weight_warnings(criteria: Iterable[CriterionOn], limits: EvaluationLimits) -> list[Caution]:
    """What about the weights has gone wrong in other procurements; none while there is no criterion."""
    weights = group_weights(criteria)
    if not weights:
        return []
    found = []
    if weights.get(CriterionGroup.DEMONSTRATION, Decimal(0)) > limits.demonstration_percent:
        found.append(
            Caution(
                f"The demonstration weighs more than {limits.demonstration_percent}%. A tool that shows well is not a tool "
                "that runs well.",
                "Programme governance standards, rule R11",
            )
        )
    if weights.get(CriterionGroup.INTEGRATION, Decimal(0)) < limits.integration_percent:
        found.append(
            Caution(
                f"Integration and support weigh less than {limits.integration_percent}%. Integration is what took the "
                "longest in the first procurements.",
                "Programme governance standards, rule R11",
            )
        )
    if weights.get(CriterionGroup.SOCIAL_VALUE, Decimal(0)) < limits.social_value_percent:
        found.append(
            Caution(
                f"Social value weighs less than {limits.social_value_percent}%, the minimum of central government policy. "
                "Check whether it applies to you.",
                "Programme governance standards, section 5.4",
            )
        )
    return found


def site_warnings(record: EvaluationRecord, limits: EvaluationLimits) -> list[Caution]:
    """Bids with too few comparable reference sites."""
    short = [bid for bid in record.live_bids if bid.comparable_sites < limits.reference_sites]
    return [
        Caution(
            f"{bid.supplier} names {bid.comparable_sites or 'no'} comparable NHS reference "
            f"site{'' if bid.comparable_sites == 1 else 's'}; {limits.reference_sites} are asked for.",
            "Programme governance standards, rule R12",
        )
        for bid in short
    ]


def scale_fits(scale: Scale) -> Decision:
    """Whether a scale can tell bids apart: it starts at nought or above, rises, and is short enough to be used alike."""
    if not 0 <= scale.minimum < scale.maximum:
        return deny(
            f"The scale would go {scale.in_words}. Its highest score lies above its lowest ({ACT_23}).",
            remedy="Use 0 to 5, unless the tender says otherwise.",
            field="maximum",
        )
    if scale.maximum > LONGEST_SCALE:
        return deny(
            f"The scale would go {scale.in_words}, and nobody scores alike on so many steps.",
            remedy=f"Use {LONGEST_SCALE} as the highest score at most.",
            field="maximum",
        )
    return ALLOWED
