"""Every page that a person opens has its help, and every flag its rule."""

from tests.contracts.routes import all_routes
from tracker.core.help import PAGES

# What is no page of a person's work: help itself, machines, files, and buttons that lead back to their page.
NO_PAGE = {
    *("help", "help-words", "help-page", "help-flags", "accessibility", "privacy", "live", "tour"),
    *("healthz", "readyz", "metrics"),
    *("calendar", "contracts-export", "report-download", "download-evidence"),
}


def test_every_page_has_its_help() -> None:
    routes = {route.name for route in all_routes() if not route.pattern.startswith("/api/")}
    helped = {name for page in PAGES for name in page.routes}
    assert routes - helped - NO_PAGE == set(), "add these to tracker/core/help/pages.py"
    assert helped - routes == set(), "these are no longer there"
