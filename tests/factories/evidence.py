"""Evidence, its revisions and reviews. Needs a MEDIA_ROOT of the test's own only where a file is given."""

from collections.abc import Iterable
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from tests.factories.networks import START, make_deployment
from tests.factories.people import make_person, system
from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.governance.actions.evidence import Content, add_evidence, review_evidence
from tracker.governance.models import Evidence, EvidenceReview
from tracker.governance.policies.evidence import Support
from tracker.governance.vocabulary import EvidenceScope, EvidenceType, ReviewDecision, SupportKind

LINK = "https://documents.tests.example/certificate"


def make_evidence(
    subject: object | None = None,
    *,
    title: str = "Cyber Essentials Plus certificate",
    on: date = START,
    effective_on: date | None = None,
    expires_on: date | None = None,
    upload: UploadedFile | None = None,
    supports: Iterable[Support | str] = (),
    accepted_on: date | None = None,
    by: User | None = None,
) -> Evidence:
    """Evidence about a deployment, network, release, contract or programme, added on a day; a link, unless a file is
    given; `supports` takes requirement codes as they are; `accepted_on` has somebody else accept it."""
    about = subject or make_deployment()
    named = [Support(SupportKind.REQUIREMENT, None, each) if isinstance(each, str) else each for each in supports]
    evidence = add_evidence(
        scope=_scope_of(about),
        subject_id=about.pk,  # type: ignore[attr-defined]
        title=title,
        type=EvidenceType.CERTIFICATE,
        owner="Asha Example",
        content=Content(effective_on or on, expires_on, upload=upload, link="" if upload else LINK, added_on=on),
        supports=named,
        by=by or system(),
    )
    if accepted_on is not None:
        make_review(evidence, on=accepted_on)
    return evidence


def make_review(
    evidence: Evidence,
    decision: ReviewDecision | str = ReviewDecision.ACCEPTED,
    *,
    on: date = START,
    note: str = "",
    by: User | None = None,
) -> EvidenceReview:
    """A review of the newest revision, by a national lead unless somebody is named."""
    return review_evidence(
        revision=evidence.revisions.order_by("number").last(),  # type: ignore[arg-type]
        decision=ReviewDecision(decision),
        on=on,
        note=note or ("The date is missing" if decision == ReviewDecision.RETURNED else ""),
        version=None,
        by=by or make_person(role=Role.NATIONAL_LEAD),
    )


def _scope_of(subject: object) -> EvidenceScope:
    names = {
        "Deployment": EvidenceScope.DEPLOYMENT,
        "ImagingNetwork": EvidenceScope.NETWORK,
        "ProductRelease": EvidenceScope.RELEASE,
        "Contract": EvidenceScope.CONTRACT,
        "Programme": EvidenceScope.PROGRAMME,
    }
    return names[type(subject).__name__]
