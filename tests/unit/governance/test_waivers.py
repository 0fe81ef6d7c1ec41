"""Waivers: two people, a reason, an end."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.governance.plain import TODAY, voice, waiver
from tracker.governance.policies.waivers import WaiverOn, may_decide_waiver, may_request_waiver
from tracker.governance.vocabulary import WaiverParty, WaiverVerdict

DAY = timedelta(days=1)
EXECUTIVE, SAFETY = WaiverParty.EXECUTIVE, WaiverParty.SAFETY
AGREED, REFUSED, WITHDRAWN = WaiverVerdict.AGREED, WaiverVerdict.REFUSED, WaiverVerdict.WITHDRAWN
LATER = TODAY + 30 * DAY
OPEN = WaiverOn(1, 1, "Booked", TODAY, LATER, 1, "Asha")


def request(**fields: object) -> object:
    given = {
        "is_waivable": True,
        "reason": "Booked",
        "on": TODAY,
        "expires_on": LATER,
        "longest_days": 90,
        "today": TODAY,
    }
    return may_request_waiver(**(given | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"is_waivable": False}, "reason", "can't be waived"),
        ({"reason": "  "}, "reason", "needs a reason"),
        ({"on": TODAY - DAY}, "effective_on", "on the day it is asked for"),
        ({"expires_on": TODAY}, "expires_on", "after the day it starts"),
        ({"expires_on": TODAY + 91 * DAY}, "expires_on", "at most 90 days ahead"),
    ],
)
def test_waiver_that_may_not_be_asked_for(fields: dict[str, object], field: str, said: str) -> None:
    refusal = request(**fields)
    assert not refusal
    assert (refusal.field, said in refusal.reason) == (field, True)  # type: ignore[attr-defined]
    assert request()
    assert request(expires_on=TODAY + 90 * DAY)


def decide(stands: WaiverOn, party: WaiverParty = SAFETY, verdict: WaiverVerdict = AGREED, **fields: object) -> object:
    given = {"reason": "Because", "by_id": 3, "today": TODAY}
    return may_decide_waiver(stands, party=party, verdict=verdict, **(given | fields))  # type: ignore[arg-type]


def with_voices(*voices: object) -> WaiverOn:
    return WaiverOn(1, 1, "Booked", TODAY, LATER, 1, "Asha", voices)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stands", "fields", "said"),
    [
        (OPEN, {"by_id": 1}, "You asked for this"),
        (OPEN, {"verdict": REFUSED, "reason": ""}, "needs a reason"),
        (OPEN, {"today": LATER}, "ended on"),
        (with_voices(voice(SAFETY, 2)), {}, "has decided already"),
        (with_voices(voice(EXECUTIVE, 3)), {}, "two people"),
        (with_voices(voice(EXECUTIVE, 2, REFUSED)), {}, "refused or taken back"),
        (with_voices(voice(EXECUTIVE, 2), voice(EXECUTIVE, 2, WITHDRAWN)), {}, "refused or taken back"),
        (with_voices(voice(EXECUTIVE, 2)), {"verdict": WITHDRAWN}, "Only one of the two"),
    ],
)
def test_decision_that_may_not_be_made(stands: WaiverOn, fields: dict[str, object], said: str) -> None:
    refusal = decide(stands, **fields)
    assert not refusal
    assert said in refusal.reason  # type: ignore[attr-defined]


def test_each_side_agrees_and_either_takes_it_back() -> None:
    assert decide(OPEN)
    assert decide(with_voices(voice(EXECUTIVE, 2)))
    given = with_voices(voice(EXECUTIVE, 2), voice(SAFETY, 3))
    assert given.is_agreed
    assert decide(given, verdict=WITHDRAWN)
    assert OPEN.awaits == (EXECUTIVE, SAFETY)
    assert with_voices(voice(SAFETY, 3, REFUSED)).awaits == ()


voices = st.lists(
    st.builds(voice, st.sampled_from(WaiverParty), st.integers(1, 3), st.sampled_from(WaiverVerdict)), max_size=5
)


@given(voices, st.integers(-5, 40))
def test_waiver_never_counts_on_one_persons_word_nor_after_its_end(given: list, later: int) -> None:
    day = TODAY + later * DAY
    stands = waiver(1, *given, until=LATER, since=TODAY) if given else OPEN
    if stands.counts_on(day):
        assert len({each.by_id for each in stands.agreed_by}) >= 2
        assert {each.party for each in stands.agreed_by} == {EXECUTIVE, SAFETY}
        assert TODAY <= day < LATER
        assert not stands.has_ended(day)
    assert not stands.counts_on(LATER)
    assert stands.has_ended(LATER) == stands.is_agreed
