"""Where the content of files lies: below MEDIA_ROOT/private, which no web server serves, named by its SHA-256.

The name that a person gave a file is never part of a path.
"""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

FOLDER = "private"
CHUNK_BYTES = 1 << 20


def path_of(sha256: str) -> Path:
    """Where content with this hash lies."""
    return Path(settings.MEDIA_ROOT) / FOLDER / sha256[:2] / sha256[2:4] / sha256


def hash_of(file: BinaryIO) -> str:
    """SHA-256 of a file, in hexadecimal. Leaves the file at its start."""
    digest = hashlib.sha256()
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def keep(file: BinaryIO, sha256: str) -> None:
    """Stores the content, once: it appears under its name whole or not at all, however many bring it at the same time.
    Content whose change is rolled back stays, unreferenced, and is used again when it is brought again."""
    path = path_of(sha256)
    if path.exists():
        return
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as stream:
            file.seek(0)
            while chunk := file.read(CHUNK_BYTES):
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        Path(part).chmod(0o440)
        Path(part).replace(path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise
    finally:
        file.seek(0)
