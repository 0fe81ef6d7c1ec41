"""What is told of a page from its HTML is told where it is so, and not where it is not."""

import pytest

from tests.browser.markup import Markup

SOUND = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Flags</title></head>
<body><main id="main"><a href="#name">Name</a><h1>Flags</h1><h2>Open</h2>
<form><label for="name">Name</label><input id="name" type="text" name="name" aria-describedby="hint">
<p id="hint">In full</p></form></main></body></html>"""


def test_a_sound_page_has_no_problem() -> None:
    page = Markup(SOUND)
    assert list(page.problems()) == []
    assert page.errors() == []


@pytest.mark.parametrize(
    ("sound", "altered", "problem"),
    [
        ('id="hint"', 'id="name"', "the id name is used 2 times"),
        ('for="name"', 'for="other"', "for=other of a label leads nowhere"),
        ('for="name"', 'for="hint"', "the input “name” has no label"),
        ('href="#name"', 'href="#gone"', "#gone leads nowhere"),
        ('aria-describedby="hint"', 'aria-describedby="gone"', "aria-describedby=gone of a input leads nowhere"),
        ("<h2>Open</h2>", "<h3>Open</h3>", "a heading h3 follows an h1"),
        ("<h2>Open</h2>", "<h1>Open</h1>", "there are 2 main headings"),
        ("<title>Flags</title>", "<title> </title>", "there is no title"),
        (' lang="en-GB"', "", "the page does not say its language"),
    ],
)
def test_what_is_wrong_with_a_page_is_told(sound: str, altered: str, problem: str) -> None:
    assert problem in Markup(SOUND.replace(sound, altered)).problems()


@pytest.mark.parametrize(
    ("sound", "altered"),
    [("</form>", "</form></div>"), ("In full", "<b><i>In</b></i>"), ("<h1>", '<h1 class="a" class="b">')],
)
def test_a_page_that_does_not_parse_has_another_skeleton(sound: str, altered: str) -> None:
    page = Markup(SOUND.replace(sound, altered))
    assert page.errors()
    assert page.skeleton != Markup(SOUND).skeleton


def test_alike_neighbours_and_other_texts_make_the_same_skeleton() -> None:
    other = SOUND.replace('<p id="hint">In full</p>', '<p id="hint">As on your badge</p>').replace("Open", "Shut")
    assert Markup(other).skeleton == Markup(SOUND).skeleton
    rows = (
        SOUND.replace("</form>", "<ul><li>One</li></ul></form>"),
        SOUND.replace("</form>", "<ul><li>One</li><li>Two</li></ul></form>"),
    )
    assert Markup(rows[0]).skeleton == Markup(rows[1]).skeleton


def test_an_element_in_another_place_is_seen() -> None:
    moved = Markup(SOUND.replace("<h2>Open</h2>", "<section><h2>Open</h2></section>"))
    assert moved.places - Markup(SOUND).places
