"""A version of the national pack as a JSON file (data/pack_1.json is one). Pure.

{"title": …, "source": …, "longest_waiver_days": 90, "sections": [
    {"code": …, "title": …, "purpose": …, "items": [
        {"code": …, "title": …, "guidance": …, "is_mandatory": true}]}]}
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

RESERVED = frozenset({"open", "newest", "waiver", "waivers"})  # addresses of the pack's own pages
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONGEST = {"code": 60, "title": 200, "guidance": 1000, "purpose": 500}
SECTION_WORDS, ITEM_WORDS = ("code", "title", "purpose"), ("code", "title", "guidance")
LONGEST_SECTION_TITLE = 100


@dataclass(frozen=True)
class TemplateFile:
    """What a file says: the fields of the template, and those of each section with its items."""

    title: str
    source: str
    longest_waiver_days: int
    sections: tuple[dict[str, Any], ...]


def read_template(told: Any) -> tuple[TemplateFile | None, list[str]]:
    """The template of a parsed file, or every problem with its place."""
    if not isinstance(told, Mapping):
        return None, ["The file is not a template: it has to be an object with title, source and sections."]
    problems = [f"{name} is empty. Fill it in." for name in ("title", "source") if not _text(told.get(name))]
    days = told.get("longest_waiver_days", 90)
    if not isinstance(days, int) or isinstance(days, bool) or days < 1:
        problems.append("longest_waiver_days is not a whole number from 1 up.")
    sections = told.get("sections")
    if not isinstance(sections, list) or not sections:
        return None, [*problems, "There are no sections."]
    problems += _repeated(sections, "section")
    for number, section in enumerate(sections, 1):
        problems += [f"Section {number}: {problem}" for problem in _section_problems(section)]
    if problems:
        return None, problems
    return TemplateFile(
        _text(told["title"]), _text(told["source"]), days, tuple(_section(each) for each in sections)
    ), []


def _section_problems(section: Any) -> Iterator[str]:
    if not isinstance(section, Mapping):
        yield "it is not an object."
        return
    yield from _word_problems(section, SECTION_WORDS)
    if len(_text(section.get("title"))) > LONGEST_SECTION_TITLE:
        yield f"title is longer than {LONGEST_SECTION_TITLE} characters."
    if section.get("code") in RESERVED:
        yield f"the code “{section['code']}” is taken by a page of the pack. Choose another."
    items = section.get("items")
    if not isinstance(items, list) or not items:
        yield "it has no items."
        return
    yield from _repeated(items, "item")
    for number, item in enumerate(items, 1):
        yield from (f"item {number}: {problem}" for problem in _item_problems(item))


def _item_problems(item: Any) -> Iterator[str]:
    if not isinstance(item, Mapping):
        yield "it is not an object."
        return
    yield from _word_problems(item, ITEM_WORDS)
    if not isinstance(item.get("is_mandatory", True), bool):
        yield "is_mandatory is neither true nor false."


def _word_problems(row: Mapping[str, Any], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        text = _text(row.get(name))
        if not text:
            yield f"{name} is empty. Fill it in."
        elif len(text) > LONGEST[name]:
            yield f"{name} is longer than {LONGEST[name]} characters."
        elif name == "code" and not SLUG.fullmatch(text):
            yield f"code is “{text}”. Use small letters, digits and hyphens."


def _repeated(rows: Iterable[Any], what: str) -> list[str]:
    codes = Counter(_text(row.get("code")) for row in rows if isinstance(row, Mapping))
    return [f"the {what} “{code}” stands more than once." for code, times in codes.items() if code and times > 1]


def _section(section: Mapping[str, Any]) -> dict[str, Any]:
    items = [
        {name: _text(item[name]) for name in ITEM_WORDS} | {"is_mandatory": item.get("is_mandatory", True)}
        for item in section["items"]
    ]
    return {name: _text(section[name]) for name in SECTION_WORDS} | {"items": items}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
