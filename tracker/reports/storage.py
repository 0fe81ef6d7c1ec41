"""Where the files of reports lie: below MEDIA_ROOT, which no web server serves; each named by its report's id."""

import os
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings

FOLDER = "reports"


def file_name(report_id: UUID) -> str:
    """The name within MEDIA_ROOT; however often a report is made, there is one file."""
    return f"{FOLDER}/{report_id}.pdf"


def store(report_id: UUID, content: bytes) -> str:
    """Writes the file whole or not at all, and answers its name."""
    name = file_name(report_id)
    path = Path(settings.MEDIA_ROOT) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, part = tempfile.mkstemp(dir=path.parent, prefix=f".{report_id}-", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    remove_parts(report_id)
    return name


def remove_parts(report_id: UUID) -> None:
    """Removes what a worker left that was killed while it wrote. Only the one that makes the report calls this."""
    for part in (Path(settings.MEDIA_ROOT) / FOLDER).glob(f".{report_id}-*.part"):
        part.unlink(missing_ok=True)
