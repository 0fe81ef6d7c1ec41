"""HTML becomes PDF without asking anybody for anything."""

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from tracker.reports import pdf

PAGE = "<html lang=en-GB><head><title>Title</title>{head}</head><body><h1>Still here</h1>{body}</body></html>"


class Counting(BaseHTTPRequestHandler):
    asked: list[str] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """A real server that notes what it is asked for."""
    Counting.asked = []
    server = HTTPServer(("127.0.0.1", 0), Counting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def text_of(html: str) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.write(pdf.lay_out(html)).content)).pages)


def test_nothing_is_loaded_from_an_address(elsewhere: str) -> None:
    head = f'<link rel=stylesheet href="{elsewhere}/a.css"><style>@import "{elsewhere}/b.css";'
    head += f'@font-face {{font-family: x; src: url("{elsewhere}/c.woff")}} h1 {{font-family: x}}</style>'
    body = f'<img src="{elsewhere}/d.png" alt="d"><div style="background: url({elsewhere}/e.png)">x</div>'
    body += f'<svg><image href="{elsewhere}/f.png"/></svg><object data="{elsewhere}/g.svg">g</object>'
    assert "Still here" in text_of(PAGE.format(head=head, body=body))
    assert Counting.asked == []


def test_no_file_of_the_machine_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="20">from a file</text></svg>')
    assert "from a file" not in text_of(PAGE.format(head="", body=f'<img src="{secret.as_uri()}" alt="">'))


def test_picture_within_the_page_is_drawn() -> None:
    drawing = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='90' height='30'><text y='20'>within</text></svg>"
    assert "within" in text_of(PAGE.format(head="", body=f'<img src="{drawing}" alt="A drawing">'))
