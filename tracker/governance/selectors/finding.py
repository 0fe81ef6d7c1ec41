"""A deployment's DPIA, as a form starts from it. The caller has checked who may see it."""

from tracker.governance.models import Dpia, DpiaStatus
from tracker.networks.models import Deployment


def dpia_standing(deployment: Deployment) -> tuple[dict[str, str], int | None]:
    """The status of the DPIA and its version; not started, and no version, before there is one."""
    dpia = Dpia.objects.filter(deployment=deployment).first()
    newest = dpia.states.order_by("effective_on", "pk").last() if dpia else None
    return {"status": newest.status if newest else DpiaStatus.NOT_STARTED.value}, dpia.version if dpia else None
