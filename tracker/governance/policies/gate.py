"""The go-live gate: open or closed, and exactly why. Pure.

Source: the programme's governance standards, go-live gate: a score is shown, but the gate is boolean. Every blocking
requirement is met, does not apply, or is formally waived; whatever nothing answers is not met.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.core.formats import nhs_date, plural
from tracker.governance.policies.assessments import AssessmentOn, assessment_verdict
from tracker.governance.policies.catalogue import RequirementOn, VersionOn
from tracker.governance.policies.verdicts import Verdict, unmet
from tracker.governance.policies.waivers import WaiverOn
from tracker.governance.vocabulary import AssessmentStatus, EvidenceState, Outcome

STEPS_SHOWN = 3
GONE = (EvidenceState.EXPIRED, EvidenceState.WITHDRAWN)


@dataclass(frozen=True)
class GateFacts:
    """What the gate judges of one deployment on a day. `verdicts` are by the code of the check, `assessments` and
    `waivers` by the id of the requirement that they answer, `evidence` (the worst state of what supports it) by its
    code."""

    deployment_id: int
    version: VersionOn | None = None
    go_live_on: date | None = None
    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    assessments: Mapping[int, AssessmentOn] = field(default_factory=dict)
    waivers: Mapping[int, WaiverOn] = field(default_factory=dict)
    evidence: Mapping[str, EvidenceState] = field(default_factory=dict)


@dataclass(frozen=True)
class Item:
    """How one requirement stands, why, and what to do. `page` names the address (which takes the deployment's id) where
    a check is looked after. `waiver` is the newest one, whether it counts or not."""

    requirement: RequirementOn
    outcome: Outcome
    reason: str
    remedy: str = ""
    page: str = ""
    due_on: date | None = None
    assessment: AssessmentOn | None = None
    waiver: WaiverOn | None = None

    @property
    def is_done(self) -> bool:
        return self.outcome != Outcome.UNMET

    @property
    def blocks(self) -> bool:
        return self.requirement.is_blocking and not self.is_done

    @property
    def sentence(self) -> str:
        """The requirement, and why it is not met: `Contract signed: none is signed.`"""
        reason = self.reason if self.reason[1:2].isupper() else self.reason[:1].lower() + self.reason[1:]
        return f"{self.requirement.title}: {reason}"


@dataclass(frozen=True)
class Domain:
    """One section of the gate."""

    number: int
    title: str
    items: tuple[Item, ...]

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)

    @property
    def blocking(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.blocks)

    @property
    def waived(self) -> int:
        return sum(item.outcome == Outcome.WAIVED for item in self.items)


@dataclass(frozen=True)
class Gate:
    """The answer for one deployment on a day. Without a version the programme is held to none, and nothing is asked."""

    deployment_id: int
    day: date
    version: VersionOn | None = None
    items: tuple[Item, ...] = ()

    @property
    def is_held(self) -> bool:
        return self.version is not None

    @property
    def blocking(self) -> tuple[Item, ...]:
        """What keeps it closed."""
        return tuple(item for item in self.items if item.blocks)

    @property
    def is_open(self) -> bool:
        return self.is_held and not self.blocking

    @property
    def done(self) -> int:
        return sum(item.is_done for item in self.items)

    @property
    def domains(self) -> tuple[Domain, ...]:
        """The sections in order, each with how its requirements stand."""
        by_number: dict[int, list[Item]] = {}
        for item in self.items:
            by_number.setdefault(item.requirement.domain, []).append(item)
        return tuple(
            Domain(number, items[0].requirement.domain_title, tuple(items))
            for number, items in sorted(by_number.items())
        )

    @property
    def next_steps(self) -> tuple[Item, ...]:
        """The three things that would move readiness most: what blocks before what does not, what is due first, what
        finishes the most sections; then by section and code."""
        unmet = [item for item in self.items if not item.is_done]
        ranked = sorted(
            unmet,
            key=lambda item: (
                not item.requirement.is_blocking,
                item.due_on or date.max,
                -self._finishes(item),
                item.requirement.domain,
                item.requirement.code,
            ),
        )
        firsts: dict[str, Item] = {}
        for item in ranked:
            firsts.setdefault(item.requirement.check or item.requirement.code, item)
        return tuple(firsts.values())[:STEPS_SHOWN]

    def _finishes(self, item: Item) -> int:
        """How many sections have nothing open once this is done, with all that the same check answers."""

        def is_cleared(other: Item) -> bool:
            same_check = item.requirement.check and other.requirement.check == item.requirement.check
            return other.is_done or other is item or bool(same_check)

        return sum(
            all(is_cleared(each) for each in domain.items) and domain.done < len(domain.items)
            for domain in self.domains
        )

    def find(self, code: str) -> Item | None:
        return next((item for item in self.items if item.requirement.code == code), None)

    @property
    def sentence(self) -> str:
        """The answer in one line."""
        if not self.is_held:
            return "No catalogue of requirements applies to this programme on this day."
        needed = [item for item in self.items if item.requirement.is_blocking]
        if self.is_open:
            waived = sum(item.outcome == Outcome.WAIVED for item in needed)
            note = f", {waived} of them by waiver" if waived else ""
            return f"The gate is open: all {plural(len(needed), 'blocking requirement')} in place{note}."
        are = "is" if len(self.blocking) == 1 else "are"
        return (
            f"The gate is closed: {len(self.blocking)} of {plural(len(needed), 'blocking requirement')} {are} not met."
        )


def gate(facts: GateFacts, day: date) -> Gate:
    """The gate of one deployment on a day."""
    if facts.version is None:
        return Gate(facts.deployment_id, day)
    items = tuple(_item(requirement, facts, day) for requirement in facts.version.requirements)
    return Gate(facts.deployment_id, day, facts.version, items)


def _item(requirement: RequirementOn, facts: GateFacts, day: date) -> Item:
    assessment = facts.assessments.get(requirement.id) if not requirement.check else None
    waiver = facts.waivers.get(requirement.id)
    verdict = _still(_verdict(requirement, facts, assessment, day), facts.evidence.get(requirement.code))
    due_on = (assessment.due_on if assessment else None) or _due_on(requirement, facts.go_live_on)

    def item(outcome: Outcome, reason: str, remedy: str = "") -> Item:
        return Item(requirement, outcome, reason, remedy, verdict.page, due_on, assessment, waiver)

    if verdict:
        does_not_apply = assessment is not None and assessment.status == AssessmentStatus.NOT_APPLICABLE
        return item(Outcome.NOT_APPLICABLE if does_not_apply else Outcome.MET, verdict.reason)
    if waiver is not None and requirement.is_waivable and waiver.counts_on(day):
        names = " and ".join(voice.by for voice in waiver.agreed_by)
        return item(Outcome.WAIVED, f"Waived until {nhs_date(waiver.expires_on)} by {names}: {waiver.reason}")
    ended = f" Its waiver ended on {nhs_date(waiver.expires_on)}." if waiver and waiver.has_ended(day) else ""
    return item(Outcome.UNMET, f"{verdict.reason}{ended}", verdict.remedy)


def _verdict(requirement: RequirementOn, facts: GateFacts, assessment: AssessmentOn | None, day: date) -> Verdict:
    if not requirement.check:
        return assessment_verdict(assessment, day)
    found = facts.verdicts.get(requirement.check)
    return found if found is not None else unmet("Nothing in the tracker answers this yet.")


def _still(verdict: Verdict, evidence: EvidenceState | None) -> Verdict:
    """The verdict, unless the evidence that supports the requirement has gone: that opens it again."""
    if not verdict or evidence not in GONE:
        return verdict
    word = "has expired" if evidence == EvidenceState.EXPIRED else "was withdrawn"
    return unmet(f"Evidence for it {word}.", remedy="Bring newer evidence and have it reviewed.", page=verdict.page)


def _due_on(requirement: RequirementOn, go_live_on: date | None) -> date | None:
    return go_live_on - timedelta(days=requirement.due_days) if go_live_on else None


def reasons_of(items: Iterable[Item], *, most: int = 0) -> str:
    """What is not met, as one text: `Contract signed: none is signed. DPIA approved: not started. And 3 more.`"""
    sentences = [item.sentence for item in items]
    shown = sentences[:most] if most else sentences
    more = len(sentences) - len(shown)
    return " ".join([*shown, *([f"And {more} more."] if more else [])])
