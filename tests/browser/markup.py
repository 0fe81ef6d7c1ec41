"""What can be told of a page from its HTML alone, without a browser: whether it is sound, and what it is made of."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from lxml import html
from lxml.html import HtmlElement
from tinyhtml5.parser import HTMLParser

VALUES = ("class", "role", "type", "aria-current", "aria-expanded", "aria-sort")  # whose values say what an element is
STATES = ("alt", "checked", "disabled", "hidden", "href", "open", "tabindex", "title")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "list")
UNNAMED = ("hidden", "submit", "button", "reset", "image")  # types of input that need no label
TAGS = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*?(/?)>", re.IGNORECASE)
VOID = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))


@dataclass(frozen=True)
class Markup:
    """The HTML of a page as the server sent it."""

    text: str

    @cached_property
    def root(self) -> HtmlElement:
        return html.document_fromstring(self.text)

    @cached_property
    def skeleton(self) -> str:
        """What the page is made of, without its texts: elements with their classes, roles, types, states and the names
        of their ARIA attributes. Runs of alike neighbours, such as the rows of a table, count once. Tags that are not
        closed in the order in which they were opened make another skeleton."""
        return f"{_drawn(self.root)} {self._misnested()}"

    @cached_property
    def places(self) -> frozenset[int]:
        """Every element as it stands in the elements around it, up to the document, as numbers."""
        return frozenset(_places(self.root, 0))

    def _misnested(self) -> list[str]:
        """The tags that close something else than what was opened last, or nothing; and what stays open."""
        odd, opened = [], []
        for closes, name, is_whole in TAGS.findall(self.text):
            if closes and opened and opened[-1] == name:
                opened.pop()
            elif closes:
                odd.append(name)
            elif not is_whole and name not in VOID:
                opened.append(name)
        return odd + opened

    def problems(self) -> Iterator[str]:
        """What is wrong that one page shows and another of the same skeleton need not."""
        root = self.root
        ids = Counter(root.xpath("//@id"))
        yield from (f"the id {name} is used {uses} times" for name, uses in ids.items() if uses > 1)
        for element in root.iter(html.etree.Element):
            for attribute in REFERENCES:
                missing = [name for name in element.get(attribute, "").split() if name not in ids]
                yield from (f"{attribute}={name} of a {element.tag} leads nowhere" for name in missing)
        yield from (f"#{name} leads nowhere" for name in _fragments(root) if name not in ids)
        labelled = {label.get("for") for label in root.iter("label") if label.text_content().strip()}
        unlabelled = [control for control in _controls(root) if not _has_label(control, labelled)]
        yield from (f"{_start(control)} has no label" for control in unlabelled)
        levels = [int(name[1]) for name in (each.tag for each in root.xpath("//h1|//h2|//h3|//h4|//h5|//h6"))]
        if levels.count(1) != 1:
            yield f"there are {levels.count(1)} main headings"
        yield from (f"a heading h{below} follows an h{above}" for above, below in pairwise(levels) if below > above + 1)
        if not root.xpath("string(//head/title)").strip():
            yield "there is no title"
        if root.get("lang") != "en-GB":
            yield "the page does not say its language"

    def errors(self) -> list[str]:
        """What a strict parse of HTML5 finds wrong: where, and what."""
        parser = HTMLParser()
        parser.parse(self.text)
        return [str(error) for error in parser.errors]


def _look(element: HtmlElement) -> str:
    attributes = element.attrib
    values = "|".join(attributes.get(name, "") for name in VALUES)
    names = ",".join(sorted(name for name in attributes if name in STATES or name.startswith("aria-")))
    return f"{element.tag}|{values}|{names}{'' if _has_text(element) else '!'}"


def _has_text(element: HtmlElement) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


def _children(element: HtmlElement) -> list[HtmlElement]:
    return [child for child in element if isinstance(child.tag, str)]


def _drawn(element: HtmlElement) -> str:
    parts = [_drawn(child) for child in _children(element)]
    kinds = [part for place, part in enumerate(parts) if place == 0 or part != parts[place - 1]]
    return f"{_look(element)}({''.join(kinds)})"


def _places(element: HtmlElement, above: int) -> Iterator[int]:
    here = hash((above, _look(element)))
    yield here
    for child in _children(element):
        yield from _places(child, here)


def _fragments(root: HtmlElement) -> set[str]:
    return {href[1:] for href in root.xpath("//a/@href") if href.startswith("#") and len(href) > 1}


def _controls(root: HtmlElement) -> list[HtmlElement]:
    found = root.xpath("//input|//select|//textarea")
    return [control for control in found if control.get("type") not in UNNAMED]


def _has_label(control: HtmlElement, labelled: set[str]) -> bool:
    return bool(
        control.get("aria-label")
        or control.get("aria-labelledby")
        or control.get("id") in labelled
        or any(label.text_content().strip() for label in control.iterancestors("label"))
    )


def _start(control: HtmlElement) -> str:
    return f"the {control.tag} “{control.get('name', '')}”"
