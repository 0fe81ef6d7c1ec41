"""What a person's roles let them do to a requirement in a scope."""

from tracker.accounts.roles import SignOffRole
from tracker.core.permissions import decide
from tracker.governance.policies.assessments import Hand
from tracker.governance.policies.catalogue import RequirementOn
from tracker.governance.policies.waivers import ROLES_OF_PARTY
from tracker.governance.vocabulary import WaiverParty
from tracker.networks.access import Access, SubjectScope


def hands_of(access: Access, scope: SubjectScope, requirement: RequirementOn) -> frozenset[Hand]:
    """Whether the person prepares the requirement there, signs for it, or both; on the day of the access."""
    hands = set()
    if decide("governance.prepare_requirement", access, scope):
        hands.add(Hand.PREPARER)
    if requirement.signs_role and access.signs_as(requirement.signs_role, scope):
        hands.add(Hand.REVIEWER)
    return frozenset(hands)


def signs_for_trust(access: Access, trust_id: int, role: str) -> bool:
    """Whether the person holds the signing role over the trust itself, and not only over its network."""
    return any(grant.sign_off_role == role and grant.trust_id == trust_id for grant in access.grants)


def role_for_party(access: Access, scope: SubjectScope, party: WaiverParty) -> SignOffRole | None:
    """The role in which the person speaks for one side of a waiver; None when they don't."""
    return next((role for role in ROLES_OF_PARTY[party] if access.signs_as(role, scope)), None)
