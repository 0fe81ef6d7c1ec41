"""The rules that raise flags: pure functions of a programme's facts on a day and of thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tracker.flags.rules.base import Finding, Limits, Rule
from tracker.flags.rules.catalogue import BY_CODE, RULES, rule_of
from tracker.flags.rules.facts import AssuranceFacts, DeploymentFacts, Facts, SafetyFacts, TrustFacts

__all__ = [
    "BY_CODE",
    "RULES",
    "AssuranceFacts",
    "DeploymentFacts",
    "Facts",
    "Finding",
    "Rule",
    "SafetyFacts",
    "Thresholds",
    "TrustFacts",
    "judge",
    "rule_of",
]


@dataclass(frozen=True)
class Thresholds:
    """The values that a programme works to on a day, by rule and name; a rule's own values where none is set."""

    values: Mapping[tuple[str, str], int] = field(default_factory=dict)

    def of(self, rule: Rule) -> Limits:
        return {name: self.values.get((rule.code, name), value) for name, value in rule.thresholds.items()}


def judge(facts: Facts, thresholds: Thresholds | None = None) -> list[Finding]:
    """Everything that the rules find, each with its rule's code and an owner."""
    limits = thresholds or Thresholds()
    return [
        replace(finding, rule=rule.code, owner_role=finding.owner_role or rule.owner_role)
        for rule in RULES
        for check in rule.checks
        for finding in check(facts, limits.of(rule))
    ]
