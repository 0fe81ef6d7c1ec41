"""Who may work on DPIAs, validation, training and plans, and sign."""

from tracker.accounts.roles import Role
from tracker.core.permissions import decide, declare
from tracker.governance.policies.dpias import Actor
from tracker.governance.vocabulary import DpiaRole
from tracker.networks.access import Access, SubjectScope
from tracker.networks.permissions import holds, leads_delivery, runs_delivery, sees_commercial
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
    sentence="Only people who run delivery of this trust, or who sign for it, may record a sign-off.",
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
