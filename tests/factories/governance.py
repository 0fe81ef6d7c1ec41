"""DPIAs and sign-offs."""

from datetime import date

from tests.factories.networks import START, make_deployment
from tests.factories.people import system
from tracker.accounts.roles import SignOffRole
from tracker.audit.changes import Door
from tracker.governance.actions.dpias import record_dpia_status, save_dpia
from tracker.governance.actions.sign_offs import Decided, record_sign_offs
from tracker.governance.models import Dpia, DpiaStatus, SignOff, SignOffDecision
from tracker.networks.models import Deployment


def make_dpia(
    deployment: Deployment | None = None,
    status: DpiaStatus | str = DpiaStatus.DRAFTING,
    *,
    on: date = START,
) -> Dpia:
    """A deployment's DPIA, in this status from a day on; call it again for the next status."""
    dpia = save_dpia(
        deployment=deployment or make_deployment(), controller="The trust", processor="The supplier", by=system()
    )
    record_dpia_status(dpia=dpia, status=DpiaStatus(status), on=on, door=Door.IMPORT, by=system())
    return dpia


def make_sign_off(
    deployment: Deployment | None = None,
    role: SignOffRole | str = SignOffRole.CLINICAL_SAFETY_OFFICER,
    decision: SignOffDecision | str = SignOffDecision.APPROVED,
    *,
    on: date = START,
    expires_on: date | None = None,
    name: str = "Sam Example",
) -> SignOff:
    """One decision in one capacity on a day."""
    decision = SignOffDecision(decision)
    has_conditions = decision == SignOffDecision.APPROVED_WITH_CONDITIONS
    decided = Decided(
        deployment or make_deployment(),
        SignOffRole(role),
        decision,
        on,
        name,
        "Finish the downtime test" if has_conditions else "",
        expires_on,
    )
    return record_sign_offs([decided], door=Door.IMPORT, by=system())[0]


def make_signed_everything(deployment: Deployment, *, on: date) -> None:
    """An approved DPIA and an approval in every capacity, all of one day."""
    make_dpia(deployment, DpiaStatus.APPROVED, on=on)
    for role in SignOffRole:
        make_sign_off(deployment, role, on=on)
