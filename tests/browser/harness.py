"""A browser that tests drive as a person would, and what must be true of every page that it opens."""

import fcntl
import json
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import QuietWSGIRequestHandler
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response
from tinyhtml5.parser import HTMLParser

from tests.support.people import PASSWORD

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
)
WIDE, PHONE, NARROWEST = 1280, 375, 320  # pixels; 320 is WCAG 2.2, 1.4.10 Reflow
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
TIMEOUT_MS = 10_000
# A document that runs scripts takes what stands in a noscript element as text.
RUNS_SCRIPTS = """() => {
    const probe = document.createElement("div");
    probe.innerHTML = "<noscript><b></b></noscript>";
    return !probe.querySelector("b");
}"""

BRING_NEXT_CHART = """() => {
    const next = document.querySelector("[data-chart]:not([data-mounted])");
    next?.closest("figure").scrollIntoView();
    return !next;
}"""

NewPage = Callable[..., Page]


def launch(playwright: Playwright) -> Browser:
    """The system's Chromium, with everything off that would call home."""
    if not Path(CHROMIUM).exists():
        raise RuntimeError(
            f"There is no browser at {CHROMIUM}. Run `apt-get install chromium`, or set CHROMIUM to its path."
        )
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium refuses to sandbox root
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *sandbox])


# --- The server -----------------------------------------------------------------------------------------------------


@contextmanager
def serving(application: WSGIApplication | None = None) -> Iterator[str]:
    """The product with its middleware and hashed static files, or another application, on a free port; its address."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler, allow_reuse_address=False)
    server.set_app(application or WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, name="live server", daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def collect_static_files() -> None:
    """Brings the collected static files up to date, once however many test processes ask at the same time."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    with (root.parent / "collect.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_fresh(root / "staticfiles.json"):
            call_command("collect_vendor_assets", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()


def _is_fresh(manifest: Path) -> bool:
    """Whether the manifest is newer than every file that it was made from."""
    if not manifest.exists():
        return False
    made = manifest.stat().st_mtime
    known = set(json.loads(manifest.read_text(encoding="utf-8"))["paths"])
    sources = {name: storage.path(name) for finder in finders.get_finders() for name, storage in finder.list([])}
    return sources.keys() <= known and all(Path(path).stat().st_mtime <= made for path in sources.values())


# --- What a page did ------------------------------------------------------------------------------------------------


class Watch:
    """What a page asked for and complained about, from its first request on."""

    def __init__(self, page: Page, origin: str) -> None:
        self.origin = origin
        self.external: list[str] = []
        self.complaints: list[str] = []
        self.statuses: list[tuple[int, str]] = []
        page.on("request", lambda request: self._note_request(request.url))
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("response", self._note_response)

    def _note_request(self, url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and not url.startswith(self.origin):
            self.external.append(url)

    def _note_console(self, message: ConsoleMessage) -> None:
        is_status = message.text.startswith("Failed to load resource")  # a page that is meant to be a 404, for instance
        if message.type == "error" and not is_status:
            self.complaints.append(message.text)

    def _note_response(self, response: Response) -> None:
        self.statuses.append((response.status, response.url))

    def broken_assets(self) -> list[str]:
        """Static files that the page asked for in vain."""
        return [url for status, url in self.statuses if status >= 400 and urlsplit(url).path.startswith("/static/")]


def assert_no_external_requests(watch: Watch) -> None:
    """No page may ask another host for anything: no font, script, picture or beacon."""
    assert watch.external == []


def assert_quiet(watch: Watch) -> None:
    """No script error, no refusal by the content security policy, no missing asset."""
    assert watch.complaints == []
    assert watch.broken_assets() == []


# --- What a page is -------------------------------------------------------------------------------------------------


def sign_in(page: Page, email: str, password: str = PASSWORD, then: str = "/") -> None:
    """Signs in as a person does on the way to a page, and waits until they are there."""
    page.goto(f"/accounts/login/?next={then}")
    page.get_by_label("Email address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: urlsplit(url).path == then)


def draw_charts(page: Page) -> None:
    """Brings each chart into view in turn until its script has drawn it. Several may be drawn at one time."""
    end = time.monotonic() + TIMEOUT_MS / 1000
    while not page.evaluate(BRING_NEXT_CHART):
        assert time.monotonic() < end, f"{page.url} has a chart that is not drawn"
        page.wait_for_timeout(20)


def open_as(page: Page, email: str, address: str) -> None:
    """Signs in as somebody of the tests, and opens an address."""
    sign_in(page, email, PASSWORD, then="/help/")
    page.goto(address)


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA, nor of axe's good practice; prints each with the elements that it is about. Only
    for a page with scripts, because without their timers axe waits for ever."""
    assert page.evaluate(RUNS_SCRIPTS), "axe needs a page that runs scripts"
    results = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
    assert results.violations_count == 0, results.generate_report()


def assert_no_sideways_scroll(page: Page) -> None:
    """The page as a whole fits its window; wide tables scroll in a box of their own."""
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0, f"{page.url} is {overflow} px wider than its window"


def assert_valid_html(page: Page, html: str | None = None) -> None:
    """What the server sent (or `html`) parses without an error, every id is used once, and there is one main heading."""
    parser = HTMLParser()
    parser.parse(html or page.request.get(page.url).text())
    assert parser.errors == []  # (line, column), what is wrong, and where it is about
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    assert [name for name, uses in Counter(ids).items() if uses > 1] == []
    assert page.locator("h1").count() == 1
