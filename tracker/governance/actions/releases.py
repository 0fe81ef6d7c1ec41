"""Recording which release a deployment runs."""

from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.touched import touch
from tracker.governance.models import ReleaseInUse
from tracker.governance.policies.releases import may_run_release
from tracker.governance.selectors.releases import releases_on
from tracker.networks.actions.deployments import lock_deployment
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease


def record_release(
    *, deployment: Deployment, release: ProductRelease, on: date, reason: str = "", door: Door | None = None, by: User
) -> ReleaseInUse | None:
    """The deployment runs this release from a day on; None when it is recorded so already."""
    with change(reason=reason, door=door, by=by):
        lock_deployment(deployment, version=None, by=by)
        before = releases_on([deployment.pk], on=on)[deployment.pk]
        if before is not None and before.is_recorded and before.id == release.pk:
            return None
        offered = release.product.use_cases.filter(pk=deployment.use_case_id).exists()
        replaces_another = before is not None and before.id != release.pk
        require(
            may_run_release(
                is_offered_for_use_case=offered,
                replaces_another=replaces_another,
                on=on,
                reason=reason,
                today=today_in_london(),
            )
        )
        row = ReleaseInUse.objects.create(
            deployment=deployment, release=release, effective_on=on, reason=reason.strip(), recorded_by=by
        )
        touch("deployment", deployment.pk)
    return row
