"""Refuses uploads that are too large while they arrive: nothing of them is kept, in memory or on disk, and the form that
they belong to still says what is wrong."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers

FORM_BYTES = 1_000_000  # the other fields of a form, and what lies between them
READ_AT_MOST = 20  # times the limit; a request larger than that is not even read to its end


class TooLargeUpload(UploadedFile):
    """Stands for a file whose content was thrown away as it came; only its name and size are known."""


class RefuseTooLargeHandler(FileUploadHandler):
    """Stands first among the upload handlers. The browser says at the start how much it sends: what can't fit is counted
    and thrown away, so that the reply reaches the person, and no handler after this one hears of it."""

    is_too_large = False

    def handle_raw_input(  # the framework gives every argument
        self,
        input_data: Any,  # noqa: ARG002
        META: dict[str, str],  # noqa: ARG002, N803
        content_length: int,
        boundary: Any,  # noqa: ARG002
        encoding: str | None = None,  # noqa: ARG002
    ) -> None:
        if content_length > READ_AT_MOST * settings.UPLOAD_MAX_BYTES:
            raise RequestDataTooBig("The request is far larger than any file that may be sent.")
        self.is_too_large = content_length > settings.UPLOAD_MAX_BYTES + FORM_BYTES

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.is_too_large:
            raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:  # noqa: ARG002 - the framework's
        return None if self.is_too_large else raw_data

    def file_complete(self, file_size: int) -> TooLargeUpload | None:
        if not self.is_too_large:
            return None
        return TooLargeUpload(BytesIO(), self.file_name, self.content_type, file_size)
