"""Forms as the NHS design system draws them, with errors that say what is wrong, where, and what to do.

A page's form is a plain Django form (give it `NhsForm` as a base for its manners); `components/form.jinja` draws each
field through the vendor's macros, from the `FieldView` that this module makes of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.widgets import Widget

from tracker.core.decisions import Refused
from tracker.core.formats import mid_sentence

MONTHS = {f"{date(2000, month, 1):%B}".lower(): month for month in range(1, 13)}
WHOLE_DATE_FORMATS = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d")
PARTS = ("day", "month", "year")
YEAR_DIGITS = 4
EARLIEST_YEAR = 1000  # 0226 is a slip of the finger
SHORTEST_MONTH_NAME = 3  # "mar", "sept"


# --- Dates ----------------------------------------------------------------------------------------------------------


def parse_whole_date(text: str) -> date | None:
    """A date written in one piece, in any of the ways people write it here; None when it is not one."""
    for pattern in WHOLE_DATE_FORMATS:
        try:
            return datetime.strptime(" ".join(text.split()), pattern).date()  # noqa: DTZ007 - a day has no time zone
        except ValueError:
            continue
    return None


def date_parts(value: Any) -> list[str]:
    """The texts of day, month and year for a day; texts stay as they are, and nothing is three empty texts."""
    if isinstance(value, date):
        return [str(value.day), str(value.month), str(value.year)]
    return list(value) if value else ["", "", ""]


class DatePartsWidget(forms.MultiWidget):
    """Day, month and year as three inputs. A whole date pasted into the first, or sent as one value, is taken too."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[str]:
        return date_parts(value)

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:  # noqa: ARG002 - Django passes files
        typed = [(data.get(f"{name}_{part}") or "").strip() for part in PARTS]
        whole = typed[0] if not any(typed[1:]) else ""
        pasted = parse_whole_date(whole or (data.get(name) or "").strip()) if whole or not any(typed) else None
        return date_parts(pasted) if pasted else typed

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ARG002 - Django passes files
        return name not in data and all(f"{name}_{part}" not in data for part in PARTS)


class DateInputField(forms.Field):
    """One day, asked for in three parts; errors name the part that is wrong (their code is that part's name)."""

    widget = DatePartsWidget

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        parts = dict(zip(PARTS, value, strict=True))
        missing = [part for part, text in parts.items() if not text]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise ValidationError(f"{self._noun} must include a {' and a '.join(missing)}.", code=missing[0])
        return self._real_date(parts)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != initial
        except ValidationError:
            return True

    @property
    def _noun(self) -> str:
        return str(self.label or "The date")

    def _real_date(self, parts: Mapping[str, str]) -> date:
        year = parts["year"]
        if not year.isdecimal() or len(year) != YEAR_DIGITS or int(year) < EARLIEST_YEAR:
            raise ValidationError(f"{self._noun}: the year must be 4 numbers, for example 2026.", code="year")
        month = _month_number(parts["month"])
        if month is None:
            raise ValidationError(f"{self._noun}: the month must be a number from 1 to 12, or its name.", code="month")
        try:
            return date(int(year), month, int(parts["day"]))
        except ValueError:
            sentence = f"{self._noun} must be a real date, for example 31 3 {year}."
            raise ValidationError(sentence, code="day") from None


def _month_number(text: str) -> int | None:
    """1 to 12 from a number, a month's name or its beginning."""
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= len(MONTHS) else None
    word = text.lower().rstrip(".")
    found = (
        [number for name, number in MONTHS.items() if name.startswith(word)] if len(word) >= SHORTEST_MONTH_NAME else []
    )
    return found[0] if found else None


# --- Forms ----------------------------------------------------------------------------------------------------------


class NhsForm(forms.Form):
    """A form that the browser does not check by itself, so that every error reads the same with and without scripts."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def refuse(self, refusal: Refused) -> None:
        """Shows why an action said no, at the input that the decision names, or for the form as a whole."""
        decision = refusal.decision
        self.add_error(decision.field if decision.field in self.fields else None, decision.sentence)


# --- What the components draw ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FieldView:
    """One field ready for the vendor's macro named `kind`; `params` are that macro's own."""

    kind: str
    params: dict[str, Any]


@dataclass(frozen=True)
class FormError:
    """One line of the error summary, and the input that it leads to."""

    text: str
    href: str


KINDS: tuple[tuple[type[Widget], str], ...] = (
    (DatePartsWidget, "date"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.SelectMultiple, "checkboxes"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.PasswordInput, "password"),
    (forms.FileInput, "file"),
    (forms.HiddenInput, "hidden"),
)
CHOOSING = frozenset({"checkboxes", "radios", "select"})
# Attributes that the vendor's macros take by name, or that the design system decides against.
NOT_PASSED_ON = frozenset(
    {"autocomplete", "inputmode", "class", "placeholder", "required", "rows", "cols", "maxlength", "spellcheck"}
)
DEFAULT_ROWS = 4
FRAMEWORK_ROWS = "10"  # what a Textarea has when nobody chose; too tall for a reason of one or two sentences


def field_view(bound: BoundField, **overrides: Any) -> FieldView:
    """What a component needs to draw this field: label, hint, value, choices and errors, whatever its widget is."""
    kind = _kind(bound)
    grouped = {
        "date": _date_params,
        "checkbox": _checkbox_params,
        "radios": _choice_params,
        "checkboxes": _choice_params,
    }
    own = grouped[kind](bound) if kind in grouped else _input_params(bound, kind)
    return FieldView(kind, _common(bound) | own | overrides)


def error_list(form: forms.BaseForm) -> list[FormError]:
    """Every error of a form in the order of its fields, each leading to its input; whole-form errors come first,
    and lead, as those of a hidden field do, to the first input."""
    first = next((bound for bound in form.visible_fields()), None)
    whole = [FormError(str(text), f"#{_focus_id(first)}" if first else "") for text in form.non_field_errors()]
    fields = [
        FormError(text, f"#{_focus_id(first if bound.is_hidden and first else bound)}")
        for bound in form
        for text in _error_texts(bound)
    ]
    return whole + fields


def _kind(bound: BoundField) -> str:
    if bound.is_hidden:
        return "hidden"
    return next((kind for widget, kind in KINDS if isinstance(bound.field.widget, widget)), "input")


def _label(bound: BoundField) -> str:
    label = str(bound.label).rstrip(":")
    optional = not bound.field.required and _kind(bound) != "checkbox" and "(optional)" not in label
    return f"{label} (optional)" if optional else label


def _error_texts(bound: BoundField) -> list[str]:
    """The messages of a field; the library's bare "This field is required." becomes one that says what to enter."""
    texts: list[str] = []
    for error in bound.form.errors.as_data().get(bound.name, ()):
        default = forms.Field.default_error_messages["required"]
        if error.code == "required" and list(error.messages) == [str(default)]:
            texts.append(_missing(bound))
        else:
            texts.extend(str(message) for message in error.messages)
    return texts


def _missing(bound: BoundField) -> str:
    """What to do about a field that was left empty."""
    label, kind = str(bound.label).rstrip(":"), _kind(bound)
    if kind == "checkbox":
        return f"Tick “{label}” to go on."
    return f"{'Select' if kind in CHOOSING else 'Enter'} {mid_sentence(label)}."


def _wrong_part(bound: BoundField) -> str:
    codes = [error.code for error in bound.form.errors.as_data().get(bound.name, ())]
    return next((code for code in codes if code in PARTS), PARTS[0])


def _focus_id(bound: BoundField) -> str:
    """The id of the input that an error leads to."""
    return f"{bound.auto_id}-{_wrong_part(bound)}" if _kind(bound) == "date" else str(bound.auto_id)


def _common(bound: BoundField) -> dict[str, Any]:
    errors = _error_texts(bound)
    hint = bound.help_text
    params: dict[str, Any] = {"name": bound.html_name}
    if hint:
        params["hint"] = {("html" if hasattr(hint, "__html__") else "text"): hint}
    if errors:
        params["errorMessage"] = {"text": " ".join(errors)}
    return params


def _input_params(bound: BoundField, kind: str) -> dict[str, Any]:
    widget, attrs = bound.field.widget, bound.field.widget.attrs
    value = bound.value()
    params: dict[str, Any] = {
        "id": bound.auto_id,
        "label": {"text": _label(bound), "size": "s"},
        "value": "" if value is None or kind in {"password", "file"} else str(widget.format_value(value) or ""),
        "attributes": {key: value for key, value in attrs.items() if key not in NOT_PASSED_ON},
    }
    params |= {key: attrs[key] for key in ("autocomplete", "inputmode") if key in attrs}
    if kind == "input":
        is_number = isinstance(widget, forms.NumberInput)
        params["type"] = "text" if is_number else widget.input_type
        params |= {"inputmode": "decimal", "width": 10} if is_number else {}
    elif kind == "textarea":
        params["rows"] = DEFAULT_ROWS if attrs.get("rows") == FRAMEWORK_ROWS else attrs["rows"]
    elif kind == "select":
        params["items"] = _items(bound, mark="selected")
    return params


def _items(bound: BoundField, mark: str) -> list[dict[str, Any]]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value()) or []
    groups = widget.optgroups(bound.html_name, [str(value) for value in chosen])
    return [
        {"value": option["value"], "text": str(option["label"]), mark: bool(option["selected"])}
        for _, options, _ in groups
        for option in options
    ]


def _legend(bound: BoundField) -> dict[str, Any]:
    return {"legend": {"text": _label(bound), "size": "s"}}


def _choice_params(bound: BoundField) -> dict[str, Any]:
    return {"idPrefix": bound.auto_id, "fieldset": _legend(bound), "items": _items(bound, mark="checked")}


def _checkbox_params(bound: BoundField) -> dict[str, Any]:
    item = {"value": "on", "text": str(bound.label).rstrip(":"), "checked": bool(bound.value())}
    return {"idPrefix": bound.auto_id, "items": [item]}


def _date_params(bound: BoundField) -> dict[str, Any]:
    values: Sequence[str] = bound.field.widget.decompress(bound.value())
    wrong = _wrong_part(bound) if bound.errors else ""
    items = [
        {
            "name": f"{bound.html_name}_{part}",
            "id": f"{bound.auto_id}-{part}",
            "label": part.capitalize(),
            "value": value,
            "width": YEAR_DIGITS if part == "year" else 2,
            "error": part == wrong,
            # Months may be written as words, and a whole date may be pasted into the day.
            "inputmode": "numeric",
        }
        for part, value in zip(PARTS, values, strict=True)
    ]
    return {"id": bound.auto_id, "fieldset": _legend(bound), "items": items}
