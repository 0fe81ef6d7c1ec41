"""An evaluation on a day as plain data, and what follows from it: who still has to score, and when scores may be seen.

Source: Procurement Act 2023, sections 23 (award criteria and how they are assessed), 50 (assessment summaries) and 81 to 83
(conflicts of interest); the programme's governance standards, section 5.4. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from tracker.procurement.evaluation_vocabulary import (
    BidStatus,
    CriterionGroup,
    EvaluationStatus,
    InterestRulingCode,
    PanelCapacity,
)
from tracker.procurement.policies.comparing_sites import Comparability, SiteFacts

Cell = tuple[int, int]  # the ids of a bid and of a criterion
HALF = Decimal("0.5")


@dataclass(frozen=True)
class Scale:
    """What a score may be: from `minimum` to `maximum`, in whole or half steps."""

    minimum: int = 0
    maximum: int = 5
    half_steps: bool = False

    @property
    def step(self) -> Decimal:
        return HALF if self.half_steps else Decimal(1)

    @property
    def values(self) -> list[Decimal]:
        """Every value that a score may have, lowest first."""
        count = int((self.maximum - self.minimum) / self.step)
        return [self.minimum + self.step * place for place in range(count + 1)]

    @property
    def in_words(self) -> str:
        return f"from {self.minimum} to {self.maximum} in {'half' if self.half_steps else 'whole'} steps"


@dataclass(frozen=True)
class CriterionOn:
    """A criterion as it stands on the day. `weight` is in percent."""

    id: int
    version: int
    code: str
    group: CriterionGroup
    name: str
    weight: Decimal
    good_answer: str = ""
    is_formula: bool = False
    since: date | None = None


@dataclass(frozen=True)
class SiteOn:
    """A reference site of a bid, and how its newest check went (None: nobody has checked it)."""

    id: int
    version: int
    facts: SiteFacts
    contact_role: str = ""
    is_confirmed: bool | None = None
    checked_on: date | None = None
    checked_by: str = ""
    check_note: str = ""
    comparability: Comparability | None = None

    @property
    def counts(self) -> bool:
        """It is comparable, and no check found that it does not bear the bid out."""
        return self.comparability is not None and self.comparability.is_comparable and self.is_confirmed is not False


@dataclass(frozen=True)
class BidOn:
    """A bid on the day. `price_pence` is None where there is none, and where the reader may not see it."""

    id: int
    version: int
    supplier_id: int
    supplier: str
    received_on: date
    release_id: int | None = None
    release: str = ""
    price_pence: int | None = None
    status: BidStatus = BidStatus.RECEIVED
    reason: str = ""
    sites: tuple[SiteOn, ...] = ()

    @property
    def is_in(self) -> bool:
        return self.status == BidStatus.RECEIVED

    @property
    def comparable_sites(self) -> int:
        return sum(1 for site in self.sites if site.counts)


@dataclass(frozen=True)
class DeclarationOn:
    """What a member declared last."""

    id: int
    has_interest: bool
    declared_on: date
    text: str = ""


@dataclass(frozen=True)
class RulingOn:
    """What the lead decided; `declaration_id` is what it was about."""

    declaration_id: int
    ruling: InterestRulingCode
    decided_on: date
    bid_id: int | None = None
    reason: str = ""
    decided_by: str = ""


@dataclass(frozen=True)
class MemberOn:
    """A panel member on the day, with all rulings about them in their order."""

    id: int
    version: int
    person_id: int
    name: str
    capacity: PanelCapacity
    joined_on: date
    hours_asked: Decimal | None = None
    hours_given: Decimal | None = None
    declaration: DeclarationOn | None = None
    rulings: tuple[RulingOn, ...] = ()
    submitted_on: date | None = None

    @property
    def is_excluded(self) -> bool:
        """The last ruling about the member as a whole excludes them."""
        whole = [each.ruling for each in self.rulings if each.ruling != InterestRulingCode.NOT_THIS_BID]
        return bool(whole) and whole[-1] == InterestRulingCode.EXCLUDED

    @property
    def barred_bids(self) -> frozenset[int]:
        """The bids that the member may not score. “May score” lifts the bars before it."""
        barred: set[int] = set()
        for each in self.rulings:
            if each.ruling == InterestRulingCode.MAY_SCORE:
                barred.clear()
            elif each.bid_id is not None:
                barred.add(each.bid_id)
        return frozenset(barred)

    @property
    def waits_for_ruling(self) -> bool:
        """An interest is declared, and nobody has decided what follows."""
        declared = self.declaration
        return (
            declared is not None
            and declared.has_interest
            and not any(each.declaration_id == declared.id for each in self.rulings)
        )

    @property
    def is_impartial(self) -> bool:
        """Nothing bars the member from seeing what others scored."""
        return not self.is_excluded and not self.barred_bids and not self.waits_for_ruling

    @property
    def has_submitted(self) -> bool:
        return self.submitted_on is not None


@dataclass(frozen=True)
class EvaluationRecord:
    """The whole of an evaluation on a day, but for scores. `members` are those who sit on the panel that day."""

    id: int
    version: int
    procurement_id: int
    status: EvaluationStatus
    since: date
    scale: Scale = Scale()
    comparison_volume: int | None = None
    criteria: tuple[CriterionOn, ...] = ()
    bids: tuple[BidOn, ...] = ()
    members: tuple[MemberOn, ...] = ()

    @property
    def is_draft(self) -> bool:
        return self.status == EvaluationStatus.DRAFT

    @property
    def is_running(self) -> bool:
        return self.status not in (EvaluationStatus.CONCLUDED, EvaluationStatus.WITHDRAWN)

    @property
    def total_weight(self) -> Decimal:
        return sum((each.weight for each in self.criteria), Decimal(0))

    @property
    def live_bids(self) -> tuple[BidOn, ...]:
        return tuple(bid for bid in self.bids if bid.is_in)

    @property
    def scored_criteria(self) -> tuple[CriterionOn, ...]:
        """Those that people score; the price may be worked out instead."""
        return tuple(each for each in self.criteria if not each.is_formula)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every bid that is in by every criterion that people score."""
        return tuple((bid.id, criterion.id) for bid in self.live_bids for criterion in self.scored_criteria)

    def cells_of(self, member: MemberOn) -> tuple[Cell, ...]:
        """What one member has to score."""
        if member.is_excluded:
            return ()
        return tuple(cell for cell in self.cells if cell[0] not in member.barred_bids)

    @property
    def scorers(self) -> tuple[MemberOn, ...]:
        """The members whose scores count: those who are not excluded."""
        return tuple(member for member in self.members if not member.is_excluded)

    @property
    def outstanding(self) -> tuple[MemberOn, ...]:
        """The members who still have to submit."""
        return tuple(member for member in self.scorers if not member.has_submitted)

    @property
    def is_revealed(self) -> bool:
        """Everybody who has to score has submitted: from now on others may see scores."""
        return bool(self.scorers) and not self.outstanding and self.status != EvaluationStatus.DRAFT

    def member_of(self, person_id: int) -> MemberOn | None:
        return next((member for member in self.members if member.person_id == person_id), None)

    def find_member(self, member_id: int) -> MemberOn | None:
        return next((member for member in self.members if member.id == member_id), None)

    def find_bid(self, bid_id: int) -> BidOn | None:
        return next((bid for bid in self.bids if bid.id == bid_id), None)

    def find_criterion(self, criterion_id: int) -> CriterionOn | None:
        return next((each for each in self.criteria if each.id == criterion_id), None)


@dataclass(frozen=True)
class EvaluationOn:
    """What dashboards and rules are told of an evaluation: how far it is, the weight of each group, and how many
    comparable reference sites the bid with the fewest names. What the reader may not see is None."""

    status: EvaluationStatus
    since: date
    weights: Mapping[CriterionGroup, Decimal] | None = None
    weights_since: date | None = None
    fewest_sites: int | None = None
    sites_since: date | None = None

    @property
    def is_running(self) -> bool:
        return self.status not in (EvaluationStatus.CONCLUDED, EvaluationStatus.WITHDRAWN)


@dataclass(frozen=True)
class ScoreOn:
    """One member's score of one cell."""

    member_id: int
    bid_id: int
    criterion_id: int
    value: Decimal
    comment: str
    version: int = 1


@dataclass(frozen=True)
class ModeratedOn:
    """The score that the panel agreed on for a cell."""

    id: int
    bid_id: int
    criterion_id: int
    value: Decimal
    reasons: str
    moderated_on: date
    by: str = ""


@dataclass(frozen=True)
class Scores:
    """What was scored: every member's scores that count, and what was agreed, by cell."""

    individual: tuple[ScoreOn, ...] = ()
    moderated: Mapping[Cell, ModeratedOn] = field(default_factory=dict)

    def of_cell(self, cell: Cell) -> tuple[ScoreOn, ...]:
        return tuple(each for each in self.individual if (each.bid_id, each.criterion_id) == cell)
