"""A mail server and a stand-in for GOV.UK Notify, on this machine, which do what a test tells them to."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit


@dataclass
class MailServer:
    """What it was given, and how it answers. `refuses` is the answer to each recipient in place of a yes, `hangs_up` says
    after which step it breaks the connection ("data": with the message on its way, "taken": having kept it), and
    `holds` lets it wait, with the message in its hands, until the test goes on."""

    port: int = 0
    taken: list[str] = field(default_factory=list)
    refuses: str = ""
    hangs_up: str = ""
    holds: threading.Event | None = None
    reached: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[EmailMessage]:
        return [cast("EmailMessage", message_from_string(text, policy=policy.default)) for text in self.taken]

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


class _Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP (RFC 5321) as one client that sends one message needs."""

    def handle(self) -> None:
        mail: MailServer = self.server.mail  # type: ignore[attr-defined]
        self._say("220 test")
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT" and mail.refuses:
                self._say(mail.refuses)
            elif word == b"DATA":
                self._say("354 go on")
                text, hangs_up = self._message(), mail.hangs_up
                mail.reached.set()
                if mail.holds is not None:
                    mail.holds.wait(30)
                if hangs_up == "data":
                    return
                mail.taken.append(text)
                if hangs_up == "taken":
                    return
                self._say("250 taken")
            elif word == b"QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _message(self) -> str:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines).decode()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Listens on a free port until the block ends."""
    mail = MailServer()
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.mail = mail  # type: ignore[attr-defined]
        mail.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Notify:
    """What GOV.UK Notify was asked to send. `status` is its answer; `hangs_up` has it take the request, and break the
    connection instead of answering."""

    port: int = 0
    sent: list[dict[str, Any]] = field(default_factory=list)
    status: int = 201
    hangs_up: bool = False

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


class _NotifyHandler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        notify: Notify = self.server.notify  # type: ignore[attr-defined]
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if notify.status == HTTP_CREATED:
            notify.sent.append(asked)
        if notify.hangs_up:
            self.close_connection = True
            return
        error = {"status_code": notify.status, "errors": [{"error": "BadRequestError", "message": "No"}]}
        self._answer(notify.status, {"id": "1"} if notify.status == HTTP_CREATED else error)

    def do_GET(self) -> None:
        notify: Notify = self.server.notify  # type: ignore[attr-defined]
        wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        self._answer(200, {"notifications": [each for each in notify.sent if each["reference"] == wanted]})

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def _answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


HTTP_CREATED = 201


@contextmanager
def notify_service() -> Iterator[Notify]:
    """Listens on a free port until the block ends."""
    notify = Notify()
    with ThreadingHTTPServer(("127.0.0.1", 0), _NotifyHandler) as server:
        server.notify = notify  # type: ignore[attr-defined]
        notify.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield notify
        finally:
            server.shutdown()
            thread.join()
