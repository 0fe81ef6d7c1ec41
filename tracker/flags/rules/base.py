"""What a rule is, and what it finds."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.accounts.roles import Role
from tracker.core.working_days import working_days_between
from tracker.flags.rules.facts import DeploymentFacts, Facts, TrustFacts
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.networks.plans import Plan
from tracker.procurement.selectors.contracts import ContractOn
from tracker.procurement.selectors.procurements import ProcurementOn

Limits = Mapping[str, int]
STANDARDS = "Programme governance standards, rule"
LONGEST = 500  # characters of a finding's sentence
OWN = "The tracker's own rule; its values are planning defaults"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong on the day. `sentence` names dates, never spans that grow by the day, so that the same
    cause reads the same tomorrow. `owner_role` is empty where the rule's own owner looks after it."""

    subject_kind: SubjectKind
    subject_id: int
    programme_id: int
    severity: Severity
    sentence: str
    since: date
    rule: str = ""
    network_id: int | None = None
    trust_id: int | None = None
    deployment_id: int | None = None
    detail_key: str = ""
    needs_national_decision: bool = False
    owner_role: Role | None = None

    @property
    def key(self) -> tuple[str, str, int, str]:
        """There is at most one open flag of a programme under this key."""
        return self.rule, self.subject_kind, self.subject_id, self.detail_key


Check = Callable[[Facts, Limits], Iterable[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule: its code and wording, who looks after what it finds, and its thresholds with their values when the
    programme has set none. Thresholds are days unless their name says otherwise."""

    code: str
    title: str
    owner_role: Role
    meaning: str
    what_to_do: str
    closes_when: str
    source: str
    checks: tuple[Check, ...]
    thresholds: Limits = field(default_factory=dict)


def about_deployment(
    facts: DeploymentFacts,
    severity: Severity,
    sentence: str,
    *,
    since: date,
    national: bool = False,
    detail_key: str = "",
) -> Finding:
    """A finding about a deployment. A sentence that names too much to fit is cut short."""
    position = facts.position
    return Finding(
        subject_kind=SubjectKind.DEPLOYMENT,
        subject_id=position.id,
        programme_id=position.programme_id,
        severity=severity,
        sentence=sentence if len(sentence) <= LONGEST else f"{sentence[: LONGEST - 1]}…",
        since=since,
        network_id=position.trust.network_id,
        trust_id=position.trust.id,
        deployment_id=position.id,
        detail_key=detail_key,
        needs_national_decision=national,
    )


def about_trust(facts: TrustFacts, programme_id: int, severity: Severity, sentence: str, *, since: date) -> Finding:
    return Finding(
        subject_kind=SubjectKind.TRUST,
        subject_id=facts.trust.id,
        programme_id=programme_id,
        severity=severity,
        sentence=sentence,
        since=since,
        network_id=facts.trust.network_id,
        trust_id=facts.trust.id,
    )


def about_network(
    subject: ProcurementOn | ContractOn, severity: Severity, sentence: str, *, since: date, national: bool = False
) -> Finding:
    """A finding about a network's procurement or contract."""
    is_contract = isinstance(subject, ContractOn)
    return Finding(
        subject_kind=SubjectKind.CONTRACT if is_contract else SubjectKind.PROCUREMENT,
        subject_id=subject.id,
        programme_id=subject.programme_id,
        severity=severity,
        sentence=sentence,
        since=since,
        network_id=subject.network_id,
        needs_national_decision=national,
    )


def slip_working_days(plan: Plan) -> int | None:
    """Working days that the expected date lies after the baseline; None where there is nothing to compare."""
    if plan.baseline is None or plan.expected is None:
        return None
    return working_days_between(plan.baseline, plan.expected)


def slipping_since(plan: Plan, limit: int) -> date | None:
    """The day from which the forecast has, without a break, been more than `limit` working days after the baseline."""
    since = None
    for effective_on, forecast, _ in reversed(plan.forecasts):
        if plan.baseline is None or working_days_between(plan.baseline, forecast) <= limit:
            break
        since = effective_on
    return since or plan.last_changed_on


def severity_of_slip(days: int | None, limits: Limits) -> Severity | None:
    """Amber and red by the two thresholds of a slip, in working days; None when it is within the first."""
    if days is None or days <= limits["amber_working_days"]:
        return None
    return Severity.HIGH if days > limits["red_working_days"] else Severity.MEDIUM


def listed(words: Iterable[str]) -> str:
    """`one`, `one and two`, `one, two and three`."""
    *most, last = list(words)
    return f"{', '.join(most)} and {last}" if most else last


def listed_briefly(words: Sequence[str], *, most: int = 5) -> str:
    """The same, cut short after so many: `one, two and 3 more`."""
    return listed(words) if len(words) <= most else f"{', '.join(words[:most])} and {len(words) - most} more"
