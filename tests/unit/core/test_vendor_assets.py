"""Browser assets from npm, made to ask nobody but us."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tracker.core.management.commands.collect_vendor_assets import without_external_addresses


def test_fonts_of_other_hosts_are_left_out_and_icons_stay() -> None:
    css = (
        "@font-face{font-family:Frutiger W01;src:url(https://assets.nhs.uk/f.woff2)}body{font-family:Frutiger W01,arial,sans-serif}"
        "a{background:url(/assets/images/nhsuk-icon-cross.svg)}\n/*# sourceMappingURL=x.css.map */"
    )
    assert without_external_addresses(css, ".css") == (
        "body{font-family:Arial,Liberation Sans,sans-serif}a{background:url(images/nhsuk-icon-cross.svg)}\n"
    )


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/x.png", "//elsewhere.example/x.png", "'http://elsewhere.example/x.png'"]
)
def test_stylesheet_that_still_asks_another_host_is_refused(address: str) -> None:
    with pytest.raises(CommandError, match="elsewhere"):
        without_external_addresses(f"a{{background:url({address})}}", ".css")


def test_missing_packages_are_named_with_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="npm ci"):
        call_command("collect_vendor_assets", modules=tmp_path, to=tmp_path / "vendor")
