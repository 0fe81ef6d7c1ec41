"""One page of the flags that a person chose, stored or computed, with the counts of all of them."""

from django.core.paginator import Page
from django.db.models import Count
from django.http import QueryDict

from tracker.core.filters import one_page
from tracker.flags.filters import FlagFilter
from tracker.flags.models import Flag
from tracker.flags.presenters import Slice
from tracker.flags.selectors import flag_counts, flags_of, open_flags
from tracker.flags.vocabulary import Severity
from tracker.networks.requests import Viewing

PAGE_SIZE = 25


def flag_filters(seen: Viewing, data: QueryDict) -> FlagFilter:
    """The choices over what the person may see: stored flags today, computed ones on a past day."""
    if seen.is_today:
        rows = Flag.objects.visible_to(seen.access, on=seen.as_of)
        return FlagFilter(data, rows, access=seen.access, on=seen.as_of)
    return FlagFilter(data, open_flags(seen.access, on=seen.as_of), access=seen.access, on=seen.as_of)


def chosen_flags(seen: Viewing, filters: FlagFilter, *, page: str) -> tuple[Slice, Page]:
    """The page with that number (the first or last one for a number that is none), the worst flags first, in a fixed
    number of queries."""
    if not seen.is_today:
        computed = one_page(filters.found, page, size=PAGE_SIZE)
        return Slice(list(computed), flag_counts(filters.found)), computed
    stored = one_page(filters.found.worst_first(), page, size=PAGE_SIZE)
    found = dict(filters.found.order_by().values_list("severity").annotate(count=Count("pk")))
    counts = {severity: found.get(severity.value, 0) for severity in reversed(Severity)}
    return Slice(flags_of(stored, on=seen.as_of), counts), stored
