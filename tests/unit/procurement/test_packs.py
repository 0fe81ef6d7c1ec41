"""Rules about procurement packs and their waivers, and a template's file."""

import json
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict
from tracker.procurement.policies.pack_file import read_template
from tracker.procurement.policies.pack_waivers import (
    PackVoice,
    PackWaiverOn,
    may_decide_pack_waiver,
    may_request_pack_waiver,
)
from tracker.procurement.policies.packs import (
    AnswerOn,
    ItemOn,
    PackOn,
    PolicyOn,
    SectionOn,
    may_answer,
    may_issue_tender,
    may_move_to,
    may_open_pack,
    missing_in_words,
)

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
POLICY = PolicyOn(TODAY - 100 * DAY, "Standards, section 5.3")
FIRST = json.loads((settings.BASE_DIR / "tracker" / "procurement" / "data" / "pack_1.json").read_text())


def item(number: int, state: AnswerState | None = None, *, is_mandatory: bool = True) -> ItemOn:
    answer = AnswerOn(number, state, "Words", "", False, TODAY, "Asha Example") if state else None
    return ItemOn(number, f"item-{number}", f"Item {number}", "Guidance", is_mandatory, answer)


def waiver(*voices: tuple[PackVerdict, int], since: date = TODAY, expires_on: date = TODAY + 9 * DAY) -> PackWaiverOn:
    said = tuple(PackVoice(verdict, since, by_id, f"Person {by_id}") for verdict, by_id in voices)
    return PackWaiverOn(7, "It can't wait", since, expires_on, 1, "Person 1", said)


def pack(*items: ItemOn, waivers: tuple[PackWaiverOn, ...] = ()) -> PackOn:
    return PackOn(1, 21, 1, TODAY - 30 * DAY, "Pack", 1, 90, (SectionOn("s", "Section", "Purpose", items),), waivers)


AGREED = (PackVerdict.AGREED, 2)


@given(
    st.lists(
        st.tuples(st.sampled_from([None, *AnswerState]), st.booleans()),
        max_size=12,
    )
)
def test_completeness_counts_mandatory_items_that_are_done(rows: list[tuple[AnswerState | None, bool]]) -> None:
    found = pack(*(item(number, state, is_mandatory=must) for number, (state, must) in enumerate(rows)))
    mandatory = [state for state, must in rows if must]
    done = [state for state in mandatory if state in (AnswerState.COMPLETE, AnswerState.NOT_APPLICABLE)]
    assert (found.done, found.total, len(found.missing)) == (len(done), len(mandatory), len(mandatory) - len(done))
    assert found.is_complete == (found.percent == 100) == (len(done) == len(mandatory))
    assert 0 <= found.percent <= 100


def test_section_is_begun_by_any_answer_and_found_by_its_code() -> None:
    found = pack(item(1), item(2, AnswerState.IN_PROGRESS, is_mandatory=False))
    section = found.section("s")
    assert section is not None
    assert section.is_begun
    assert not section.is_complete
    assert section.item("item-2") == found.sections[0].items[1]
    assert (section.item("nothing"), found.section("nothing")) == (None, None)


def test_missing_items_are_named_briefly() -> None:
    five = missing_in_words(pack(*(item(number) for number in range(1, 6))))
    assert five == "5 of 5 mandatory items are missing: Item 1, Item 2, Item 3 and 2 more."
    one = missing_in_words(pack(item(1), item(2, AnswerState.COMPLETE)))
    assert one == "1 of 2 mandatory items is missing: Item 1."


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, None),
        ({"state": AnswerState.IN_PROGRESS, "text": ""}, None),
        ({"state": AnswerState.NOT_APPLICABLE, "text": "", "reason": "One site only"}, None),
        ({"is_offered": True}, None),
        ({"on": TODAY + DAY}, "effective_on"),
        ({"on": TODAY - 31 * DAY}, "effective_on"),
        ({"text": "  "}, "text"),
        ({"state": AnswerState.NOT_APPLICABLE}, "reason"),
        ({"state": AnswerState.IN_PROGRESS, "is_offered": True}, "is_offered"),
        ({"is_offered": True, "text": "We pay £12,000 a year"}, "text"),
        ({"is_offered": True, "text": "At most GBP 9"}, "text"),
        ({"is_offered": True, "text": "It costs 400 pounds"}, "text"),
        ({"text": "We pay £12,000 a year"}, None),
    ],
)
def test_answer_has_words_a_possible_day_and_no_price_in_an_offer(fields: dict[str, Any], field: str | None) -> None:
    given_ = {
        "state": AnswerState.COMPLETE,
        "text": "Within 60 minutes",
        "reason": "",
        "is_offered": False,
        "on": TODAY,
    }
    decision = may_answer(**given_ | fields, opened_on=TODAY - 30 * DAY, today=TODAY)
    assert (decision.field if not decision else None) == field


def test_pack_begins_once_and_not_ahead() -> None:
    assert may_open_pack(is_open=False, on=TODAY, today=TODAY)
    assert "has a pack already" in may_open_pack(is_open=True, on=TODAY, today=TODAY).reason
    assert may_open_pack(is_open=False, on=TODAY + DAY, today=TODAY).field == "effective_on"
    assert may_move_to(newest=2, now=1)
    assert not may_move_to(newest=1, now=1)


def tender(
    then: PackOn | None, now: PackOn | None = None, *, on: date = TODAY, policy: PolicyOn | None = POLICY
) -> str:
    return may_issue_tender(then, now=now or then, policy=policy, issued_on=on, today=TODAY).sentence


DONE, OPEN = item(1, AnswerState.COMPLETE), item(2)


@pytest.mark.parametrize(
    "allowed",
    [
        tender(None, policy=None),
        tender(None, on=POLICY.since - DAY),
        tender(pack(OPEN), policy=PolicyOn(POLICY.since, "x", until=TODAY)),
        tender(pack(DONE)),
        tender(pack(DONE, OPEN, waivers=(waiver(AGREED),))),
        tender(pack(OPEN), pack(OPEN, waivers=(waiver(AGREED),)), on=TODAY - 5 * DAY),
    ],
)
def test_tender_goes_out_where_nothing_asks_for_a_pack_or_it_is_complete_or_waived(allowed: str) -> None:
    assert allowed == ""


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        (tender(None), "had no procurement pack on 10 March 2026."),
        (tender(pack(DONE, OPEN)), "1 of 2 mandatory items is missing: Item 2."),
        (tender(pack(OPEN), pack(DONE), on=TODAY - DAY), "not complete on 9 March 2026."),
        (tender(pack(OPEN, waivers=(waiver(),))), "not complete"),
        (tender(pack(OPEN, waivers=(waiver(AGREED, (PackVerdict.WITHDRAWN, 2)),))), "not complete"),
        (tender(pack(OPEN, waivers=(waiver((PackVerdict.AGREED, 1)),))), "not complete"),
        (tender(pack(OPEN, waivers=(waiver(AGREED, since=TODAY - 9 * DAY, expires_on=TODAY),))), "not complete"),
    ],
)
def test_tender_waits_for_its_pack_and_says_what_and_why(refused: str, told: str) -> None:
    assert told in refused
    assert "No tender is issued without a complete pack (Standards, section 5.3)." in refused
    assert refused.endswith("or have a waiver given.")


def test_longest_waiver_counts_where_there_are_several() -> None:
    short, long = waiver(AGREED), waiver(AGREED, expires_on=TODAY + 30 * DAY)
    assert pack(OPEN, waivers=(long, short)).waiver_on(TODAY) == long
    assert pack(OPEN).waiver_on(TODAY) is None


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, ""),
        ({"expires_on": TODAY + 90 * DAY}, ""),
        ({"reason": " "}, "A waiver needs a reason."),
        ({"expires_on": TODAY}, "ends after the day it starts"),
        ({"expires_on": TODAY + 91 * DAY}, "at most 90 days ahead. Enter 8 June 2026"),
        ({"is_complete": True}, "complete, so it needs no waiver"),
        ({"is_waiting": True}, "waits for a decision already"),
    ],
)
def test_waiver_is_asked_for_with_a_reason_and_an_end(fields: dict[str, Any], told: str) -> None:
    asked = {"reason": "It can't wait", "expires_on": TODAY + 5 * DAY, "is_complete": False, "is_waiting": False}
    decision = may_request_pack_waiver(**asked | fields, longest_days=90, today=TODAY)
    assert bool(decision) == (told == "")
    assert told in decision.sentence


@pytest.mark.parametrize(
    ("given_", "verdict", "reason", "by_id", "told"),
    [
        (waiver(), PackVerdict.AGREED, "", 2, ""),
        (waiver(), PackVerdict.REFUSED, "Not yet", 2, ""),
        (waiver(AGREED), PackVerdict.WITHDRAWN, "It is complete now", 3, ""),
        (waiver(), PackVerdict.AGREED, "", 1, "it takes two people"),
        (waiver(), PackVerdict.REFUSED, " ", 2, "needs a reason"),
        (waiver(), PackVerdict.WITHDRAWN, "Because", 2, "was not given"),
        (waiver(AGREED), PackVerdict.REFUSED, "Because", 3, "is decided"),
        (waiver((PackVerdict.REFUSED, 2)), PackVerdict.AGREED, "", 3, "is decided"),
        (waiver(AGREED, (PackVerdict.WITHDRAWN, 2)), PackVerdict.WITHDRAWN, "Because", 2, "is decided"),
        (waiver(expires_on=TODAY, since=TODAY - DAY), PackVerdict.AGREED, "", 2, "ended on 10 March 2026"),
    ],
)
def test_waiver_is_decided_once_by_somebody_else(
    given_: PackWaiverOn, verdict: PackVerdict, reason: str, by_id: int, told: str
) -> None:
    decision = may_decide_pack_waiver(given_, verdict=verdict, reason=reason, by_id=by_id, today=TODAY)
    assert bool(decision) == (told == "")
    assert told in decision.sentence


def test_waiver_waits_until_somebody_speaks_or_it_ends() -> None:
    assert waiver().is_waiting(TODAY)
    assert not waiver(AGREED).is_waiting(TODAY)
    assert not waiver().is_waiting(TODAY + 9 * DAY)


# --- The file of a template -----------------------------------------------------------------------------------------


def test_first_version_is_in_order_and_has_the_sections_of_the_standard() -> None:
    template, problems = read_template(FIRST)
    assert problems == []
    assert template is not None
    assert [section["code"] for section in template.sections] == [
        "clinical-requirements",
        "integration-checklist",
        "data-flows",
        "success-metrics",
        "evaluation-weights",
        "data-terms",
        "training",
        "monitoring-and-rollback",
    ]


def broken(change: Any) -> list[str]:
    told = deepcopy(FIRST)
    change(told)
    template, problems = read_template(told)
    assert template is None
    return problems


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda t: t.update(title=" "), "title is empty. Fill it in."),
        (lambda t: t.update(longest_waiver_days=0), "longest_waiver_days is not a whole number from 1 up."),
        (lambda t: t.update(longest_waiver_days=True), "longest_waiver_days is not a whole number from 1 up."),
        (lambda t: t.update(sections=[]), "There are no sections."),
        (lambda t: t["sections"].append("x"), "Section 9: it is not an object."),
        (lambda t: t["sections"][0].update(code="data-flows"), "the section “data-flows” stands more than once."),
        (lambda t: t["sections"][0].update(code="waiver"), "Section 1: the code “waiver” is taken by a page of the pack. Choose another."),
        (lambda t: t["sections"][0].update(code="Two words"), "Section 1: code is “Two words”. Use small letters, digits and hyphens."),
        (lambda t: t["sections"][0].update(title="x" * 101), "Section 1: title is longer than 100 characters."),
        (lambda t: t["sections"][0].update(items=[]), "Section 1: it has no items."),
        (lambda t: t["sections"][0]["items"].append(3), "Section 1: item 9: it is not an object."),
        (lambda t: t["sections"][0]["items"][0].update(guidance=""), "Section 1: item 1: guidance is empty. Fill it in."),
        (lambda t: t["sections"][0]["items"][0].update(guidance="x" * 1001), "Section 1: item 1: guidance is longer than 1000 characters."),
        (lambda t: t["sections"][0]["items"][0].update(is_mandatory="yes"), "Section 1: item 1: is_mandatory is neither true nor false."),
        (lambda t: t["sections"][0]["items"][0].update(code="findings"), "Section 1: the item “findings” stands more than once."),
    ],
)  # fmt: skip
def test_mistake_in_a_file_is_told_with_its_place(change: Any, problem: str) -> None:
    assert broken(change) == [problem]


def test_what_is_no_template_at_all_is_refused() -> None:
    assert "not a template" in read_template([])[1][0]
