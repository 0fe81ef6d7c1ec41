"""What a change of a release's evidence reaches."""

from tracker.core.touched import touch
from tracker.governance.selectors.release_finding import deployments_of_release
from tracker.procurement.models import ProductRelease


def touch_release(release: ProductRelease) -> None:
    """Says that the release, its supplier and the deployments that run it changed."""
    touch("supplier", release.product.supplier_id)
    touch("deployment", *(deployment.pk for deployment in deployments_of_release(release.pk)))
