"""The supplier's DCB0129 pack of a release: receiving it, its checklist and hazards, and accepting or returning it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.governance.actions.hazards import next_hazard_number, write_hazard
from tracker.governance.actions.releases_touched import touch_release
from tracker.governance.models import SafetyPack, SafetyPackDecision, SupplierHazard
from tracker.governance.permissions import demand_over_any
from tracker.governance.policies.checklists import parse_sections, problems_of, refused_in
from tracker.governance.policies.safety import (
    may_accept_pack,
    may_change_scheme,
    may_decide_as_officer,
    may_receive_pack,
)
from tracker.governance.safety_vocabulary import PackDecision
from tracker.governance.selectors.release_finding import scopes_of_release
from tracker.governance.selectors.safety import hash_of_pack
from tracker.governance.selectors.safety_standards import registration_valid_until, scheme_of, scheme_on, standard_on
from tracker.networks.access import Grant, access_of
from tracker.networks.models import ScopeKind
from tracker.procurement.models import ProductRelease

OFFICER = SignOffRole.CLINICAL_SAFETY_OFFICER


def save_safety_pack(*, release: ProductRelease, version: int | None = None, by: User, **fields: Any) -> SafetyPack:
    """Records what the supplier gave about DCB0129, or why it does not apply, or changes it as edited on a page that
    showed `version` (None: the page showed none yet)."""
    today = today_in_london()
    with change(by=by):
        pack = _pack_of(release, version=version, by=by)
        scored = pack.pk and pack.hazards.exclude(initial_severity="", residual_severity="").exists()
        changes = "scheme_id" in fields and fields["scheme_id"] != pack.scheme_id
        require(may_change_scheme(changes=changes, has_scores=bool(scored)))
        for name, value in fields.items():
            setattr(pack, name, value)
        require(
            may_receive_pack(
                is_applicable=pack.is_applicable,
                rationale=pack.rationale,
                received_on=pack.received_on,
                report_reference=pack.report_reference,
                today=today,
            )
        )
        _edited(pack, by=by)
    return pack


def _pack_of(release: ProductRelease, *, version: int | None, by: User) -> SafetyPack:
    today = today_in_london()
    _demand("governance.update_release_assurance", release, by)
    ProductRelease.objects.select_for_update().get(pk=release.pk)
    pack = SafetyPack.objects.filter(release=release).first()
    if (pack.version if pack else None) != version:
        raise StaleWrite(pack)
    return pack or SafetyPack(release=release, standard=standard_on("DCB0129", today), scheme=scheme_on(today))


def _demand(name: str, release: ProductRelease, by: User) -> None:
    today = today_in_london()
    demand_over_any(name, access_of(by, day=today), scopes_of_release(release.pk, on=today))


def lock_pack(pack: SafetyPack, *, version: int | None, by: User) -> SafetyPack:
    """The pack, locked and unchanged since `version` (None: whatever it is), that this person may edit."""
    _demand("governance.update_release_assurance", pack.release, by)
    current = SafetyPack.objects.select_for_update().get(pk=pack.pk)
    if version is not None and current.version != version:
        raise StaleWrite(current)
    return current


def _edited(pack: SafetyPack, *, by: User) -> None:
    """Writes a pack. What was accepted or returned was another content, so nobody has decided about this one."""
    if by.pk not in pack.author_ids:
        pack.author_ids = [*pack.author_ids, by.pk]
    pack.version += 1 if pack.pk else 0
    pack.save()
    newest = pack.decisions.order_by("decided_on", "pk").last()
    if newest is not None and newest.decision != PackDecision.REOPENED:
        SafetyPackDecision.objects.create(
            pack=pack,
            decision=PackDecision.REOPENED,
            decided_on=today_in_london(),
            scope_kind=ScopeKind.PROGRAMME,
            decided_by=by,
        )
    touch_release(pack.release)


def answer_clauses(
    *, pack: SafetyPack, answers: Mapping[str, Mapping[str, str]], version: int | None, by: User
) -> SafetyPack:
    """Records answers to requirements of the standard, by their number: `answer` and `evidence`."""
    with change(by=by):
        current = lock_pack(pack, version=version, by=by)
        current.answers = {**current.answers, **{number: dict(row) for number, row in answers.items()}}
        _edited(current, by=by)
    return current


def save_supplier_hazard(
    *,
    pack: SafetyPack,
    hazard: SupplierHazard | None = None,
    version: int | None = None,
    by: User,
    **fields: Any,
) -> SupplierHazard:
    """Adds a hazard of the supplier's log, or changes one as edited on a page that showed its `version`."""
    with change(by=by):
        current = lock_pack(pack, version=None, by=by)
        if hazard is None:
            row = SupplierHazard(pack=current, number=next_hazard_number(current.hazards), added_on=today_in_london())
        else:
            row = SupplierHazard.objects.select_for_update().get(pk=hazard.pk, pack=current)
            if version is not None and row.version != version:
                raise StaleWrite(row)
            row.version += 1
        write_hazard(row, scheme_of(current.scheme), fields)
        row.save()
        _edited(current, by=by)
    return row


def decide_safety_pack(
    *, pack: SafetyPack, decision: PackDecision, on: date, note: str = "", version: int | None, by: User
) -> list[SafetyPackDecision]:
    """A clinical safety officer accepts or returns a pack, or the reasons why the standard does not apply. It holds
    wherever they sign on that day, so a row is added for each of their scopes."""
    with change(reason=note, by=by):
        _demand("governance.decide_safety", pack.release, by)
        current = SafetyPack.objects.select_for_update().get(pk=pack.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        grants = _grants(current, on=on, by=by)
        require(
            may_decide_as_officer(
                held_role=bool(grants) and on <= today_in_london(),
                is_author=by.pk in current.author_ids,
                checked_until=registration_valid_until(by, on=on),
                on=on,
            )
        )
        if decision == PackDecision.ACCEPTED:
            _require_acceptable(current, note)
        rows = [_decision(current, decision, grant, on=on, note=note, by=by) for grant in grants]
        current.version += 1
        current.save(update_fields=["version"])
        touch_release(current.release)
    return rows


def _grants(pack: SafetyPack, *, on: date, by: User) -> list[Grant]:
    """As what a person is safety officer on a day where the release is used."""
    scopes = scopes_of_release(pack.release_id, on=on)
    grants = access_of(by, day=on).grants
    return [
        grant for grant in grants if grant.sign_off_role == OFFICER and any(grant.covers(scope) for scope in scopes)
    ]


def _require_acceptable(pack: SafetyPack, note: str) -> None:
    sections = parse_sections(pack.standard.sections)
    require(
        may_accept_pack(
            is_applicable=pack.is_applicable,
            problems=problems_of(sections, pack.answers),
            refused=refused_in(sections, pack.answers),
            note=note,
        )
    )


def _decision(
    pack: SafetyPack, decision: PackDecision, grant: Grant, *, on: date, note: str, by: User
) -> SafetyPackDecision:
    return SafetyPackDecision.objects.create(
        pack=pack,
        decision=decision,
        note=note.strip(),
        content_hash=hash_of_pack(pack, pack.hazards.all()),
        decided_on=on,
        scope_kind=grant.kind,
        programme_id=grant.programme_id,
        network_id=grant.network_id,
        trust_id=grant.trust_id,
        decided_by=by,
    )
