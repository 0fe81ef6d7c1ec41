"""Small files of every kind, and some that are not what they say."""

import io
import zipfile
from collections.abc import Mapping

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(32)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(32)
PROGRAM = b"MZ\x90\x00" + bytes(64)
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)
PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
# The test file that every scanner takes for a virus, written in two halves so that no scanner takes this one for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(members: Mapping[str, bytes | str], *, compressed: bool = True) -> bytes:
    """A ZIP archive of these."""
    target = io.BytesIO()
    method = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def office(main: str = "wordprocessingml.document.main+xml", **members: bytes | str) -> bytes:
    """An Office document whose main part is of this kind; further members by name, with `__` for a slash."""
    types = f'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
    extra = {name.replace("__", "/"): content for name, content in members.items()}
    return packed({"[Content_Types].xml": types, "word/document.xml": "<w/>", **extra})


def open_document(kind: str = "text", **members: bytes | str) -> bytes:
    """An OpenDocument file."""
    extra = {name.replace("__", "/"): content for name, content in members.items()}
    return packed({"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<o/>", **extra})


def upload(name: str = "report.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a person sends it."""
    file = SimpleUploadedFile("x", content)
    file._name = name  # past the framework, which strips paths: other doors may not
    return file
