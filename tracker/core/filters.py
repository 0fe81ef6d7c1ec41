"""Filters of a list, as they stand in its address: over rows of the database and over plain rows alike.

A list declares a `ListFilter` with the choices that its readers know and the columns that it can be ordered by; the panel
above it, its chips, its sorted columns and its pages come from here. A value that is no choice is an error that says so,
and the list then shows what it shows without filters. Choices that are made of rows are made of the rows that the person
may see, so that neither a choice nor an error tells of others.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import QueryDict

from tracker.core.formats import mid_sentence, number, plural
from tracker.core.forms import NhsForm
from tracker.core.presentation import Chip, FilterPanel, Link, Paging, TableColumn
from tracker.core.words import folded

ORDER, PAGE, DAY = "order", "page", "as_of"
LONGEST_TEXT = 100  # characters of a filter over words
CHECKED = "on"

Pairs = Sequence[tuple[str, str]]
Key = Callable[[Any], Any]


class Rows(list[Any]):
    """Plain rows, handed to a filter set where it expects a queryset."""

    model = None

    def all(self) -> "Rows":
        return self


# --- Filters over plain rows ----------------------------------------------------------------------------------------


class Choice(django_filters.ChoiceFilter):
    """One of the words of the product. `of` reads a plain row's own value, or several of them."""

    keeps_case = False  # names of things stay as they are within a sentence

    def __init__(self, *args: Any, of: Key | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", "Any")
        super().__init__(*args, **kwargs)
        self.of = of

    def filter(self, qs: Any, value: str) -> Any:
        if self.of is None or not isinstance(qs, list):
            return super().filter(qs, value)
        of = self.of
        return [row for row in qs if value in _several(of(row))] if value else qs


class Offered(Choice):
    """One of the things that the rows themselves name: `of` reads (value, name) of a row, or several such pairs."""

    keeps_case = True

    def offer(self, rows: Iterable[Any]) -> None:
        """Takes the choices from the rows, by name."""
        assert self.of is not None  # noqa: S101 - a declaration without it is a slip of the pen
        pairs = {pair for row in rows for pair in _pairs(self.of(row)) if pair[0] not in ("", "None")}
        self.extra["choices"] = sorted(pairs, key=lambda pair: (pair[1].casefold(), pair[0]))

    def filter(self, qs: Any, value: str) -> Any:
        of = self.of
        assert of is not None  # noqa: S101 - as above
        return [row for row in qs if value in {pair[0] for pair in _pairs(of(row))}] if value else qs


class Words(django_filters.CharFilter):
    """Words that a row's own texts have to contain, whatever their case, accents and apostrophes."""

    keeps_case = True

    def __init__(self, *args: Any, of: Key | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST_TEXT)
        super().__init__(*args, **kwargs)
        self.of = of

    def filter(self, qs: Any, value: str) -> Any:
        if self.of is None or not isinstance(qs, list):
            return super().filter(qs, value)
        of, wanted = self.of, folded(value or "")
        return [row for row in qs if any(wanted in folded(text) for text in _several(of(row)))] if wanted else qs


class Ticked(django_filters.BooleanFilter):
    """Only the rows of which something is true."""

    def __init__(self, *args: Any, of: Key | None = None, **kwargs: Any) -> None:
        super().__init__(*args, widget=forms.CheckboxInput, **kwargs)
        self.of = of

    def filter(self, qs: Any, value: Any) -> Any:
        if self.of is None or not isinstance(qs, list):
            return super().filter(qs, value) if value else qs
        of = self.of
        return [row for row in qs if of(row)] if value else qs


def _several(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (tuple, list, set, frozenset)) else (value,)


def _pairs(value: Any) -> tuple[tuple[str, str], ...]:
    """One pair, or several, with its value as the text of an address."""
    if isinstance(value, tuple) and len(value) == 2 and not isinstance(value[0], tuple):
        return ((str(value[0]), str(value[1])),)
    return tuple((str(key), str(name)) for key, name in value)


# --- One list -------------------------------------------------------------------------------------------------------


class ListFilter(django_filters.FilterSet):
    """The choices over one list. `one` and `many` are what its rows are called; `orders` are the columns that it can be
    ordered by: a field's name for rows of the database, a function of a row for plain ones."""

    one: ClassVar[str] = "row"
    many: ClassVar[str] = ""
    orders: ClassVar[Mapping[str, Any]] = {}

    class Meta:
        form = NhsForm

    def __init__(self, data: QueryDict | Mapping[str, Any], rows: Iterable[Any], *, day: date | None = None) -> None:
        super().__init__(data, queryset=rows if isinstance(rows, QuerySet) else Rows(rows))
        self.day = day  # which day the rows are of, where a choice depends on it
        orders = self.offered_orders(self.queryset)
        if orders:
            names = [(sign + name, name) for name in orders for sign in ("", "-")]
            self.filters[ORDER] = django_filters.ChoiceFilter(
                choices=names, widget=forms.HiddenInput, empty_label="", method="in_order"
            )
            self.filters[ORDER].parent, self.filters[ORDER].model = self, None
        for name, each in self.filters.items():
            if isinstance(each, Offered):
                each.offer(self.queryset)
            if isinstance(each, django_filters.ChoiceFilter):
                each.extra.setdefault("error_messages", {"invalid_choice": _no_choice(name, each)})

    def offered_orders(self, rows: Iterable[Any]) -> Mapping[str, Any]:  # noqa: ARG002 - for lists that ask the rows
        """The orders that this reader may ask for."""
        return self.orders

    # --- What is chosen

    @property
    def is_refused(self) -> bool:
        """Somebody asked for something that can't be."""
        return not self.form.is_valid()

    @property
    def chosen(self) -> dict[str, Any]:
        """What was chosen, by filter; nothing where it can't be. The order is no choice."""
        typed = {} if self.is_refused else self.form.cleaned_data
        return {name: value for name, value in typed.items() if name != ORDER and value not in (None, "", False, [])}

    @property
    def is_in_use(self) -> bool:
        """Somebody chose something (or asked for something that can't be)."""
        return self.is_refused or bool(self.chosen)

    @property
    def order(self) -> str:
        """The column that the list is ordered by, with a minus before it downwards; empty for its own order."""
        return "" if self.is_refused else self.form.cleaned_data.get(ORDER) or ""

    @property
    def found(self) -> Any:
        """The rows that fit, in order; all of them where something was asked that can't be."""
        if not hasattr(self, "_found"):
            self._found = self.unfiltered if self.is_refused else self.filter_queryset(self.queryset.all())
        return self._found

    @property
    def unfiltered(self) -> Any:
        """What the list shows when nothing is chosen."""
        return self.queryset.all()

    @property
    def total(self) -> int:
        """How many rows there are without filters."""
        return size_of(self.unfiltered)

    def filter_queryset(self, queryset: Any) -> Any:
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    def in_order(self, rows: Any, _name: str, value: str) -> Any:
        """The rows by a column; what has no value there comes last either way."""
        key, downwards = self.orders[value.removeprefix("-")], value.startswith("-")
        if isinstance(rows, QuerySet):
            return rows.order_by(F(key).desc(nulls_last=True) if downwards else F(key).asc(nulls_last=True), "pk")
        known = [row for row in rows if key(row) is not None]
        return sorted(known, key=key, reverse=downwards) + [row for row in rows if key(row) is None]

    # --- How it reads, and where it leads

    def kept(self, *without: str) -> list[tuple[str, str]]:
        """The choices as they stand in the address, which its links keep; names that the list does not know are gone."""
        data = self.data
        named = [
            (name, value)
            for name in self.filters
            if name not in without
            for value in (data.getlist(name) if isinstance(data, QueryDict) else [data.get(name, "")])
        ]
        return [(name, str(value)) for name, value in named if str(value).strip()]

    def words_of(self, name: str) -> str:
        """What was chosen of one filter, in words: `Signed`, `North`; empty for a box that was ticked."""
        value, own = self.chosen[name], self.filters[name]
        if value is True:
            return ""
        if isinstance(own, django_filters.CharFilter):
            return f"“{value}”"
        texts = dict(own.extra.get("choices", ()))
        return ", ".join(str(texts.get(each, each)) for each in _several(value))

    def phrase_of(self, name: str) -> str:
        """The same within a sentence: `status signed`, `network North`."""
        own, words = self.filters[name], self.words_of(name)
        label = mid_sentence(str(own.label))
        return f"{label} {words if getattr(own, 'keeps_case', True) else mid_sentence(words)}".strip()

    def sentence(self, found: int) -> str:
        """How many of how many, and by what: `12 of 20 contracts: status signed, network North`."""
        if self.is_refused:
            return f"Showing all {plural(found, self.one, self.many or None)}, because a filter can’t be used"
        if not self.chosen:
            return plural(found, self.one, self.many or None)
        by = ", ".join(self.phrase_of(name) for name in self.chosen)
        return f"{number(found)} of {plural(self.total, self.one, self.many or None)}: {by}"

    def parses(self, query: str) -> bool:
        """Whether the choices of another address are still choices of this list; names that it does not know are none."""
        data = QueryDict(query)
        return set(data) <= set(self.filters) and self.get_form_class()(data).is_valid()


def size_of(rows: Any) -> int:
    """How many rows there are, of either kind."""
    return rows.count() if isinstance(rows, QuerySet) else len(rows)


def _no_choice(name: str, own: django_filters.ChoiceFilter) -> str:
    label = "order" if name == ORDER else mid_sentence(str(own.label))
    return f"“%(value)s” can’t be chosen as {label}. Choose one of the list, or clear the filters."


def address(path: str, pairs: Pairs) -> str:
    """An address with its parameters."""
    return f"{path}?{urlencode(pairs)}" if pairs else path


def present_filters(
    filters: ListFilter, *, path: str, found: int | None = None, as_of: date | None = None, clear_href: str = ""
) -> FilterPanel:
    """The panel above a list at `path`. `as_of` is the past day that the page shows, which every link keeps."""
    dated = [(DAY, as_of.isoformat())] if as_of else []
    chips = [
        Chip(
            f"{filters.filters[name].label}{f': {words}' if (words := filters.words_of(name)) else ''}",
            address(path, [*dated, *filters.kept(name)]),
        )
        for name in filters.chosen
    ]
    return FilterPanel(
        many=filters.many or f"{filters.one}s",
        path=path,
        form=filters.form,
        hidden=dated,
        sentence=filters.sentence(size_of(filters.found) if found is None else found),
        chips=chips,
        is_in_use=filters.is_in_use,
        is_refused=filters.is_refused,
        clear_href=clear_href or address(path, dated),
    )


def sorted_columns(
    filters: ListFilter, columns: Iterable[tuple[str, TableColumn]], *, path: str, as_of: date | None = None
) -> list[TableColumn]:
    """The heads of a table, each with its name among `orders` (empty: it has none), as links that order by them."""
    dated = [(DAY, as_of.isoformat())] if as_of else []
    kept = [*dated, *filters.kept(ORDER)]

    def head(name: str, column: TableColumn) -> TableColumn:
        if name not in filters.orders:
            return column
        now = filters.order
        standing = "" if now.removeprefix("-") != name else "descending" if now.startswith("-") else "ascending"
        wanted = f"-{name}" if now == name else name
        return replace(column, sort_href=address(path, [*kept, (ORDER, wanted)]), sorted=standing)

    return [head(name, column) for name, column in columns]


def one_page(rows: Any, number: str, *, size: int) -> Page[Any]:
    """The page with that number, or the first or last one for a number that is none."""
    return Paginator(rows, size).get_page(number)


def present_paging(filters: ListFilter, page: Page[Any], *, path: str, as_of: date | None = None) -> Paging | None:
    """The links to the pages before and after, which keep the filters; None where all is on one page."""
    pages = page.paginator.num_pages
    if pages == 1:
        return None
    dated = [(DAY, as_of.isoformat())] if as_of else []

    def link(wanted: int) -> Link | None:
        if not 1 <= wanted <= pages:
            return None
        return Link(f"Page {wanted} of {pages}", address(path, [*dated, *filters.kept(), (PAGE, str(wanted))]))

    label = f"Pages of {filters.many or f'{filters.one}s'}"
    return Paging(label, previous=link(page.number - 1), following=link(page.number + 1))
