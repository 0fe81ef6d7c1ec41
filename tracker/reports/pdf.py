"""HTML to an accessible PDF. Nothing is fetched: style sheets are read here, and pictures are data within the page."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from weasyprint import CSS, HTML, Document
from weasyprint.urls import URLFetcher

STYLE_SHEET = Path(settings.BASE_DIR) / "tracker" / "static" / "css" / "report.css"
VARIANT = "pdf/ua-1"  # ISO 14289-1: tags, language, title, reading order


@dataclass(frozen=True)
class Pdf:
    content: bytes
    pages: int


def lay_out(html: str) -> Document:
    """The pages of a whole HTML document, not yet written. Whatever it wants to load from an address is left out."""
    source = HTML(string=html, base_url=settings.SITE_URL, url_fetcher=only_data())
    return source.render(stylesheets=[CSS(string=_style())], pdf_variant=VARIANT)


def write(document: Document) -> Pdf:
    """The pages as a tagged PDF with its fonts embedded."""
    content = document.write_pdf(pdf_variant=VARIANT)
    return Pdf(content, len(document.pages))


def only_data() -> URLFetcher:
    """Answers `data:` addresses, which hold their own content, and refuses every other: no file, no host."""
    return URLFetcher(allowed_protocols=["data"], allow_redirects=False)


@cache
def _style() -> str:
    return STYLE_SHEET.read_text(encoding="utf-8")
