"""Takes the pictures of docs/images from a running demo: `make screenshots` with `make demo` running beside it, those of the
dashboards here and the sheets of every page in sheets.py.

Small pictures: a palette of 64 colours is enough for pages without photographs.
"""

import os
import re
import sys
from pathlib import Path

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import sheets
from tests.browser.harness import PHONE, WIDE, launch, sign_in
from tracker.core.sign_in import DEMO_PASSWORD

ADDRESS = os.environ.get("DEMO_URL", "http://127.0.0.1:8000")
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
COLOURS = 64
DEPLOYMENT = re.compile(r"/deployments/\d+/")
AFTER = IMAGES / "after"  # of docs/before-and-after.md
FIRST_SCREEN = (560, 403)  # pixels, from 1280 by 921


def signed_in(browser: Browser, email: str, width: int) -> Page:
    context = browser.new_context(base_url=ADDRESS, viewport={"width": width, "height": 900}, locale="en-GB")
    page = context.new_page()
    sign_in(page, email, DEMO_PASSWORD)
    return page


def addresses(page: Page) -> dict[str, str]:
    """The four dashboards, as the programme manager of the demo reaches them."""
    page.goto("/national/")
    network = page.locator("main a[href^='/networks/']").first.get_attribute("href") or ""
    page.goto(network)
    trust = page.locator("main a[href^='/trusts/']").first.get_attribute("href") or ""
    page.goto(trust)
    links = [link.get_attribute("href") or "" for link in page.locator("main a[href^='/deployments/']").all()]
    deployment = next(link for link in links if DEPLOYMENT.fullmatch(link))
    return {"national": "/national/", "network": network, "trust": trust, "deployment": deployment}


def take(page: Page, path: str, target: Path) -> None:
    page.goto(path)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=target, full_page=True)
    with Image.open(target) as picture:
        if page.viewport_size == {"width": WIDE, "height": 900}:
            keep_first_screen(picture, AFTER / f"{target.stem.removesuffix('-wide')}.webp")
        picture.convert("RGB").quantize(COLOURS).save(target, optimize=True)


def keep_first_screen(picture: Image.Image, target: Path) -> None:
    height = min(picture.height, round(picture.width * FIRST_SCREEN[1] / FIRST_SCREEN[0]))
    first = picture.convert("RGB").crop((0, 0, picture.width, height))
    first.resize((FIRST_SCREEN[0], round(FIRST_SCREEN[0] * height / picture.width))).save(target, quality=70, method=6)


def main() -> None:
    django.setup()
    AFTER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        found = addresses(signed_in(browser, "manager@demo.example", WIDE))
        for name, width in (("wide", WIDE), ("phone", PHONE)):
            page = signed_in(browser, "national@demo.example", width)
            for kind, path in {"home": "/", **found, "flags": "/flags/"}.items():
                take(page, path, IMAGES / f"{kind}-{name}.png")
                sys.stdout.write(f"{kind} {name}: {page.title()}\n")
        sheets.write(browser, ADDRESS)
        browser.close()


if __name__ == "__main__":
    main()
