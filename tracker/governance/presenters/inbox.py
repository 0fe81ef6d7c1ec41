"""The inbox of a signatory in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from tracker.core.formats import nhs_date, plural
from tracker.core.presentation import Cell, Row, TableColumn
from tracker.governance.policies.assessments import AssessmentOn
from tracker.governance.policies.sign_offs import SIGN_OFF_CHECK, in_words
from tracker.governance.presenters.gate import gate_href, requirement_href
from tracker.governance.selectors.inbox import AwaitedSignOff, Inbox
from tracker.governance.selectors.papers import AwaitedPaper

SIGN_OFF_COLUMNS = tuple(map(TableColumn, ("Deployment", "As", "Asked for", "Gate", "Go-live", "Decide")))
PAPER_COLUMNS = tuple(map(TableColumn, ("To read and decide", "Deployment", "As", "Go-live")))
REVIEW_COLUMNS = tuple(map(TableColumn, ("Requirement", "Deployment", "Made ready", "Due")))
WAIVER_COLUMNS = tuple(map(TableColumn, ("Waiver", "Requirement", "Reason", "Would end")))


@dataclass(frozen=True)
class InboxPart:
    """One kind of work; `name` is its anchor, `empty` what is said when there is none."""

    name: str
    title: str
    columns: Sequence[TableColumn]
    rows: Sequence[Row]
    empty: str


@dataclass(frozen=True)
class InboxPage:
    headline: str
    lead: str
    parts: Sequence[InboxPart]


def present_inbox(inbox: Inbox, found: Inbox | None = None) -> InboxPage:
    """`found` is what of the inbox fits the filters; parts without any are left out then."""
    if not inbox.signs:
        return InboxPage("You don't sign for anything", "An administrator gives the role of a signatory.", [])
    waits = plural(inbox.count, "thing waits", "things wait")
    parts = _parts(inbox if found is None else found)
    return InboxPage(
        f"{waits} for your decision" if inbox.count else "Nothing waits for you",
        "What goes live first comes first." if inbox.count else "You are told here as soon as something does.",
        parts if found is None else [part for part in parts if part.rows],
    )


def _parts(inbox: Inbox) -> list[InboxPart]:
    return [
        InboxPart(
            "sign-offs",
            "Sign-offs that you are asked for",
            SIGN_OFF_COLUMNS,
            [_sign_off(each) for each in inbox.sign_offs],
            "Nobody waits for your sign-off.",
        ),
        InboxPart(
            "papers",
            "Records to approve",
            PAPER_COLUMNS,
            [_paper(each) for each in inbox.papers],
            "No record waits for your approval.",
        ),
        InboxPart(
            "reviews",
            "Requirements to review",
            REVIEW_COLUMNS,
            [
                [
                    Cell(
                        each.item.requirement.title,
                        requirement_href(each.deployment.id, each.item.requirement.code),
                    ),
                    _name(each.deployment.use_case_name, each.deployment.trust.name),
                    _made_ready(each.item.assessment),
                    nhs_date(each.item.due_on, "No date"),
                ]
                for each in inbox.reviews
            ],
            "No requirement waits for your review.",
        ),
        InboxPart(
            "waivers",
            "Waivers to decide",
            WAIVER_COLUMNS,
            [
                [
                    Cell(each.deployment, reverse("waiver", args=[each.waiver.id])),
                    each.requirement.title,
                    each.waiver.reason,
                    nhs_date(each.waiver.expires_on),
                ]
                for each in inbox.waivers
            ],
            "No waiver waits for you.",
        ),
    ]


def _name(use_case: str, trust: str) -> str:
    return f"{use_case} at {trust}"


def _sign_off(each: AwaitedSignOff) -> Row:
    deployment, standing = each.deployment, each.standing
    blocking = [item for item in each.gate.blocking if not item.requirement.check.startswith(SIGN_OFF_CHECK)]
    before = f"{standing.decision.label} on {nhs_date(standing.decided_on)}" if standing else "Nothing decided yet"
    if standing and standing.stale:
        before = f"{before}; {standing.stale} changed since"
    return [
        Cell(_name(deployment.use_case_name, deployment.trust.name), gate_href(deployment.id)),
        Cell(each.role.label, hint=before),
        Cell(nhs_date(each.asked.requested_on), hint=each.asked.requested_by),
        plural(len(blocking), "other requirement not met", "other requirements not met"),
        nhs_date(deployment.go_live.expected, "No date"),
        Cell(f"Sign as {in_words(each.role)}", reverse("record-sign-off", args=[deployment.id, each.role.value])),
    ]


def _paper(each: AwaitedPaper) -> Row:
    deployment = each.deployment
    return [
        Cell(each.kind.label, reverse(each.kind.page, args=[deployment.id]), hint=each.about),
        _name(deployment.use_case_name, deployment.trust.name),
        each.role.label,
        nhs_date(deployment.go_live.expected, "No date"),
    ]


def _made_ready(assessment: AssessmentOn | None) -> str:
    now = assessment.now if assessment else None
    if assessment is not None and assessment.is_of_network:
        return f"By {assessment.network}, for you to confirm"
    return f"{nhs_date(now.on)}, by {now.by}" if now else ""
