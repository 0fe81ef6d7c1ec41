"""What is refused before a file's content is looked at: too large, not what its name says, macros, links, bombs."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from tracker.exchange.problems import Refused

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 150 * 1024 * 1024
MAX_PARTS = 2_000
# Repetitive tables shrink to a fiftieth; what shrinks to a thousandth was made to fill a disk.
MAX_RATIO = 400
RATIO_MATTERS_FROM = 5 * 1024 * 1024

ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

SAVE_AS_XLSX = "Open it in a spreadsheet program and save it as an Excel workbook (.xlsx)."
KNOWN_SUFFIXES = "Use an Excel workbook (.xlsx), a CSV named after its sheet, or a zip or folder of such CSVs."


def check_size(size: int) -> None:
    """Refuse a file larger than 20 MB, before it is read."""
    if size > MAX_BYTES:
        raise Refused(f"The file has {size / 1024 / 1024:.1f} MB, more than the limit of 20 MB. Split it by sheet.")
    if size == 0:
        raise Refused("The file is empty. Choose the workbook again.")


def check_name(name: str, content: bytes) -> str:
    """The kind of file, `.xlsx`, `.zip` or `.csv`, by its name, once its content agrees."""
    suffix = PurePath(name).suffix.lower()
    if suffix in (".xlsm", ".xltm", ".xlam"):
        raise Refused("A workbook with macros is refused. Save it as an Excel workbook without macros (.xlsx).")
    if suffix in (".xls", ".xlsb", ".ods", ".numbers"):
        raise Refused(f"A {suffix} file can't be read. {SAVE_AS_XLSX}")
    if suffix not in (".xlsx", ".zip", ".csv"):
        raise Refused(f"This kind of file can't be read. {KNOWN_SUFFIXES}")
    is_zip = content.startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC))
    if content.startswith(OLE_MAGIC):
        raise Refused(
            f"The file is protected by a password or in the old Excel format. Remove the password. {SAVE_AS_XLSX}"
        )
    if suffix == ".csv" and (is_zip or content.startswith((b"%PDF", b"{\\rtf"))):
        raise Refused(f"The file is named .csv but is not a CSV. {KNOWN_SUFFIXES}")
    if suffix != ".csv" and not is_zip:
        raise Refused(f"The file is named {suffix} but is something else. {SAVE_AS_XLSX}")
    return suffix


def open_archive(content: bytes) -> zipfile.ZipFile:
    """The zip archive in these bytes, once every part of it was unpacked within the limits and its checksum holds.

    Reading each part here also proves the sizes that the archive declares, which another reader may trust.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        check_parts(archive, len(content))
        for part in archive.infolist():
            for _ in read_chunks(archive, part):
                pass
    except Refused:
        raise
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        raise Refused(f"The file is damaged and can't be unpacked. {SAVE_AS_XLSX}") from error
    return archive


def check_parts(archive: zipfile.ZipFile, packed_size: int) -> None:
    """Refuse by what the archive says of itself: encrypted, repeated, too many or too large parts."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    unpacked_size = sum(part.file_size for part in parts)
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused("The file is protected by a password. Save it without one.")
    if len(parts) > MAX_PARTS or len(set(names)) != len(names):
        raise Refused(f"The file is not a workbook that a spreadsheet program saved. {SAVE_AS_XLSX}")
    is_dense = unpacked_size > RATIO_MATTERS_FROM and unpacked_size > packed_size * MAX_RATIO
    if unpacked_size > MAX_UNPACKED_BYTES or is_dense:
        raise Refused("The file unpacks to far more than it holds. Copy the sheets into a new workbook and try again.")


def read_chunks(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes of one part, a little at a time; raises when they are not what the archive declared."""
    with archive.open(part) as stream:
        while chunk := stream.read(1024 * 1024):
            yield chunk


def check_spreadsheet(archive: zipfile.ZipFile) -> None:
    """Refuse what is not an XLSX, and what an XLSX may carry beside its tables: macros, links, connections."""
    names = [name.lower() for name in archive.namelist()]
    if "xl/workbook.bin" in names or "mimetype" in names:
        raise Refused(f"The file is a spreadsheet of another kind. {SAVE_AS_XLSX}")
    if "xl/workbook.xml" not in archive.namelist() or "[Content_Types].xml" not in archive.namelist():
        raise Refused(f"The file is named .xlsx but is not an Excel workbook. {SAVE_AS_XLSX}")
    has_macros = any(name.endswith("vbaproject.bin") or name.startswith("xl/macrosheets/") for name in names)
    if has_macros or b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise Refused("The workbook has macros. Save it as an Excel workbook without macros (.xlsx).")
    if any(name.startswith("xl/externallinks/") for name in names):
        raise Refused("The workbook links to another file. Replace the links by their values and save it again.")
    if "xl/connections.xml" in names or any(name.startswith("xl/querytables/") for name in names):
        raise Refused("The workbook has a data connection. Remove it, keep the values, and save it again.")
