"""What every list page shows around its rows: the filters of its address, its sorted columns, and its pages."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from tracker.core.filters import ListFilter, present_filters, present_paging, sorted_columns
from tracker.core.presentation import TableColumn
from tracker.networks.requests import dated, viewing


def listing(
    request: HttpRequest,
    filters: ListFilter,
    *,
    found: int | None = None,
    columns: Iterable[tuple[str, TableColumn]] = (),
    part: Page[Any] | None = None,
) -> dict[str, Any]:
    """Context of a list page: its `panel` of filters, `columns` with the links that order by them, `paging` where it is
    shown in parts, the form that chooses a day and keeps the filters, and `has_errors`. `found` is the number of rows
    that fit, where it has been counted already."""
    look = viewing(request)
    as_of = None if look.is_today else look.as_of
    day = dated(request)
    return {
        **day,
        "as_of": replace(day["as_of"], hidden=filters.kept()),
        "has_errors": day["has_errors"] or filters.is_refused,
        "panel": present_filters(filters, path=request.path, found=found, as_of=as_of),
        "columns": sorted_columns(filters, columns, path=request.path, as_of=as_of),
        "paging": present_paging(filters, part, path=request.path, as_of=as_of) if part else None,
    }
