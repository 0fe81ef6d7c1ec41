"""Reading evidence for its pages: what of it a person sees, its revisions, and what they may add it to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Prefetch

from tracker.core.permissions import decide
from tracker.documents.selectors import scan_states
from tracker.documents.vocabulary import ScanState
from tracker.governance.models import Evidence, EvidenceReview, EvidenceRevision, EvidenceWithdrawal
from tracker.governance.policies.evidence import EvidenceOn, Support
from tracker.governance.selectors.catalogue import held_on
from tracker.governance.selectors.evidence import (
    deployments_concerned,
    evidence_on,
    is_commercial,
    subjects_of,
)
from tracker.governance.selectors.evidence_access import adding, scope_of_subject
from tracker.governance.supporting import Offered, Offers, offered_on
from tracker.governance.vocabulary import EvidenceScope, SupportKind
from tracker.networks.access import Access
from tracker.networks.models import Deployment
from tracker.procurement.models import ContractCoverage


def evidence_of_deployment(access: Access, deployment: Deployment, *, on: date) -> list[EvidenceOn]:
    """What of a deployment's evidence the person sees, who sees the deployment: evidence of its contracts only with
    commercial rights over them."""
    return [
        item
        for item in evidence_on([deployment.pk], on=on)[deployment.pk]
        if not is_commercial(item) or _sees_figures(access, item.subject_id)
    ]


def _sees_figures(access: Access, contract_id: int) -> bool:
    scope = scope_of_subject(EvidenceScope.CONTRACT, contract_id, day=access.day)
    return bool(decide("networks.view_commercial", access, scope))


@dataclass(frozen=True)
class SubjectToAdd:
    """A thing that the person may add evidence to, and what it is called."""

    scope: EvidenceScope
    subject_id: int
    label: str

    @property
    def token(self) -> str:
        return f"{self.scope.value}:{self.subject_id}"


def subjects_to_add(access: Access, deployment: Deployment, *, on: date) -> list[SubjectToAdd]:
    """What around a deployment the person may add evidence to, the nearest first."""
    subjects = sorted(
        subjects_of([deployment.pk], on=on)[deployment.pk], key=lambda each: list(EvidenceScope).index(each[0])
    )
    return [
        SubjectToAdd(scope, subject_id, _subject_label(scope, subject_id))
        for scope, subject_id in subjects
        if decide(adding(scope), access, scope_of_subject(scope, subject_id, day=on))
    ]


def _subject_label(scope: EvidenceScope, subject_id: int) -> str:
    if scope == EvidenceScope.DEPLOYMENT:
        return scope.label
    model = Evidence._meta.get_field(scope.value).related_model
    return f"{scope.label}: {model.objects.get(pk=subject_id)}"  # type: ignore[union-attr]


@dataclass(frozen=True)
class RevisionRead:
    """A revision with who brought it, its reviews by the day, and what the scanner said of its file (None: a link)."""

    row: EvidenceRevision
    reviews: tuple[EvidenceReview, ...]
    scan: ScanState | None


def revisions_of(evidence: Evidence, *, on: date) -> list[RevisionRead]:
    """The revisions of one piece of evidence known on a day, the newest first."""
    reviews = EvidenceReview.objects.filter(decided_on__lte=on).select_related("decided_by")
    rows = list(
        evidence.revisions.filter(added_on__lte=on)
        .select_related("file", "uploaded_by")
        .prefetch_related(Prefetch("reviews", reviews.order_by("decided_on", "pk")))
        .order_by("-number")
    )
    scans = scan_states([row.file_id for row in rows if row.file_id is not None])
    return [RevisionRead(row, tuple(row.reviews.all()), scans.get(row.file_id or 0)) for row in rows]


def newest_revision(evidence: Evidence) -> EvidenceRevision:
    """The revision that a review is about; evidence always has one."""
    return evidence.revisions.select_related("file", "evidence").order_by("number").reverse()[0]


def find_revision(evidence: Evidence, number: int) -> EvidenceRevision | None:
    """A revision of evidence that the caller has found visible."""
    return evidence.revisions.select_related("file").filter(number=number).first()


def withdrawal_of(evidence: Evidence, *, on: date) -> EvidenceWithdrawal | None:
    """Its withdrawal by the day."""
    rows = EvidenceWithdrawal.objects.select_related("withdrawn_by").filter(evidence=evidence, effective_on__lte=on)
    return rows.first()


# --- What it may support --------------------------------------------------------------------------------------------


def supports_of(evidence: Evidence) -> list[Support]:
    """What it supports now."""
    return [
        Support(SupportKind(link.kind), link.supports_id, link.requirement_code)
        for link in evidence.links.filter(valid_to=None)
    ]


def offers_for(evidence: Evidence, *, on: date) -> list[Offered]:
    """What it may support: of everything that concerns its deployments."""
    return offered_on(deployments_concerned(evidence, on=on), on=on)


def offers_rows(kind: SupportKind, model: type[Model], *named_by: str) -> Offers:
    """Offers the rows of a model that belong to each deployment: its DPIA, its validation studies. `named_by` are further
    rows that their names are made of."""

    def offered(deployment_ids: Iterable[int], *, on: date) -> dict[int, list[Offered]]:  # noqa: ARG001 - rows have no day
        rows = model._default_manager.filter(deployment__in=list(deployment_ids))  # noqa: SLF001 - documented by Django
        found: dict[int, list[Offered]] = {}
        for row in rows.select_related("deployment__use_case", "deployment__trust", *named_by).order_by("pk"):
            found.setdefault(row.deployment_id, []).append(Offered(Support(kind, row.pk), str(row)))  # type: ignore[attr-defined]
        return found

    return offered


def offered_requirements(deployment_ids: Iterable[int], *, on: date) -> dict[int, list[Offered]]:
    """What the programme of each deployment is held to on the day."""
    programmes = dict(Deployment.objects.filter(pk__in=list(deployment_ids)).values_list("pk", "programme_id"))
    held = held_on(programmes.values(), on=on)
    return {
        pk: [
            Offered(Support(SupportKind.REQUIREMENT, None, each.code), f"{each.domain_title}: {each.title}")
            for each in (held[programme_id].requirements if programme_id in held else ())
        ]
        for pk, programme_id in programmes.items()
    }


def offered_contracts(deployment_ids: Iterable[int], *, on: date) -> dict[int, list[Offered]]:
    """The contracts that cover each deployment, by reference: everybody who sees the plan knows that they exist."""
    rows = ContractCoverage.objects.on(on).filter(deployment__in=list(deployment_ids)).select_related("contract")
    found: dict[int, list[Offered]] = {}
    for row in rows.order_by("contract__reference"):
        offered = Offered(Support(SupportKind.CONTRACT, row.contract_id), f"Contract {row.contract.reference}")
        found.setdefault(row.deployment_id, []).append(offered)
    return found
