"""Rules about how bids are evaluated. Their sentences name limits and counts, never a weight: those are commercial."""

from collections.abc import Iterator
from decimal import Decimal

from tracker.core.formats import mid_sentence
from tracker.flags.rules.base import Finding, Limits, about_network, listed
from tracker.flags.rules.facts import Facts
from tracker.flags.vocabulary import Severity
from tracker.procurement.evaluation_vocabulary import CriterionGroup
from tracker.procurement.policies.evaluation import EvaluationOn
from tracker.procurement.selectors.procurements import ProcurementOn

WHOLE = Decimal(100)


def running(facts: Facts) -> Iterator[tuple[ProcurementOn, EvaluationOn]]:
    """The procurements whose evaluation is neither concluded nor withdrawn: what is wrong can still be put right."""
    for procurement in facts.procurements:
        evaluation = procurement.evaluation
        if evaluation is not None and evaluation.is_running:
            yield procurement, evaluation


def weights_repeat_the_pitfall(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R11: the demonstration weighs too much, or integration and support too little. Judged once the weights are whole."""
    for procurement, evaluation in running(facts):
        weights = evaluation.weights
        if weights is None or sum(weights.values()) != WHOLE:
            continue
        wrong = []
        if weights.get(CriterionGroup.DEMONSTRATION, 0) > limits["demonstration_percent"]:
            wrong.append(f"the demonstration weighs more than {limits['demonstration_percent']}%")
        if weights.get(CriterionGroup.INTEGRATION, 0) < limits["integration_percent"]:
            wrong.append(f"integration and support weigh less than {limits['integration_percent']}%")
        if wrong:
            yield about_network(
                procurement,
                Severity.MEDIUM,
                f"Evaluation for {mid_sentence(procurement.use_case_name)}: {listed(wrong)}.",
                since=evaluation.weights_since or evaluation.since,
            )


def too_few_reference_sites(facts: Facts, limits: Limits) -> Iterator[Finding]:
    """R12: a bid that is in names fewer comparable NHS reference sites than are asked for."""
    for procurement, evaluation in running(facts):
        fewest = evaluation.fewest_sites
        if fewest is None or fewest >= limits["reference_sites"]:
            continue
        named = f"{fewest or 'no'} comparable NHS reference site{'' if fewest == 1 else 's'}"
        yield about_network(
            procurement,
            Severity.MEDIUM,
            f"Evaluation for {mid_sentence(procurement.use_case_name)}: a bid names {named}, and "
            f"{limits['reference_sites']} are asked for.",
            since=evaluation.sites_since or evaluation.since,
        )
