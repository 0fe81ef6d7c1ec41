"""Scoring alone, submitting, and agreeing on scores together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import Decision, StaleWrite, deny, require
from tracker.procurement.actions.evaluation_holding import SCORE, Held, day_that_counts, hold
from tracker.procurement.models import Evaluation, ModeratedScore, Score, ScoreSubmission
from tracker.procurement.policies.evaluation import Cell, EvaluationRecord, MemberOn, ScoreOn
from tracker.procurement.policies.scoring import (
    agreed_value,
    may_moderate,
    may_score,
    may_score_bid,
    may_submit,
    score_fits,
)
from tracker.procurement.selectors.scores import moderated_of, own_scores, scores_of

ALL_AGREED = "All members agreed"
NO_SUCH_CELL = deny("There is no such criterion to score.", remedy="Open the page again.")


@dataclass(frozen=True)
class Typed:
    """What a member typed in one cell. `version` is that of the score which the page showed (None: it showed none)."""

    value: Decimal | None
    comment: str
    version: int | None = None

    @property
    def is_empty(self) -> bool:
        return self.value is None and not self.comment.strip()


@dataclass
class Outcome:
    """What became of each cell of one saving, by criterion: those saved, those refused with the rule, and those that the
    same member changed in another window since."""

    saved: set[int] = field(default_factory=set)
    refused: dict[int, Decision] = field(default_factory=dict)
    stale: dict[int, ScoreOn] = field(default_factory=dict)

    @property
    def is_clean(self) -> bool:
        return not self.refused and not self.stale


def save_scores(*, evaluation: Evaluation, bid_id: int, typed: Mapping[int, Typed], by: User) -> Outcome:
    """Saves a member's scores of one bid, each cell on its own: what is in order is kept whatever is wrong with others. An
    empty cell that was empty stays so."""
    with change(by=by):
        held = hold(evaluation.pk, permission=SCORE, by=by)
        member = _scorer(held, by)
        require(may_score_bid(held.record, member, bid_id))
        saving = _Saving(held.record, member, bid_id, own_scores(member))
        for criterion_id, cell in typed.items():
            saving.save_cell(criterion_id, cell)
    return saving.outcome


def _scorer(held: Held, by: User) -> MemberOn:
    """The member whom the person is; raises `Refused` where they may not score."""
    member = held.record.member_of(by.pk)
    require(may_score(held.record, member))
    assert member is not None  # noqa: S101 - the rule has just said so
    return member


@dataclass
class _Saving:
    """One saving of a member's scores of one bid."""

    record: EvaluationRecord
    member: MemberOn
    bid_id: int
    known: Mapping[Cell, ScoreOn]
    outcome: Outcome = field(default_factory=Outcome)

    def save_cell(self, criterion_id: int, typed: Typed) -> None:
        before = self.known.get((self.bid_id, criterion_id))
        if (self.bid_id, criterion_id) not in self.record.cells:
            self.outcome.refused[criterion_id] = NO_SUCH_CELL
        elif self._is_unchanged(before, typed):
            return
        elif before is not None and before.version != typed.version:
            self.outcome.stale[criterion_id] = before
        elif fits := score_fits(typed.value, typed.comment, self.record.scale):
            self._write(criterion_id, typed)
        else:
            self.outcome.refused[criterion_id] = fits

    def _is_unchanged(self, before: ScoreOn | None, typed: Typed) -> bool:
        if before is None:
            return typed.is_empty
        return (before.value, before.comment) == (typed.value, typed.comment.strip())

    def _write(self, criterion_id: int, typed: Typed) -> None:
        assert typed.value is not None  # noqa: S101 - the rule has just said so
        cell = {"member_id": self.member.id, "bid_id": self.bid_id, "criterion_id": criterion_id}
        row = Score.objects.filter(**cell).first() or Score(**cell, version=0)
        row.value, row.comment = typed.value, typed.comment.strip()
        row.version += 1
        row.save()
        self.outcome.saved.add(criterion_id)


def submit_scores(*, evaluation: Evaluation, on: date | None = None, by: User) -> ScoreSubmission:
    """A member has scored everything that they may. From now on their scores stand, and once all have submitted, others see
    them."""
    with change(by=by):
        held = hold(evaluation.pk, permission=SCORE, by=by)
        member = held.record.member_of(by.pk)
        scored = own_scores(member).keys() if member else ()
        require(may_submit(held.record, member, scored))
        assert member is not None  # noqa: S101 - the rule has just said so
        return ScoreSubmission.objects.create(
            member_id=member.id, submitted_on=day_that_counts(on, since=held.record.since, today=held.today)
        )


def moderate(
    *,
    evaluation: Evaluation,
    cell: Cell,
    value: Decimal | None,
    reasons: str,
    before_id: int | None = None,
    checks_before: bool = False,
    on: date | None = None,
    by: User,
) -> ModeratedScore:
    """Records the score on which the panel agreed for a cell, with its reasons. With `checks_before`, refuses to follow
    another agreed score than the one that the page showed (`before_id`; None: it showed none)."""
    with change(by=by):
        held = hold(evaluation.pk, by=by)
        standing = moderated_of(held.row.pk).get(cell)
        if checks_before and before_id != (standing.id if standing else None):
            raise StaleWrite(standing)
        require(may_moderate(held.record, cell, value, reasons))
        assert value is not None  # noqa: S101 - the rule has just said so
        return _agree(held, cell, value, reasons, on=on, by=by)


def take_agreed_scores(*, evaluation: Evaluation, on: date | None = None, by: User) -> int:
    """Takes the score of every open cell in which all members gave the same; answers how many those were."""
    with change(reason=ALL_AGREED, by=by):
        held = hold(evaluation.pk, by=by)
        scores = scores_of(held.row.procurement, held.record, held.access)
        taken = 0
        for cell in held.record.cells:
            value = agreed_value(each.value for each in scores.of_cell(cell)) if scores else None
            if scores is None or value is None or cell in scores.moderated:
                continue
            require(may_moderate(held.record, cell, value, ALL_AGREED))
            _agree(held, cell, value, ALL_AGREED, on=on, by=by)
            taken += 1
        if not taken:
            require(
                deny("There is no open score on which all members agree.", remedy="Moderate the open ones by hand.")
            )
    return taken


def _agree(held: Held, cell: Cell, value: Decimal, reasons: str, *, on: date | None, by: User) -> ModeratedScore:
    return ModeratedScore.objects.create(
        bid_id=cell[0],
        criterion_id=cell[1],
        value=value,
        reasons=reasons.strip(),
        moderated_on=day_that_counts(on, since=held.record.since, today=held.today),
        recorded_by=by,
    )
