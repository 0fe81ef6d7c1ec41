"""The thresholds of rules that pages of apps below show as warnings, so that page and flag never disagree."""

from datetime import date

from tracker.flags.rules import rule_of
from tracker.flags.selectors.facts import thresholds_on
from tracker.networks.models import Programme
from tracker.procurement.policies.criteria import EvaluationLimits


def evaluation_limits(programme_id: int, day: date) -> EvaluationLimits:
    """What weights and reference sites are held against: the thresholds of R11 and R12."""
    thresholds = thresholds_on(Programme.objects.get(pk=programme_id), day)
    weights, sites = thresholds.of(rule_of("R11")), thresholds.of(rule_of("R12"))
    return EvaluationLimits(
        demonstration_percent=weights["demonstration_percent"],
        integration_percent=weights["integration_percent"],
        social_value_percent=weights["social_value_percent"],
        reference_sites=sites["reference_sites"],
        similar_volume_percent=sites["similar_volume_percent"],
    )
