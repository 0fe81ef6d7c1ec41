"""Who may work on DPIAs, validation, training and plans, sign, watch a tool in use, and pause it."""

from collections.abc import Iterable
from dataclasses import dataclass

import rules

from tracker.accounts.roles import Role, SignOffRole
from tracker.core.decisions import Decision, NotPermitted
from tracker.core.permissions import decide, declare
from tracker.governance.policies.dpias import Actor
from tracker.governance.vocabulary import DpiaRole
from tracker.networks.access import Access, SubjectScope
from tracker.networks.permissions import (
    administers,
    asks,
    holds,
    leads_delivery,
    leads_programme,
    runs_delivery,
    sees_commercial,
)
from tracker.procurement.permissions import runs_procurement

signs = holds(Role.SIGNATORY)
records_sign_offs = holds(
    Role.NATIONAL_LEAD,
    Role.ADMINISTRATOR,
    Role.PROGRAMME_MANAGER,
    Role.TRUST_USER,
    Role.SIGNATORY,
)


declare(
    "governance.update_dpia",
    runs_delivery | signs,
    sentence="Only people who run delivery of this trust, or who sign for it, may change its DPIA.",
)
declare(
    "governance.draft_dpia",
    runs_delivery,
    sentence="Only people who run delivery of this trust may write its DPIA; who signs it does not write it.",
)
declare(
    "governance.sign_dpia",
    holds(Role.TRUST_USER, Role.SIGNATORY),
    sentence="Only the information asset owner and the signatories of this trust may sign its DPIA.",
)
declare(
    "governance.adopt_lead_dpia",
    leads_delivery,
    sentence="Only a programme manager, national lead or administrator may have a trust adopt another trust's DPIA.",
)
declare(
    "governance.tell_dpia_approval",
    leads_delivery,
    sentence="Only a programme manager, national lead or administrator may record an approval that was given elsewhere.",
)
declare(
    "governance.record_sign_off",
    records_sign_offs,
    sentence="Only people who run delivery of this trust, or who sign for it, may record a sign-off from a workbook.",
)
declare(
    "governance.sign",
    signs,
    sentence="Only a governance signatory may sign, in their own capacity.",
)
declare(
    "governance.ask_for_sign_offs",
    runs_delivery,
    sentence="Only people who run delivery of this trust may ask for its sign-offs.",
)
declare(
    "governance.prepare_requirement",
    runs_delivery,
    sentence="Only people who run delivery here may prepare a requirement.",
)
declare(
    "governance.review_requirement",
    signs,
    sentence="Only a governance signatory may review a requirement, in their own capacity.",
)
declare(
    "governance.move_requirement",
    runs_delivery | signs,
    sentence="Only people who run delivery here, or who sign here, may change how a requirement stands.",
)
declare(
    "governance.request_waiver",
    runs_delivery,
    sentence="Only people who run delivery of this trust may ask for a waiver.",
)
declare(
    "governance.decide_waiver",
    signs,
    sentence="Only a governance signatory may decide on a waiver, in their own capacity.",
)
declare(
    "governance.adopt_catalogue",
    leads_programme,
    sentence="Only a national lead or an administrator may hold a programme to a version of the requirements.",
)
declare(
    "governance.publish_catalogue",
    administers,
    sentence="Only an administrator may publish requirements or remove them.",
)
declare(
    "governance.add_evidence",
    runs_delivery | signs,
    sentence="Only people who run delivery here, or who sign here, may add, replace or withdraw evidence.",
)
declare(
    "governance.review_evidence",
    leads_delivery | signs,
    sentence="Only people who sign here, a programme manager, a national lead or an administrator may review evidence.",
)
declare(
    "governance.manage_contract_evidence",
    runs_procurement & sees_commercial,
    sentence="Only procurement and programme managers of the network, a national lead or an administrator may add or "
    "review evidence of a contract.",
)
declare(
    "governance.run_validation",
    runs_delivery | signs,
    sentence="Only people who run delivery of this trust, or who sign for it, may plan a validation and enter its counts.",
)
declare(
    "governance.record_training",
    runs_delivery,
    sentence="Only people who run delivery of this trust may record its training and simulations.",
)
declare(
    "governance.write_plans",
    runs_delivery | signs,
    sentence="Only people who run delivery of this trust, or who sign for it, may write its oversight record and its "
    "rollback and downtime plans.",
)
declare(
    "governance.approve_record",
    signs,
    sentence="Only people who sign for this trust may approve a validation, an oversight record or a plan.",
)

_SIGNING_ACTORS = (Actor.DPO, Actor.CALDICOTT, Actor.SIRO)


def actors_of(access: Access, scope: SubjectScope) -> frozenset[Actor]:
    """As what somebody may move the DPIA of a trust."""
    found = {actor for actor in _SIGNING_ACTORS if access.signs_as(actor.value, scope)}
    if decide("governance.draft_dpia", access, scope):
        found.add(Actor.AUTHOR)
    if access.is_system:
        found.add(Actor.SYSTEM)
    return frozenset(found)


def dpia_roles_of(access: Access, scope: SubjectScope) -> frozenset[DpiaRole]:
    """The capacities in which somebody may sign the DPIA of a trust. People of the trust itself own its information
    assets; the others hold a signatory's role in that capacity."""
    found = {role for role in DpiaRole if access.signs_as(role.value, scope)}
    if not access.is_system and access.holds((Role.TRUST_USER,), scope):
        found.add(DpiaRole.INFORMATION_ASSET_OWNER)
    return frozenset(found)


# --- Monitoring, and pausing ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PausableScope(SubjectScope):
    """Where a deployment lies, and the people whom its rollback plan names to pause it."""

    named: frozenset[int] = frozenset()


@rules.predicate
def is_named_to_pause(access: Access, scope: SubjectScope) -> bool:
    """The rollback plan names the person."""
    return isinstance(access, Access) and isinstance(scope, PausableScope) and access.user.pk in scope.named


def _signs_as(role: SignOffRole) -> rules.Predicate:
    return asks(lambda access, scope: access.signs_as(role, scope), f"signs_as:{role}")


is_safety_officer = _signs_as(SignOffRole.CLINICAL_SAFETY_OFFICER)

declare(
    "governance.update_monitoring",
    runs_delivery | signs,
    sentence="Only people who run delivery of this trust, or who sign for it, may record its monitoring, incidents and "
    "reviews.",
)
declare(
    "governance.decide_revalidation",
    is_safety_officer,
    sentence="Only the clinical safety officer may decide whether the local validation still holds.",
)
declare(
    "governance.pause_use",
    runs_delivery | is_safety_officer | _signs_as(SignOffRole.RADIOLOGY_LEAD) | is_named_to_pause,
    sentence="Only people who run delivery of this trust, its clinical safety officer, its radiology lead, or somebody "
    "whom its rollback plan names may pause clinical use.",
)
declare(
    "governance.resume_use",
    is_safety_officer,
    sentence="Only the clinical safety officer may let clinical use begin again after a pause.",
)


# --- Clinical safety and releases -----------------------------------------------------------------------------------

keeps_releases = holds(Role.NATIONAL_LEAD, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.PROCUREMENT)


def decide_over_any(name: str, access: Access, scopes: Iterable[SubjectScope]) -> Decision:
    """Whether the holder of `access` may do `name` to something that lies in several scopes at once, such as a release
    that several networks use: a right over one of them is enough."""
    decisions = [decide(name, access, scope) for scope in scopes] or [decide(name, access, None)]
    return next((decision for decision in decisions if decision), decisions[0])


def demand_over_any(name: str, access: Access, scopes: Iterable[SubjectScope]) -> None:
    """Raises `NotPermitted` unless `decide_over_any` allows."""
    decision = decide_over_any(name, access, scopes)
    if not decision:
        raise NotPermitted(decision)


declare(
    "governance.update_safety_case",
    runs_delivery | signs,
    sentence="Only people who run delivery of this trust, or who sign for it, may change its safety case.",
)
declare(
    "governance.decide_safety",
    is_safety_officer,
    sentence="Only a clinical safety officer of this trust or its network may decide this.",
)
declare(
    "governance.update_release_assurance",
    keeps_releases | signs,
    sentence="Only procurement and programme managers, signatories, a national lead or an administrator may record what "
    "a release is assured by.",
)
