"""A small server that speaks the protocol of the ClamAV daemon (clamd(8), command INSTREAM)."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.support.documents import EICAR


class _Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self.rfile.read(10)
        assert command == b"zINSTREAM\0", command
        content = b""
        while length := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(length)
        server: Any = self.server
        server.seen.append(content)
        self.wfile.write(
            server.reply or (b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0")
        )


class _Tcp(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


class _Unix(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


class Scanner:
    """Where it listens, and the contents that it was sent."""

    def __init__(self, server: Any, address: str) -> None:
        self.server, self.address = server, address

    @property
    def seen(self) -> list[bytes]:
        seen: list[bytes] = self.server.seen
        return seen


@contextmanager
def scanner(*, reply: bytes = b"", path: Path | None = None) -> Iterator[Scanner]:
    """A scanner on a free port, or on a Unix socket; with `reply` it always says that."""
    server: Any = _Unix(str(path), _Handler) if path else _Tcp(("127.0.0.1", 0), _Handler)
    server.seen, server.reply = [], reply
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Scanner(server, f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
