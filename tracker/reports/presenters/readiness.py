"""Is a deployment ready to go live? What it needs, what stands, what is missing, and the sentences that say so. Pure.

The needs are those that the tracker holds data for today: people, contract, DPIA, sign-offs, and the milestones that
come before going live. Source of the list: the go-live gate of the NHS AI go/no-go items and the programme's own gate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import in_words, nhs_date, plural
from tracker.core.presentation import Tag
from tracker.governance.policies.sign_offs import SignOffOn
from tracker.governance.selectors.standing import GovernanceOn
from tracker.networks.plans import Plan
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import MilestoneType
from tracker.procurement.selectors.contracts import ContractOn

MET, MISSING = Tag("In place", "green"), Tag("Missing", "red")
DECIDE_WITHIN = timedelta(days=60)  # a go-live this near asks for a decision rather than for support
AFTER_GO_LIVE = frozenset({MilestoneType.GO_LIVE, MilestoneType.FULL_LIVE, MilestoneType.REVIEW})
SHOWN_ELSEWHERE = frozenset({MilestoneType.DPIA})  # the DPIA itself says whether it is approved
SENTENCE_LENGTH = 4  # so many missing things are named in a sentence, the others are counted


@dataclass(frozen=True)
class Need:
    """One thing that a go-live needs: `what` it is, whether it stands, and since when or what is wrong."""

    what: str
    is_met: bool
    detail: str

    @property
    def tag(self) -> Tag:
        return MET if self.is_met else MISSING


@dataclass(frozen=True)
class Readiness:
    """The needs of one deployment on a day."""

    deployment: DeploymentOn
    needs: tuple[Need, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        return tuple(need for need in self.needs if not need.is_met)

    @property
    def is_ready(self) -> bool:
        return not self.missing


def readiness_of(
    deployment: DeploymentOn, governance: GovernanceOn, contracts: Iterable[ContractOn], *, on: date
) -> Readiness:
    """Every need of one deployment, in the order in which a gate asks for them."""
    covering = [contract for contract in contracts if deployment.id in contract.deployment_ids]
    needs = (
        _project_manager(deployment),
        _contract(covering),
        _dpia(governance),
        *(_milestone(kind, plan, on) for kind, plan in deployment.milestones.items() if _is_before_go_live(kind)),
        *(_sign_off(role, governance.sign_offs.get(role), on) for role in SignOffRole),
    )
    return Readiness(deployment, needs)


def _met(what: str, detail: str) -> Need:
    return Need(what, is_met=True, detail=detail)


def _lacking(what: str, detail: str) -> Need:
    return Need(what, is_met=False, detail=detail)


def _is_before_go_live(kind: MilestoneType) -> bool:
    return kind not in AFTER_GO_LIVE and kind not in SHOWN_ELSEWHERE


def _project_manager(deployment: DeploymentOn) -> Need:
    name = deployment.trust.project_manager
    return Need("Project manager named", is_met=bool(name), detail=name or "Nobody is named")


def _contract(contracts: Sequence[ContractOn]) -> Need:
    signed = [contract for contract in contracts if contract.signature.actual]
    if signed:
        return _met("Contract signed", f"{signed[0].supplier}, {nhs_date(signed[0].signature.actual)}")
    if contracts:
        return _lacking("Contract signed", f"Expected {nhs_date(contracts[0].signature.expected, 'on no date yet')}")
    return _lacking("Contract signed", "No contract covers this trust")


def _dpia(governance: GovernanceOn) -> Need:
    if governance.approved_on:
        return _met("DPIA approved", f"Approved {nhs_date(governance.approved_on)}")
    since = f" since {nhs_date(governance.dpia_since)}" if governance.dpia_since else ""
    return _lacking("DPIA approved", f"{governance.dpia_status.label}{since}")


def _milestone(kind: MilestoneType, plan: Plan, on: date) -> Need:
    if plan.actual:
        return _met(kind.label, f"Done {nhs_date(plan.actual)}")
    if plan.expected is None:
        return _lacking(kind.label, "No date yet")
    overdue = f", {in_words(plan.overdue_days(on))} overdue" if plan.is_overdue(on) else ""
    return _lacking(kind.label, f"Expected {nhs_date(plan.expected)}{overdue}")


def _sign_off(role: SignOffRole, sign_off: SignOffOn | None, on: date) -> Need:
    what = f"Sign-off: {role.label}"
    if sign_off is None:
        return _lacking(what, "Not signed")
    if sign_off.is_expired(on):
        return _lacking(what, f"Expired {nhs_date(sign_off.expires_on)}")
    said = f"{sign_off.decision.label} by {sign_off.signatory_name}, {nhs_date(sign_off.decided_on)}"
    return Need(what, is_met=sign_off.counts, detail=said)


# --- Sentences -------------------------------------------------------------------------------------------------------


def ask_of(readinesses: Sequence[Readiness], *, on: date) -> str:
    """What the reader is asked for: a decision when a go-live is near or everything stands, else support, else nothing."""
    waiting = [each for each in readinesses if not each.deployment.state.is_live]
    if not readinesses:
        return "Support. No deployment has been set up, so there is no plan to judge."
    if not waiting:
        return "For information. The tool is in clinical use and nothing is asked of you."
    days = [each.deployment.go_live.expected for each in waiting if each.deployment.go_live.expected]
    missing = sum(len(each.missing) for each in waiting)
    if not days:
        return f"Support. Agree a go-live date and settle the {plural(missing, 'missing item')} below."
    return _ask_before(min(days), missing, on)


def _ask_before(day: date, missing: int, on: date) -> str:
    """What is asked when the next go-live is expected on a day with so many items missing."""
    items = plural(missing, "missing item")
    if day < on:
        settles = f", and who settles the {items} below" if missing else ""
        return f"Decision. Go-live was expected on {nhs_date(day)} and has not happened. Agree a new date{settles}."
    if not missing:
        return f"Decision. Confirm the go-live on {nhs_date(day)}: everything that it needs is in place."
    if day - on <= DECIDE_WITHIN:
        near = f"Go-live is expected on {nhs_date(day)}, in {in_words((day - on).days)}, with {items}."
        return f"Decision. {near} Decide whether the date stands."
    return f"Support. Settle the {items} below before go-live on {nhs_date(day)}."


def answer_for(name: str, readiness: Readiness) -> str:
    """Whether one deployment is ready, in one sentence."""
    state, plan = readiness.deployment.state, readiness.deployment.go_live
    use_case = lower_first(readiness.deployment.use_case_name)
    if state.is_live:
        behind = f", with {plural(len(readiness.missing), 'item')} still missing" if readiness.missing else ""
        return f"{name} has used the {use_case} tool in clinical practice since {nhs_date(state.since)}{behind}."
    day = f"go-live is expected on {nhs_date(plan.expected)}" if plan.expected else "no go-live date is set"
    if readiness.is_ready:
        return f"{name} is ready to go live for {use_case}, and {day}."
    return f"{name} is not ready to go live for {use_case}: {named(readiness.missing)}; {day}."


def named(missing: Sequence[Need]) -> str:
    """`3 items are missing (contract signed, DPIA approved, staff trained)`; a long list is cut and counted."""
    names = ", ".join(lower_first(need.what) for need in missing[:SENTENCE_LENGTH])
    more = f" and {len(missing) - SENTENCE_LENGTH} more" if len(missing) > SENTENCE_LENGTH else ""
    return f"{plural(len(missing), 'item')} {'is' if len(missing) == 1 else 'are'} missing ({names}{more})"


def lower_first(text: str) -> str:
    """For use within a sentence: `chest X-ray`, `staff trained`, but `DPIA approved`, `IT integration`."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
