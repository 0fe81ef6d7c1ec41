"""The programme, the organisations in it, the people who run it, and each trust's deployments with their plans."""

from tracker.networks.models.deployment import (
    Blocker,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
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
from tracker.networks.models.vintage import OrganisationVintage
from tracker.networks.vocabulary import (
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
    "Milestone",
    "MilestoneRevision",
    "MilestoneType",
    "NetworkFunding",
    "NetworkMembership",
    "OrganisationVintage",
    "Programme",
    "ProgrammeScope",
    "ReferralSource",
    "Region",
    "RevisionBase",
    "RevisionKind",
    "RoleAssignment",
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
