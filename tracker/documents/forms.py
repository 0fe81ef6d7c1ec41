"""The field that takes a file."""

from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from tracker.documents.policies import ACCEPT, ALLOWED_WORDS, size_in_words, too_large


class UploadField(forms.FileField):
    """A file to keep. The field only refuses what is too large; what else may be wrong, the action that keeps it says."""

    widget = forms.FileInput(attrs={"accept": ACCEPT})

    def __init__(self, **kwargs: Any) -> None:
        limit = size_in_words(settings.UPLOAD_MAX_BYTES)
        kwargs.setdefault("help_text", f"{ALLOWED_WORDS}. At most {limit}, and without macros or a password.")
        super().__init__(allow_empty_file=True, **kwargs)

    def to_python(self, data: Any) -> UploadedFile | None:
        if data in self.empty_values:
            return None
        if data.size > settings.UPLOAD_MAX_BYTES:
            raise ValidationError(too_large(data.size, settings.UPLOAD_MAX_BYTES).sentence)
        super().to_python(data)
        return cast("UploadedFile", data)
