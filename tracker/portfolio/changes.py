"""What differs between two pictures of the same programme: what a week did. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tracker.flags.selectors import FlagOn
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn, TrustOn
from tracker.networks.vocabulary import ClinicalUse, MilestoneType
from tracker.portfolio.selectors.pictures import Picture
from tracker.procurement.selectors.contracts import ContractOn


@dataclass(frozen=True)
class StateMove:
    """A deployment is in another clinical use than before."""

    deployment: DeploymentOn
    before: ClinicalUse

    @property
    def went_live(self) -> bool:
        return self.deployment.state.is_live and self.before not in (ClinicalUse.LIVE_PARTIAL, ClinicalUse.LIVE_FULL)


@dataclass(frozen=True)
class DateMove:
    """A milestone that is still to come is expected on another day than before."""

    deployment: DeploymentOn
    milestone: MilestoneType
    before: date
    after: date

    @property
    def days(self) -> int:
        """Days later (negative: earlier)."""
        return (self.after - self.before).days


@dataclass(frozen=True)
class SignatureMove:
    """A contract's signature, not there yet, is expected on another day than before."""

    contract: ContractOn
    before: date
    after: date


@dataclass(frozen=True)
class Changes:
    """What happened between two days. Lists keep the order of the later picture."""

    states: tuple[StateMove, ...] = ()
    moves: tuple[DateMove, ...] = ()
    done: tuple[tuple[DeploymentOn, MilestoneType], ...] = ()
    signed: tuple[ContractOn, ...] = ()
    signature_moves: tuple[SignatureMove, ...] = ()
    flags_opened: tuple[FlagOn, ...] = ()
    flags_closed: tuple[FlagOn, ...] = ()
    joined: tuple[TrustOn, ...] = ()
    left: tuple[TrustOn, ...] = ()

    @property
    def went_live(self) -> tuple[StateMove, ...]:
        return tuple(move for move in self.states if move.went_live)


def changes_between(before: Picture, after: Picture) -> Changes:
    """What the later picture has that the earlier had not, or had otherwise."""
    was = {deployment.id: deployment for deployment in before.deployments}
    pairs = [(was[now.id], now) for now in after.deployments if now.id in was]
    contracts = {contract.id: contract.signature for contract in before.contracts}
    signatures = [(contracts.get(now.id, Plan()), now) for now in after.contracts]
    old, new = {flag_key(flag) for flag in before.flags}, {flag_key(flag) for flag in after.flags}
    trusts_before, trusts_after = {row.id for row in before.trusts}, {row.id for row in after.trusts}
    return Changes(
        states=tuple(StateMove(now, then.state.state) for then, now in pairs if then.state.state != now.state.state),
        moves=tuple(move for then, now in pairs for move in _moves(then, now)),
        done=tuple((now, kind) for then, now in pairs for kind in _newly_done(then, now)),
        signed=tuple(now for then, now in signatures if now.signature.is_done and not then.is_done),
        signature_moves=tuple(
            SignatureMove(now, then.expected, now.signature.expected)
            for then, now in signatures
            if then.expected
            and now.signature.expected
            and not now.signature.is_done
            and then.expected != now.signature.expected
        ),
        flags_opened=tuple(flag for flag in after.flags if flag_key(flag) not in old),
        flags_closed=tuple(flag for flag in before.flags if flag_key(flag) not in new),
        joined=tuple(trust for trust in after.trusts if trust.id not in trusts_before),
        left=tuple(trust for trust in before.trusts if trust.id not in trusts_after),
    )


def flag_key(flag: FlagOn) -> tuple[str, str, int, str]:
    """What makes a flag the same flag on another day: one per rule and subject."""
    return flag.rule, flag.subject_kind, flag.subject_id, flag.detail_key


def _moves(then: DeploymentOn, now: DeploymentOn) -> Iterable[DateMove]:
    for kind, plan in now.milestones.items():
        before = then.milestones.get(kind, Plan()).expected
        if before and plan.expected and not plan.is_done and plan.expected != before:
            yield DateMove(now, kind, before, plan.expected)


def _newly_done(then: DeploymentOn, now: DeploymentOn) -> Iterable[MilestoneType]:
    return (
        kind for kind, plan in now.milestones.items() if plan.is_done and not then.milestones.get(kind, Plan()).is_done
    )
