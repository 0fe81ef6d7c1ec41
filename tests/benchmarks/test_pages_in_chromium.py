"""What every page of the demo costs somebody who opens it for the first time: `make bench` writes docs/benchmarks.md.

The demo runs as `make demo` runs it. Each role walks from the first page wherever links lead, which also warms the
server; then Chromium opens a page of each kind that the role reaches and nobody before it, in an empty profile, and the
pages of the menu for every role. BENCH_URL measures a demo that already runs.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.harness import WIDE, launch, sign_in
from tests.browser.weighing import KILOBYTE, MOST_PAINT_SECONDS, MOST_SHIFT, Visit, first_visit
from tests.support.crawling import html_of, kind_of, walk
from tracker.core.navigation import SECTIONS
from tracker.core.sign_in import DEMO_PASSWORD
from tracker.demo.people import SIGN_INS

DOCUMENT: Path = settings.BASE_DIR / "docs" / "benchmarks.md"
TRIES = 3  # of a page that is slower than it may be: the quickest counts, because other work on the machine only slows
READY_SECONDS = 600
HEAD = """# What pages cost

Written by `make bench` on the demo of 66 trusts, served as `make demo` serves it, warm. Every page is opened in
Chromium in an empty profile, {width} pixels wide, and its charts are scrolled to, so that they are drawn.

- **paint**: largest contentful paint, in milliseconds; at most {paint:.0f}.
- **shift**: cumulative layout shift; at most {shift}.
- **kB**: transferred on this first visit, compressed, with headers; at most 350, or 1,000 with charts.
- **requests**: all go to the server's own host.

The slowest paint is {slowest:.0f} ms, the largest shift {largest_shift:.3f}, the heaviest page {heaviest:.0f} kB, and
{heaviest_with_charts:.0f} kB with charts.

| page | role | paint | shift | kB | requests | charts |
|---|---|--:|--:|--:|--:|---|
{rows}
"""


@dataclass(frozen=True)
class Measured:
    kind: str
    role: str
    visit: Visit

    def faults(self) -> Iterator[str]:
        visit, where = self.visit, f"{self.kind} ({self.role})"
        if visit.paint_seconds >= MOST_PAINT_SECONDS:
            yield f"{where} paints after {visit.paint_seconds:.2f} s"
        if visit.shift >= MOST_SHIFT:
            yield f"{where} shifts by {visit.shift:.3f}"
        if visit.byte_count >= visit.most_bytes:
            yield f"{where} takes {visit.byte_count / KILOBYTE:.0f} kB"
        yield from (f"{where} asks {stranger}" for stranger in visit.strangers)

    def row(self) -> str:
        visit = self.visit
        cells = [
            f"`{self.kind}`",
            self.role,
            f"{visit.paint_seconds * 1000:.0f}",
            f"{visit.shift:.3f}",
            f"{visit.byte_count / KILOBYTE:.0f}",
            str(visit.request_count),
            "yes" if visit.has_charts else "",
        ]
        return f"| {' | '.join(cells)} |"


@contextmanager
def demo() -> Iterator[str]:
    """The address of a demo: the one of BENCH_URL, or a new one that ends with the measuring."""
    if given := os.environ.get("BENCH_URL"):
        yield given.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    inherited = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG", "TMPDIR"}}
    with tempfile.TemporaryDirectory() as directory:
        process = subprocess.Popen(
            [sys.executable, "-m", "tracker.demo.runner"],
            cwd=settings.BASE_DIR,
            env={**inherited, "DEMO_DIR": directory, "PORT": str(port), "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            _wait_until_ready(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate()


def _wait_until_ready(process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + READY_SECONDS
    for line in process.stdout or ():
        if line.startswith("Ready"):
            return
        if time.monotonic() > deadline:
            break
    raise AssertionError("the demo did not start")


def signed_in(browser: Browser, origin: str, email: str) -> BrowserContext:
    context = browser.new_context(base_url=origin, viewport={"width": WIDE, "height": 900}, locale="en-GB")
    sign_in(context.new_page(), email, DEMO_PASSWORD)
    return context


def pages_of(context: BrowserContext, known: set[str]) -> dict[str, str]:
    """An address of each kind of page that nobody had before, and of all in the menu."""
    menu = {path for _, path in SECTIONS}
    found = {}
    for path, _ in walk(partial(html_of, context)):
        name, *asked = kind_of(path) or ("",)
        kind = f"{name}?{'&'.join(asked)}" if asked else name
        if kind not in known or path in menu:
            found[kind] = path
    known.update(found)
    return found


def visit(context: BrowserContext, path: str, origin: str) -> Visit:
    """The quickest of some first visits, each in a profile of its own that only brings the session."""
    best = None
    for _ in range(TRIES):
        browser = context.browser
        assert browser is not None
        fresh = browser.new_context(
            base_url=origin,
            viewport={"width": WIDE, "height": 900},
            locale="en-GB",
            storage_state=context.storage_state(),
        )
        seen = first_visit(fresh.new_page(), path, origin)
        fresh.close()
        if best is None or seen.paint_seconds < best.paint_seconds:
            best = seen
        if best.paint_seconds < MOST_PAINT_SECONDS:
            break
    assert best is not None
    return best


def measure(origin: str) -> list[Measured]:
    found = []
    known: set[str] = set()
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for person in SIGN_INS:
            context = signed_in(browser, origin, person.email)
            for kind, path in sorted(pages_of(context, known).items()):
                found.append(Measured(kind, person.role.label.lower(), visit(context, path, origin)))
            context.close()
        browser.close()
    return found


def document(found: list[Measured]) -> str:
    visits = [each.visit for each in found]
    return HEAD.format(
        width=WIDE,
        paint=MOST_PAINT_SECONDS * 1000,
        shift=MOST_SHIFT,
        slowest=max(each.paint_seconds for each in visits) * 1000,
        largest_shift=max(each.shift for each in visits),
        heaviest=max(each.byte_count for each in visits if not each.has_charts) / KILOBYTE,
        heaviest_with_charts=max(each.byte_count for each in visits if each.has_charts) / KILOBYTE,
        rows="\n".join(each.row() for each in found),
    )


def test_every_page_is_quick_calm_and_light() -> None:
    with demo() as origin:
        found = measure(origin)
    DOCUMENT.write_text(document(found), encoding="utf-8")
    assert [fault for each in found for fault in each.faults()] == []
