"""The shape of a page over one record of a deployment: what stands and what to do first, then sections."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.core.presentation import Action, Cell, Row, TableColumn, Tag
from tracker.governance.policies.approvals import ApprovalOn
from tracker.governance.policies.verdicts import Verdict
from tracker.governance.validation_vocabulary import ApprovalDecision, Outcome


@dataclass(frozen=True)
class Post:
    """A button that does something at once, and where it sends."""

    text: str
    href: str
    variant: str = "secondary"


@dataclass(frozen=True)
class Section:
    """A part of a page under its own heading: a sentence, facts, a table, and what may be done; any may be left out.
    `name` is unique on the page."""

    title: str
    name: str
    text: str = ""
    facts: Sequence[tuple[str, str]] = ()
    columns: Sequence[TableColumn] = ()
    rows: Sequence[Row] = ()
    empty: str = ""
    actions: Sequence[Action] = ()
    posts: Sequence[Post] = ()


@dataclass(frozen=True)
class RecordPage:
    """A page over a record. `lead` says in a sentence what stands and what to do; `notices` what must not be missed."""

    title: str
    caption: str
    lead: str
    status: Tag | None = None
    actions: Sequence[Action] = ()
    notices: Sequence[str] = ()
    sections: Sequence[Section] = field(default_factory=tuple)


READY, NOT_READY = Tag("Ready", "green"), Tag("Not ready", "orange")
OUTCOME_TAGS = {
    Outcome.PASS: Tag(Outcome.PASS.label, "green"),
    Outcome.FAIL: Tag(Outcome.FAIL.label, "red"),
    Outcome.INCONCLUSIVE: Tag(Outcome.INCONCLUSIVE.label, "yellow"),
}
APPROVAL_COLUMNS = (
    TableColumn("Capacity"),
    TableColumn("State"),
    TableColumn("Who and when"),
    TableColumn("Note", width="wide"),
)


def verdict_tag(verdict: Verdict) -> Tag:
    """Whether the requirement that this record answers is met."""
    return READY if verdict else NOT_READY


def approvals_section(
    required: Sequence[SignOffRole], standing: Mapping[SignOffRole, ApprovalOn], *, actions: Sequence[Action] = ()
) -> Section:
    """Who has to approve, and who has."""
    roles = [*required, *(role for role in standing if role not in required)]
    return Section(
        "Approvals",
        "approvals",
        columns=APPROVAL_COLUMNS,
        rows=[_approval_row(role, standing.get(role)) for role in roles],
        empty="Nobody has to approve this.",
        actions=actions,
    )


def _approval_row(role: SignOffRole, approval: ApprovalOn | None) -> Row:
    if approval is None:
        return [role.label, Cell(tag=Tag("Waiting", "grey")), "", ""]
    if approval.is_stale:
        tag = Tag("Changed since", "orange")
    else:
        tag = Tag(approval.decision.label, "green" if approval.decision == ApprovalDecision.APPROVED else "red")
    return [role.label, Cell(tag=tag), f"{approval.name}, {nhs_date(approval.decided_on)}", approval.note]
