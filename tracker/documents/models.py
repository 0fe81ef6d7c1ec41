"""Files that people bring, and what the virus scanner said of them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.documents.vocabulary import ScanState

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class StoredFile(AppendOnly):
    """One file as one person brought it. Its content lies in the store under its SHA-256 (`tracker.documents.store`), so
    that the same content is kept once however often it is brought; a file is never changed, only replaced by another."""

    sha256 = models.CharField("SHA-256", max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=100)
    original_name = models.CharField(max_length=200)
    uploaded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="documents_storedfile_has_a_hash"
            ),
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="documents_storedfile_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.original_name


@tracked()
class FileScan(AppendOnly):
    """One answer of the virus scanner about one file; the newest one stands. `detail` names what was found, or what
    went wrong."""

    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="scans")
    state = models.CharField(max_length=20, choices=ScanState.choices)
    detail = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[ScanState.CLEAN, ScanState.INFECTED, ScanState.FAILED]),
                name="documents_filescan_state_is_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.get_state_display()}"
