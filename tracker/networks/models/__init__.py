"""The programme, the organisations in it, the people who run it, and each trust's deployments with their plans."""

from tracker.networks.models.deployment import (
    Blocker,
    BlockerCode,
    ClinicalUse,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
    ReferralSource,
    StatedRag,
    StatedRating,
    UseCase,
)
from tracker.networks.models.geography import Icb, IcbSuccession, Region
from tracker.networks.models.milestone import (
    Milestone,
    MilestoneRevision,
    MilestoneType,
    RevisionBase,
    RevisionKind,
)
from tracker.networks.models.organisation import (
    ImagingNetwork,
    ITSystem,
    ITSystemKind,
    NetworkMembership,
    Site,
    Trust,
    TrustRecord,
    TrustSuccession,
)
from tracker.networks.models.people import DeliveryCapacity, RoleAssignment, ScopeKind
from tracker.networks.models.programme import NetworkFunding, Programme, ProgrammeScope
from tracker.networks.models.vintage import OrganisationVintage

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
    "StatedRag",
    "StatedRating",
    "Trust",
    "TrustRecord",
    "TrustSuccession",
    "UseCase",
]
