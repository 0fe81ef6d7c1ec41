"""The programme, the organisations in it, the people who run it, and each trust's deployments with their plans."""

from tracker.networks.models.deployment import (
    Blocker,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
    NextAction,
    StatedRag,
    UseCase,
)
from tracker.networks.models.geography import Icb, IcbSuccession, Region
from tracker.networks.models.milestone import (
    Milestone,
    MilestoneRevision,
    RevisionBase,
)
from tracker.networks.models.organisation import (
    ImagingNetwork,
    ITSystem,
    NetworkMembership,
    Site,
    Trust,
    TrustRecord,
    TrustSuccession,
)
from tracker.networks.models.people import DeliveryCapacity, RoleAssignment
from tracker.networks.models.programme import NetworkFunding, Programme, ProgrammeScope
from tracker.networks.models.saved_view import ListDefault, SavedView
from tracker.networks.models.vintage import OrganisationVintage
from tracker.networks.vocabulary import (
    Audience,
    BlockerCode,
    ClinicalUse,
    ITSystemKind,
    MilestoneType,
    ReferralSource,
    RevisionKind,
    ScopeKind,
    SlipCause,
    StatedRating,
)

__all__ = [
    "Audience",
    "Blocker",
    "BlockerCode",
    "ClinicalUse",
    "DeliveryCapacity",
    "Deployment",
    "DeploymentState",
    "DeploymentUpdate",
    "ITSystem",
    "ITSystemKind",
    "Icb",
    "IcbSuccession",
    "ImagingNetwork",
    "ListDefault",
    "Milestone",
    "MilestoneRevision",
    "MilestoneType",
    "NetworkFunding",
    "NetworkMembership",
    "NextAction",
    "OrganisationVintage",
    "Programme",
    "ProgrammeScope",
    "ReferralSource",
    "Region",
    "RevisionBase",
    "RevisionKind",
    "RoleAssignment",
    "SavedView",
    "ScopeKind",
    "Site",
    "SlipCause",
    "StatedRag",
    "StatedRating",
    "Trust",
    "TrustRecord",
    "TrustSuccession",
    "UseCase",
]
