"""Audits of bias: whether a tool does as well for each group of patients as for the one it is compared with. Pure.

Sensitivity, specificity, false-positive rate and flag rate of each group have their Wilson interval; the difference from
the reference group has that of Newcombe. A group with too few cases or positives is marked and tells nothing. An
alert is a difference in sensitivity or specificity whose interval leaves out nought and that is at least as large as the
agreed margin. Counts only: no row of a patient comes near the tracker.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.core.days import add_months
from tracker.core.decisions import Decision, deny, first_refusal
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.patient_data import may_write
from tracker.governance.policies.statistics import Counts, Estimate, estimate, fraction_of, newcombe
from tracker.governance.validation_vocabulary import Metric

FIGURES = (Metric.SENSITIVITY, Metric.SPECIFICITY, Metric.FPR, Metric.FLAG_RATE)
ALERTING = (Metric.SENSITIVITY, Metric.SPECIFICITY)
PERCENT = 100


@dataclass(frozen=True)
class GroupOn:
    """One group within a dimension, such as women within sex."""

    dimension: str
    name: str
    is_reference: bool
    counts: Counts


@dataclass(frozen=True)
class AuditOn:
    """An audit of the cases of a time."""

    id: int
    first_day: date
    last_day: date
    held_on: date
    groups: tuple[GroupOn, ...] = ()
    impact_assessment: str = ""
    note: str = ""


@dataclass(frozen=True)
class AuditsOn:
    """The audits of one deployment by a day, oldest first; `live_on` is its first day of clinical use."""

    deployment_id: int
    standards: Standards
    live_on: date | None = None
    audits: tuple[AuditOn, ...] = ()

    @property
    def latest(self) -> AuditOn | None:
        return self.audits[-1] if self.audits else None


@dataclass(frozen=True)
class GroupFindings:
    """What the counts of a group tell: nothing where there are too few. `differences` are from the reference group."""

    group: GroupOn
    is_too_few: bool = False
    figures: dict[Metric, Estimate | None] = field(default_factory=dict)
    differences: dict[Metric, Estimate] = field(default_factory=dict)
    alerts: tuple[Metric, ...] = ()

    @property
    def sentences(self) -> list[str]:
        """Each alert in words."""
        return [
            f"{self.group.dimension}, {self.group.name}: {metric.label.lower()} differs by "
            f"{PERCENT * self.differences[metric].value:+.1f} percentage points"
            for metric in self.alerts
        ]


def is_too_few(counts: Counts, standards: Standards) -> bool:
    return counts.cases < standards.whole("subgroup-cases") or counts.positives < standards.whole("subgroup-positives")


def findings_of_audit(audit: AuditOn, standards: Standards) -> list[GroupFindings]:
    """What every group of an audit tells."""
    references = {group.dimension: group for group in audit.groups if group.is_reference}
    return [_findings(group, references.get(group.dimension), standards) for group in audit.groups]


def _findings(group: GroupOn, reference: GroupOn | None, standards: Standards) -> GroupFindings:
    if is_too_few(group.counts, standards):
        return GroupFindings(group, is_too_few=True)
    figures = {metric: estimate(metric, group.counts) for metric in FIGURES}
    if reference is None or reference == group or is_too_few(reference.counts, standards):
        return GroupFindings(group, figures=figures)
    differences = {
        metric: difference
        for metric in FIGURES
        if (difference := newcombe(fraction_of(metric, group.counts), fraction_of(metric, reference.counts)))
    }
    margin = float(standards.of("subgroup-margin"))
    alerts = tuple(
        metric
        for metric in ALERTING
        if metric in differences and 0 not in differences[metric].interval and abs(differences[metric].value) >= margin
    )
    return GroupFindings(group, figures=figures, differences=differences, alerts=alerts)


def alerts_of(audit: AuditOn, standards: Standards) -> list[str]:
    """The alerts of an audit in words."""
    return [sentence for each in findings_of_audit(audit, standards) for sentence in each.sentences]


def audit_due_on(audits: AuditsOn) -> date | None:
    """The day by which the next audit is held; None before go-live."""
    if audits.live_on is None:
        return None
    since = audits.latest.held_on if audits.latest else audits.live_on
    return add_months(since, audits.standards.whole("bias-audit-every"))


# --- What may be recorded -------------------------------------------------------------------------------------------


def may_record_audit(
    groups: Sequence[GroupOn], *, first_day: date, last_day: date, held_on: date, note: str, reference: str, today: date
) -> Decision:
    """Whether an audit is possible: days in order, each group once, and one of each dimension to compare with."""
    if held_on > today:
        return deny("An audit can't be held in the future.", remedy="Correct the day.", field="held_on")
    if not first_day <= last_day <= held_on:
        return deny(
            "The days are out of order: from, to, and then the audit.", remedy="Correct one of them.", field="last_day"
        )
    return first_refusal(_are_comparable(groups), may_write(note=note, impact_assessment=reference))


def _are_comparable(groups: Sequence[GroupOn]) -> Decision:
    names = [(group.dimension.casefold(), group.name.casefold()) for group in groups]
    if not groups:
        return deny("An audit has at least one group.", remedy="Enter its counts.", field="groups")
    if len(set(names)) < len(names):
        return deny("A group is there twice.", remedy="Give its counts once.", field="groups")
    for dimension in dict.fromkeys(group.dimension for group in groups):
        references = sum(1 for group in groups if group.dimension == dimension and group.is_reference)
        if references != 1:
            return deny(
                f"“{dimension}” has {references} groups to compare with, and needs one.",
                remedy="Mark one group of it with a star.",
                field="groups",
            )
    return may_write(groups=" ".join(f"{group.dimension} {group.name}" for group in groups))
