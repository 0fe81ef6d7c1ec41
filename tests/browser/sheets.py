"""Takes a picture of every page that each person of a running demo can reach, and puts those of a role on one sheet.

`make screenshots` with `make demo` running beside it writes docs/images/pages/ROLE.webp and docs/pages.md. A page is an
address of the product by its name; of pages that differ only in what they are about, the first that is met stands for all.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page

from tests.browser.harness import sign_in
from tests.support.crawling import html_of, name_of, walk
from tracker.core.sign_in import DEMO_PASSWORD, DEMO_PEOPLE

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHEETS = DOCS / "images" / "pages"
WINDOW = (1280, 800)  # pixels: the first screen of a laptop
THUMBNAIL = (320, 200)
CAPTION, GAP, COLUMNS = 30, 12, 4
QUALITY = 60  # of WebP: words of a heading stay readable
HEAD = """# Every page, as each role sees it

Written by `make screenshots` from the demonstration: the first screen of a laptop, one picture for each page that the person
can reach by links. Every organisation and person is invented.
"""


@dataclass(frozen=True)
class Shot:
    """One page as somebody saw it."""

    address: str
    title: str
    picture: Image.Image


def visits(page: Page) -> Iterator[Shot]:
    """Walks along the links, nearest first, and takes each page once."""
    for path, _ in walk(partial(html_of, page.context), kind_of=name_of):
        page.goto(path)
        page.wait_for_load_state("networkidle")
        yield Shot(urlsplit(page.url).path, page.title().split(" – ")[0], picture_of(page))


def picture_of(page: Page) -> Image.Image:
    with Image.open(BytesIO(page.screenshot())) as picture:
        return picture.convert("RGB").resize(THUMBNAIL, Image.Resampling.LANCZOS)


def sheet_of(shots: list[Shot]) -> Image.Image:
    """All pictures in rows, each under the title of its page."""
    rows = -(-len(shots) // COLUMNS)
    width, height = THUMBNAIL[0] + GAP, THUMBNAIL[1] + CAPTION + GAP
    sheet = Image.new("RGB", (COLUMNS * width + GAP, rows * height + GAP), "white")
    draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(size=14)
    for place, shot in enumerate(shots):
        left, top = GAP + place % COLUMNS * width, GAP + place // COLUMNS * height
        draw.text((left, top + 6), fitting(shot.title, font), fill="black", font=font)
        sheet.paste(shot.picture, (left, top + CAPTION))
        draw.rectangle(
            (left - 1, top + CAPTION - 1, left + THUMBNAIL[0], top + CAPTION + THUMBNAIL[1]), outline="#768692"
        )
    return sheet


def fitting(title: str, font: ImageFont.FreeTypeFont | ImageFont.ImageFont) -> str:
    """As much of a title as fits above its picture."""
    while font.getlength(title) > THUMBNAIL[0]:
        title = f"{title[:-2]}…"
    return title


def part_of(name: str, role: str, shots: list[Shot]) -> str:
    """The part of the document about one person: the sheet, and its pages in words."""
    lines = [f"- {shot.title}: `{shot.address}`" for shot in shots]
    alternative = f"Pictures of {len(shots)} pages as they see them; the list below names them"
    return "\n".join((f"\n## {role}\n", f"![{alternative}](images/pages/{name}.webp)\n", *lines, ""))


def write(browser: Browser, origin: str) -> None:
    """Writes the sheets of all people of the demo, and the document that shows them."""
    SHEETS.mkdir(parents=True, exist_ok=True)
    parts = [HEAD]
    for person in DEMO_PEOPLE:
        name = person.email.split("@")[0]
        context = browser.new_context(
            base_url=origin, viewport={"width": WINDOW[0], "height": WINDOW[1]}, locale="en-GB"
        )
        page = context.new_page()
        sign_in(page, person.email, DEMO_PASSWORD)
        shots = list(visits(page))
        sheet_of(shots).save(SHEETS / f"{name}.webp", quality=QUALITY, method=6)
        parts.append(part_of(name, person.role, shots))
        sys.stdout.write(f"{name}: {len(shots)} pages\n")
        context.close()
    (DOCS / "pages.md").write_text("".join(parts), encoding="utf-8")
