"""A deployment's DPIA and the sign-off that stands, as a form starts from them. The caller has checked who may see them."""

from tracker.governance.models import Dpia, DpiaStatus, SignOff
from tracker.networks.models import Deployment


def dpia_standing(deployment: Deployment) -> tuple[dict[str, str], int | None]:
    """The status of the DPIA and its version; not started, and no version, before there is one."""
    dpia = Dpia.objects.filter(deployment=deployment).first()
    newest = dpia.states.order_by("effective_on", "pk").last() if dpia else None
    return {"status": newest.status if newest else DpiaStatus.NOT_STARTED.value}, dpia.version if dpia else None


def standing_sign_off(deployment: Deployment, role: str) -> SignOff | None:
    """The newest decision in one capacity."""
    return deployment.sign_offs.filter(role=role).order_by("decided_on", "pk").last()
