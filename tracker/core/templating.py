"""The Jinja environment of every page, and what each page is given beside its own presenter."""

import sys
from types import FrameType
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from tracker.core import formats
from tracker.core.forms import error_list, field_view
from tracker.core.help import word_of
from tracker.core.navigation import shell_for
from tracker.core.sign_in import sign_in_options

VENDOR_PACKAGE = "nhsuk_frontend_jinja"


def _url(name: str, *args: Any, query: str = "", **kwargs: Any) -> str:
    """The address of a named page; positional or named parts of the path, and an optional query string."""
    address = reverse(name, args=args or None, kwargs=kwargs or None)
    return f"{address}?{query}" if query else address


def _in_vendor_template(frame: FrameType | None) -> bool:
    """Whether the innermost template being rendered belongs to the vendor's macros."""
    while frame is not None:
        filename = frame.f_code.co_filename
        if filename.endswith(".jinja"):
            return f"/{VENDOR_PACKAGE}/" in filename.replace("\\", "/")
        frame = frame.f_back
    return False


class StrictInOurTemplates(ChainableUndefined):
    """A name that nobody passed: an error in our templates, nothing in the vendor's, which count on that.

    The vendor's macros read many optional parameters of nested mappings and need `ChainableUndefined`; in our own
    templates a typing error must never render as an empty string.
    """

    __slots__ = ()

    def _refuse_if_ours(self) -> None:
        if not _in_vendor_template(sys._getframe(2)):  # noqa: SLF001 - the one way to see who asks
            self._fail_with_undefined_error()

    def __getattr__(self, name: str) -> Any:
        if name[:2] == name[-2:] == "__":
            raise AttributeError(name)
        self._refuse_if_ours()
        return self

    def __getitem__(self, name: Any) -> Any:
        self._refuse_if_ours()
        return self

    def __str__(self) -> str:
        self._refuse_if_ours()
        return ""

    def __html__(self) -> str:
        self._refuse_if_ours()
        return ""

    def __iter__(self) -> Any:
        self._refuse_if_ours()
        return iter(())

    def __len__(self) -> int:
        self._refuse_if_ours()
        return 0

    def __bool__(self) -> bool:
        self._refuse_if_ours()
        return False

    def __eq__(self, other: object) -> bool:
        self._refuse_if_ours()
        return type(self) is type(other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __contains__(self, item: object) -> bool:
        self._refuse_if_ours()
        return False

    def __hash__(self) -> int:
        self._refuse_if_ours()
        return id(type(self))


def environment(**options: Any) -> Environment:
    """Our templates first, then the design system's macros; escaping on, whitespace trimmed, unknown names refused."""
    options |= {
        "autoescape": True,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "undefined": StrictInOurTemplates,
        "loader": ChoiceLoader([options["loader"], PackageLoader(VENDOR_PACKAGE)]),
    }
    env = Environment(**options)  # noqa: S701 - autoescape is among the options
    env.globals |= {
        "static": staticfiles_storage.url,
        "url": _url,
        "field_view": field_view,
        "error_list": error_list,
        "sign_in_options": sign_in_options,
        "word_of": word_of,
    }
    env.filters |= {
        "nhs_date": formats.nhs_date,
        "nhs_month": formats.nhs_month,
        "nhs_time": formats.nhs_time,
        "nhs_datetime": formats.nhs_datetime,
        "number": formats.number,
        "plural": formats.plural,
        "money": formats.money,
    }
    return env


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the page furniture (`shell`)."""
    return {"shell": shell_for(request)}
