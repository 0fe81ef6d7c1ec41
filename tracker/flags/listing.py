"""One page of the flags that a person chose, stored or computed, with the counts of all of them."""

from django.core.paginator import Paginator
from django.db.models import Count

from tracker.flags.filters import FlagFilter
from tracker.flags.presenters import Slice
from tracker.flags.selectors import flag_counts, flags_of, open_flags
from tracker.flags.vocabulary import Severity
from tracker.networks.requests import Viewing

PAGE_SIZE = 25


def chosen_flags(seen: Viewing, filters: FlagFilter, *, page: str) -> Slice:
    """The page with that number (the first or last one for a number that is none), in a fixed number of queries."""
    if not seen.is_today:
        flags = filters.among(open_flags(seen.access, on=seen.as_of))
        computed = Paginator(flags, PAGE_SIZE).get_page(page)
        return Slice(list(computed), flag_counts(flags), computed.number, computed.paginator.num_pages)
    rows = filters.stored
    stored = Paginator(rows, PAGE_SIZE).get_page(page)
    found = dict(rows.order_by().values_list("severity").annotate(count=Count("pk")))
    counts = {severity: found.get(severity.value, 0) for severity in reversed(Severity)}
    return Slice(flags_of(stored, on=seen.as_of), counts, stored.number, stored.paginator.num_pages)
