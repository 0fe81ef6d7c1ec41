"""Asks a ClamAV daemon about a file over its socket.

Source: clamd(8), command INSTREAM: the command ends with a zero byte, the content follows in pieces, each led by its
length as four bytes in network order, and a length of zero ends it. The answer is `stream: OK`, `stream: NAME FOUND` or
a text that ends in `ERROR`.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from tracker.documents.vocabulary import ScanState

CHUNK_BYTES = 1 << 16
LONGEST_ANSWER = 4096
DEFAULT_PORT = 3310


@dataclass(frozen=True)
class Answer:
    """What the scanner said. `detail` names the virus, or what went wrong."""

    state: ScanState
    detail: str = ""


def scan(file: BinaryIO, *, address: str, timeout_seconds: float) -> Answer:
    """Has the scanner at `address` (`tcp://HOST:PORT` or `unix:///PATH`) look at the content. A scanner that is down,
    slow or confused is an answer too: a failed scan."""
    try:
        with _connection(address, timeout_seconds) as connection:
            _send(connection, file)
            return _read_answer(_receive(connection))
    except (OSError, ValueError) as error:  # timeouts, refused connections and unknown hosts are OSErrors
        return Answer(ScanState.FAILED, f"The scanner did not answer: {error}"[:200])


@contextmanager
def _connection(address: str, timeout_seconds: float) -> Iterator[socket.socket]:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(timeout_seconds)
            connection.connect(parts.path)
            yield connection
    elif parts.scheme == "tcp" and parts.hostname:
        where = (parts.hostname, parts.port or DEFAULT_PORT)
        with socket.create_connection(where, timeout=timeout_seconds) as connection:
            yield connection
    else:
        raise ValueError(f"{address} is neither tcp://HOST:PORT nor unix:///PATH")


def _send(connection: socket.socket, file: BinaryIO) -> None:
    connection.sendall(b"zINSTREAM\0")
    file.seek(0)
    while chunk := file.read(CHUNK_BYTES):
        connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
    connection.sendall(bytes(4))


def _receive(connection: socket.socket) -> str:
    """The answer, which a zero byte ends."""
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        piece = connection.recv(LONGEST_ANSWER)
        if not piece:
            break
        received += piece
    return received.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _read_answer(text: str) -> Answer:
    said = text.removeprefix("stream:").strip()
    if said == "OK":
        return Answer(ScanState.CLEAN)
    if said.endswith(" FOUND"):
        return Answer(ScanState.INFECTED, said.removesuffix(" FOUND")[:200])
    return Answer(ScanState.FAILED, (said or "The scanner ended without an answer.")[:200])
