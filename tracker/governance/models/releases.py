"""Which release of which product a deployment runs."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from tracker.core.history import AppendOnly, tracked
from tracker.networks.models import Deployment
from tracker.procurement.models import ProductRelease

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class ReleaseInUse(AppendOnly):
    """From `effective_on` the deployment runs, or is being prepared for, this release. DPIA, safety case, DTAC form and
    validation are each of one release; a newer one in use than the one assessed has to be looked at (DCB0160: the
    safety case is of a version)."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="releases")
    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, related_name="+")
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        verbose_name_plural = "releases in use"
        ordering = ["effective_on", "pk"]

    def __str__(self) -> str:
        return f"{self.deployment}: {self.release} from {self.effective_on}"
