"""Adding evidence, replacing, reviewing and withdrawing it, and saying what it supports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.documents.actions import store_file
from tracker.documents.selectors import scan_states
from tracker.governance.models import (
    Evidence,
    EvidenceLink,
    EvidenceReview,
    EvidenceRevision,
    EvidenceWithdrawal,
)
from tracker.governance.policies.evidence import (
    Support,
    may_add_revision,
    may_be_changed,
    may_review,
    may_support,
    may_withdraw,
)
from tracker.governance.selectors.evidence import deployments_concerned
from tracker.governance.selectors.evidence_access import adding, reviewing, scope_of_evidence
from tracker.governance.supporting import offered_on
from tracker.governance.vocabulary import EvidenceScope, EvidenceType, ReviewDecision, SupportKind
from tracker.networks.access import access_of


@dataclass(frozen=True)
class Content:
    """What a revision holds: a file or a link, and from when to when it is valid. `added_on` is today unless history
    arrives by import."""

    effective_on: date
    expires_on: date | None = None
    upload: UploadedFile | None = None
    link: str = ""
    note: str = ""
    added_on: date | None = None


def add_evidence(
    *,
    scope: EvidenceScope,
    subject_id: int,
    title: str,
    type: EvidenceType,
    owner: str,
    content: Content,
    supports: Iterable[Support] = (),
    door: Door | None = None,
    by: User,
) -> Evidence:
    """Adds evidence about one thing, with its first revision, which then awaits review."""
    evidence = Evidence(title=title.strip(), type=type, owner=owner.strip(), **{f"{scope.value}_id": subject_id})
    with change(reason=content.note, door=door, by=by):
        _demand(adding(scope), evidence, by=by)
        evidence.save()
        _add_revision(evidence, content, number=1, by=by)
        _set_supports(evidence, supports, on=content.added_on or today_in_london())
        _touch(evidence)
    return evidence


def replace_evidence(*, evidence: Evidence, content: Content, version: int | None, by: User) -> EvidenceRevision:
    """Adds the next revision; the one before it counts until this one is accepted."""
    with change(reason=content.note, by=by):
        current = _locked(evidence, version=version, right=adding(evidence.scope), by=by)
        require(may_be_changed(is_withdrawn=_is_withdrawn(current)))
        newest = current.revisions.order_by("number").last()
        revision = _add_revision(current, content, number=newest.number + 1 if newest else 1, by=by)
        _changed(current)
    return revision


def describe_evidence(
    *,
    evidence: Evidence,
    title: str,
    type: EvidenceType,
    owner: str,
    supports: Iterable[Support],
    version: int | None,
    by: User,
) -> Evidence:
    """Changes what evidence is called, whose it is, and what it supports."""
    with change(by=by):
        current = _locked(evidence, version=version, right=adding(evidence.scope), by=by)
        require(may_be_changed(is_withdrawn=_is_withdrawn(current)))
        current.title, current.type, current.owner = title.strip(), type, owner.strip()
        _set_supports(current, supports, on=today_in_london())
        _changed(current)
    return current


def review_evidence(
    *,
    revision: EvidenceRevision,
    decision: ReviewDecision,
    on: date,
    note: str = "",
    version: int | None,
    door: Door | None = None,
    by: User,
) -> EvidenceReview:
    """Accepts a revision or returns it; never one's own. `version` is that of the evidence as the page showed it."""
    with change(reason=note, door=door, by=by):
        current = _locked(revision.evidence, version=version, right=reviewing(revision.evidence.scope), by=by)
        scans = scan_states([revision.file_id]) if revision.file_id else {}
        require(
            may_review(
                decision,
                is_own=revision.uploaded_by_id == by.pk,
                is_withdrawn=_is_withdrawn(current),
                added_on=revision.added_on,
                decided_on=on,
                note=note,
                scan_state=scans.get(revision.file_id or 0),
                today=today_in_london(),
            )
        )
        review = EvidenceReview.objects.create(
            revision=revision, decision=decision, decided_on=on, note=note.strip(), decided_by=by
        )
        _changed(current)
    return review


def withdraw_evidence(
    *, evidence: Evidence, on: date, reason: str, version: int | None, by: User
) -> EvidenceWithdrawal:
    """Has evidence no longer count from a day on; what it supported may open again."""
    with change(reason=reason, by=by):
        current = _locked(evidence, version=version, right=adding(evidence.scope), by=by)
        require(may_withdraw(is_withdrawn=_is_withdrawn(current), reason=reason, on=on, today=today_in_london()))
        withdrawal = EvidenceWithdrawal.objects.create(
            evidence=current, effective_on=on, reason=reason.strip(), withdrawn_by=by
        )
        _changed(current)
    return withdrawal


# --- Steps that the actions share -----------------------------------------------------------------------------------


def _demand(right: str, evidence: Evidence, *, by: User) -> None:
    today = today_in_london()
    demand(right, access_of(by, day=today), scope_of_evidence(evidence, day=today))


def _locked(evidence: Evidence, *, version: int | None, right: str, by: User) -> Evidence:
    """The row, locked and unchanged since `version`, to which this person has the right."""
    _demand(right, evidence, by=by)
    current = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def _changed(evidence: Evidence) -> None:
    evidence.version += 1
    evidence.save()
    _touch(evidence)


def _touch(evidence: Evidence) -> None:
    touch("deployment", *deployments_concerned(evidence, on=today_in_london()))
    if evidence.contract_id is not None:
        touch("contract", evidence.contract_id)


def _is_withdrawn(evidence: Evidence) -> bool:
    return EvidenceWithdrawal.objects.filter(evidence=evidence).exists()


def _add_revision(evidence: Evidence, content: Content, *, number: int, by: User) -> EvidenceRevision:
    today = today_in_london()
    added_on = content.added_on or today
    link = content.link.strip()
    require(
        may_add_revision(
            has_file=content.upload is not None,
            link=link,
            effective_on=content.effective_on,
            expires_on=content.expires_on,
            added_on=added_on,
            today=today,
        )
    )
    return EvidenceRevision.objects.create(
        evidence=evidence,
        number=number,
        file=store_file(upload=content.upload, by=by) if content.upload is not None else None,
        link=link,
        effective_on=content.effective_on,
        expires_on=content.expires_on,
        note=content.note.strip(),
        added_on=added_on,
        uploaded_by=by,
    )


def _set_supports(evidence: Evidence, supports: Iterable[Support], *, on: date) -> None:
    """Has the evidence support exactly these from a day on."""
    wanted = set(supports)
    offered = {each.support for each in offered_on(deployments_concerned(evidence, on=on), on=on)} if wanted else set()
    for support in wanted:
        require(may_support(support, is_offered=support in offered))
    for link in evidence.links.filter(valid_to=None):
        support = Support(SupportKind(link.kind), link.supports_id, link.requirement_code)
        if support in wanted:
            wanted.discard(support)
        elif link.valid_from >= on:
            link.delete()  # it was added today by mistake; its audit events stay
        else:
            link.valid_to = on
            link.save(update_fields=["valid_to"])
    EvidenceLink.objects.bulk_create(
        EvidenceLink(
            evidence=evidence,
            kind=support.kind,
            supports_id=support.supports_id,
            requirement_code=support.requirement_code,
            valid_from=on,
        )
        for support in sorted(wanted, key=lambda each: (each.kind, each.requirement_code, each.supports_id or 0))
    )
