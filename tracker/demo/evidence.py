"""Evidence of the demo: a little in every state, as links, reviewed by the national lead."""

from dataclasses import dataclass
from datetime import date, timedelta

from tracker.accounts.models import User
from tracker.accounts.selectors import get_user_by_email
from tracker.audit.changes import Door, change
from tracker.core.touched import collecting
from tracker.governance.actions.evidence import Content, add_evidence, review_evidence, withdraw_evidence
from tracker.governance.models import Evidence
from tracker.governance.vocabulary import EvidenceScope, EvidenceType, ReviewDecision
from tracker.networks.models import Deployment, Programme
from tracker.networks.policies import is_live

REVIEWER = "national@demo.example"
KEPT_AT = "https://documents.demo.example"
AGE_DAYS = 300  # how long before the anchor most of it was added


@dataclass(frozen=True)
class Piece:
    """One piece: the place of its deployment among those of its kind, when it expires in days after the anchor, and what
    was decided about it."""

    title: str
    type: EvidenceType
    place: int
    expires_in_days: int | None = None
    decision: ReviewDecision | None = ReviewDecision.ACCEPTED
    is_withdrawn: bool = False


OF_LIVE = (
    Piece("Cyber Essentials Plus certificate", EvidenceType.CERTIFICATE, 0, -12),
    Piece("Data Security and Protection Toolkit status", EvidenceType.CERTIFICATE, 0, 200),
    Piece("Clinical safety case report", EvidenceType.ASSESSMENT, 1),
    Piece("Downtime test record", EvidenceType.TEST_RESULT, 1, 250, is_withdrawn=True),
)
OF_WAITING = (
    Piece("Penetration test report", EvidenceType.TEST_RESULT, 0, 50),
    Piece("Training completion record", EvidenceType.TRAINING_RECORD, 0, 300, None),
    Piece("Rollback plan", EvidenceType.PLAN, 1, None, ReviewDecision.RETURNED),
)


def load_evidence(programme: Programme, *, anchor: date, by: User) -> None:
    """Adds the demo's evidence. Where there is any already, nothing changes."""
    if Evidence.objects.exists():
        return
    live, waiting = _by_use(programme, anchor)
    reviewer = get_user_by_email(REVIEWER)
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for pieces, deployments in ((OF_LIVE, live), (OF_WAITING, waiting)):
            for piece in pieces:
                if piece.place < len(deployments):
                    _add(piece, deployments[piece.place], anchor=anchor, reviewer=reviewer, by=by)


def _by_use(programme: Programme, anchor: date) -> tuple[list[Deployment], list[Deployment]]:
    """The deployments that are live on the anchor day, and the others."""
    live: list[Deployment] = []
    waiting: list[Deployment] = []
    for deployment in Deployment.objects.filter(programme=programme).order_by("pk").prefetch_related("states"):
        states = [row.state for row in deployment.states.all() if row.effective_on <= anchor]
        (live if states and is_live(states[-1]) else waiting).append(deployment)
    return live, waiting


def _add(piece: Piece, deployment: Deployment, *, anchor: date, reviewer: User, by: User) -> None:
    day = anchor - timedelta(days=AGE_DAYS)
    expires_on = None if piece.expires_in_days is None else anchor + timedelta(days=piece.expires_in_days)
    evidence = add_evidence(
        scope=EvidenceScope.DEPLOYMENT,
        subject_id=deployment.pk,
        title=piece.title,
        type=piece.type,
        owner=deployment.owner or "Trust project manager",
        content=Content(day, expires_on, link=f"{KEPT_AT}/{piece.type.value}/{deployment.pk}", added_on=day),
        by=by,
    )
    if piece.decision is not None:
        review_evidence(
            revision=evidence.revisions.get(),
            decision=piece.decision,
            on=day + timedelta(days=7),
            note="It does not say who decides to roll back." if piece.decision == ReviewDecision.RETURNED else "",
            version=None,
            by=reviewer,
        )
    if piece.is_withdrawn:
        withdraw_evidence(evidence=evidence, on=anchor, reason="It was of another site.", version=None, by=by)
