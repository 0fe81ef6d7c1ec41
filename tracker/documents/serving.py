"""Hands a kept file out: as an attachment, never shown in the browser. Who may have it is asked by the caller."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404

from tracker.documents.models import StoredFile
from tracker.documents.policies import may_serve
from tracker.documents.selectors import has_scanner, scan_states
from tracker.documents.store import path_of


def attachment(file: StoredFile) -> FileResponse:
    """The file as a download. Raises `PermissionDenied` where the scanner does not clear it, and a 404 where its content
    is not in the store (a database that was restored without its media)."""
    decision = may_serve(scan_states([file.pk])[file.pk], has_scanner=has_scanner())
    if not decision:
        raise PermissionDenied(decision.sentence)
    path = path_of(file.sha256)
    if not path.exists():
        raise Http404("The content of this file is not in the store.")
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=file.original_name, content_type=file.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
