"""Copies the browser assets that we serve from node_modules to var/vendor, where the static files are collected from."""

import re
import shutil
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

NHSUK = "nhsuk-frontend/dist/nhsuk"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=.*)\s*$")
EXTERNAL = re.compile(r"url\(\s*['\"]?(?:https?:)?//[^)]*\)")


@dataclass(frozen=True)
class Asset:
    """A file or folder of an npm package, and where it goes under `vendor/`."""

    source: str
    target: str


ASSETS = (
    Asset(f"{NHSUK}/nhsuk-frontend.min.css", "nhsuk-frontend/nhsuk-frontend.min.css"),
    Asset(f"{NHSUK}/nhsuk-frontend.min.js", "nhsuk-frontend/nhsuk-frontend.min.js"),
    Asset(
        f"{NHSUK}/assets/images/nhsuk-icon-arrow-up-down.svg",
        "nhsuk-frontend/images/nhsuk-icon-arrow-up-down.svg",
    ),
    Asset(
        f"{NHSUK}/assets/images/nhsuk-icon-arrow-up.svg",
        "nhsuk-frontend/images/nhsuk-icon-arrow-up.svg",
    ),
    Asset(
        f"{NHSUK}/assets/images/nhsuk-icon-arrow-down.svg",
        "nhsuk-frontend/images/nhsuk-icon-arrow-down.svg",
    ),
    Asset(
        f"{NHSUK}/assets/images/nhsuk-icon-cross.svg",
        "nhsuk-frontend/images/nhsuk-icon-cross.svg",
    ),
    Asset("nhsuk-frontend/README.md", "nhsuk-frontend/README.md"),  # holds its licence statement (MIT)
    Asset("htmx.org/dist/htmx.min.js", "htmx/htmx.min.js"),
    Asset("htmx.org/LICENSE", "htmx/LICENSE"),
    Asset("idiomorph/dist/idiomorph-ext.min.js", "idiomorph/idiomorph-ext.min.js"),
    Asset("idiomorph/LICENSE", "idiomorph/LICENSE"),
    Asset("vega/build/vega.min.js", "vega/vega.min.js"),
    Asset("vega/LICENSE", "vega/LICENSE"),
    Asset("vega-lite/build/vega-lite.min.js", "vega-lite/vega-lite.min.js"),
    Asset("vega-lite/LICENSE", "vega-lite/LICENSE"),
    Asset("vega-embed/build/vega-embed.min.js", "vega-embed/vega-embed.min.js"),  # carries vega-interpreter inside
    Asset("vega-embed/LICENSE", "vega-embed/LICENSE"),
)


def without_external_addresses(text: str, suffix: str) -> str:
    """A stylesheet or script that makes a browser ask nobody but us.

    The design system loads Frutiger from assets.nhs.uk; we may not serve that font, so Arial (or its metric twin,
    Liberation Sans) stands in. Its icons move beside it. Source maps are not served.
    """
    text = SOURCE_MAP.sub("", text)
    if suffix == ".css":
        text = FONT_FACE.sub("", text).replace("Frutiger W01,arial", "Arial,Liberation Sans")
        text = text.replace("url(/assets/images/", "url(images/")
        if found := EXTERNAL.search(text):
            raise CommandError(f"A stylesheet still loads {found.group(0)} from elsewhere. Strip it in {__name__}.")
    return text


class Command(BaseCommand):
    help = "Copies the browser assets that we serve from node_modules (npm ci) to var/vendor."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--modules", type=Path, default=settings.BASE_DIR / "node_modules")
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "var" / "vendor")

    def handle(self, *args: Any, modules: Path, to: Path, **options: Any) -> None:
        missing = [asset.source for asset in ASSETS if not (modules / asset.source).is_file()]
        if missing:
            raise CommandError(f"{modules} lacks {', '.join(missing)}. Run `npm ci` first.")
        vendor = to / "vendor"
        shutil.rmtree(vendor, ignore_errors=True)
        for asset in ASSETS:
            self._copy(modules / asset.source, vendor / asset.target)
        # Settings are read before this folder exists on a fresh clone; collectstatic in the same process must see it.
        if to.resolve() not in [Path(folder).resolve() for folder in settings.STATICFILES_DIRS]:
            settings.STATICFILES_DIRS.append(to)
        self.stdout.write(f"{len(ASSETS)} files in {vendor}")

    def _copy(self, source: Path, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix in {".css", ".js"}:
            text = without_external_addresses(source.read_text(encoding="utf-8"), source.suffix)
            target.write_text(text, encoding="utf-8")
        else:
            shutil.copyfile(source, target)
