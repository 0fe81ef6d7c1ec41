"""What a first visit to a page costs: bytes, requests, the moment of its largest paint, and how much it jumped about."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.harness import draw_charts

KILOBYTE = 1000
MOST_BYTES, MOST_BYTES_WITH_CHARTS = 350 * KILOBYTE, 1000 * KILOBYTE
MOST_PAINT_SECONDS, MOST_SHIFT = 1.0, 0.05

OBSERVE = """() => {
    window.observed = { paint: 0, shift: 0 };
    const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
    watch("largest-contentful-paint", (entry) => { window.observed.paint = entry.startTime; });
    watch("layout-shift", (entry) => { window.observed.shift += entry.hadRecentInput ? 0 : entry.value; });
}"""


@dataclass(frozen=True)
class Visit:
    """`byte_count` is what came over the wire, headers and all, after compression; `shift` is the cumulative layout
    shift, charts drawn; `strangers` are addresses on other hosts that were asked."""

    byte_count: int
    request_count: int
    paint_seconds: float
    shift: float
    has_charts: bool
    strangers: tuple[str, ...]

    @property
    def most_bytes(self) -> int:
        return MOST_BYTES_WITH_CHARTS if self.has_charts else MOST_BYTES


def first_visit(page: Page, path: str, origin: str) -> Visit:
    """Opens the page in a profile that has nothing in its cache, and has every chart drawn."""
    sizes: list[int] = []
    asked: list[str] = []
    network = page.context.new_cdp_session(page)
    network.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    page.on("request", lambda request: asked.append(request.url))
    network.send("Network.enable")
    page.add_init_script(f"({OBSERVE})()")
    page.goto(path, wait_until="networkidle")
    draw_charts(page)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    observed = page.evaluate("window.observed")
    fetched = [url for url in asked if urlsplit(url).scheme not in {"data", "blob"}]
    return Visit(
        byte_count=sum(sizes),
        request_count=len(fetched),
        paint_seconds=observed["paint"] / 1000,
        shift=observed["shift"],
        has_charts=page.locator(".tracker-chart").count() > 0,
        strangers=tuple(url for url in fetched if not url.startswith(f"{origin}/")),
    )
