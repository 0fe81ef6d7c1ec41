"""A page's form as a person meets it: its fields with what stands in them, and the errors beside them."""

from dataclasses import dataclass, field
from datetime import date
from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse

PARTS = ("day", "month", "year")


@dataclass
class Form:
    """`values` are sent by a browser as they are; `errors` are the messages by the id of the field that they link to."""

    values: dict[str, Any] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)

    def sent(self, **changes: Any) -> dict[str, Any]:
        """What a browser sends after the person changed these fields; a date is given whole."""
        values = dict(self.values)
        for name, value in changes.items():
            if f"{name}_day" in self.names:
                texts = [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]
                values |= {f"{name}_{part}": str(text) for part, text in zip(PARTS, texts, strict=True)}
            else:
                assert name in self.names, f"the form has no field {name}"
                values[name] = value
        return values

    def offers(self, name: str) -> bool:
        return name in self.names or f"{name}_day" in self.names


class _Reader(HTMLParser):
    """Reads the form that is sent by post within the page's main part, and the error summary."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.form = Form()
        self.textarea = self.select = ""
        self.summary = False
        self.link: str | None = None
        self.text = ""

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        values = dict(attributes)
        name = values.get("name") or ""
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            self._input(name, values)
        elif tag == "textarea":
            self.textarea = name
            self.form.names.add(name)
            self.form.values[name] = ""
        elif tag == "select":
            self.select = name
            self.form.names.add(name)
        elif tag == "option" and self.select:
            self._option(values)
        elif tag == "div" and "nhsuk-error-summary__body" in (values.get("class") or ""):
            self.summary = True
        elif self.summary and tag in {"a", "li"}:
            self.link = (values.get("href") or "#").removeprefix("#")
            self.text = ""

    def _input(self, name: str, values: dict[str, str | None]) -> None:
        self.form.names.add(name)
        kind, value = values.get("type") or "text", values.get("value") or ""
        if kind in {"radio", "checkbox"}:
            self.form.choices.setdefault(name, []).append(value)
            if "checked" in values:
                self.form.values[name] = value if kind == "radio" else [*self.form.values.get(name, []), value]
        else:
            self.form.values[name] = value

    def _option(self, values: dict[str, str | None]) -> None:
        """The chosen option of a select is sent, or its first."""
        value = values.get("value") or ""
        self.form.choices.setdefault(self.select, []).append(value)
        if "selected" in values or self.select not in self.form.values:
            self.form.values[self.select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        if tag == "textarea":
            self.textarea = ""
        elif self.summary and tag == "ul":
            self.summary = False
        elif self.summary and tag in {"a", "li"} and self.link is not None:
            known = self.form.errors.get(self.link)
            self.form.errors[self.link] = f"{known} {self.text}".strip() if known else self.text.strip()
            self.link = None

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.form.values[self.textarea] += data.removeprefix("\n")
        if self.link is not None:
            self.text += data


def form_of(page: HttpResponse) -> Form:
    """The form on a page."""
    reader = _Reader()
    text = page.content.decode()
    reader.feed(text[text.index("<main") : text.index("</main>")])
    return reader.form


def text_of(page: HttpResponse) -> str:
    """The page as sent."""
    return page.content.decode()


def message_at(form: Form, name: str) -> str:
    """The error that leads to a field; which field that is must be the only one."""
    assert len(form.errors) == 1, form.errors
    [(target, message)] = form.errors.items()
    assert target.startswith(f"id_{name}"), form.errors
    return message
