"""Rule R10: a tender that was issued without a complete pack."""

from dataclasses import replace

import pytest

from tests.unit.flags.plain import TODAY, days, find, plan, procurement
from tracker.flags.rules import Finding
from tracker.flags.vocabulary import Severity, SubjectKind
from tracker.networks.plans import Plan
from tracker.procurement.pack_vocabulary import AnswerState, PackVerdict
from tracker.procurement.policies.pack_waivers import PackVoice, PackWaiverOn
from tracker.procurement.policies.packs import AnswerOn, ItemOn, PackOn, PolicyOn, SectionOn

ISSUED = plan(days(-40), actual=days(-30))


def pack(*, is_complete: bool = False, waivers: tuple[PackWaiverOn, ...] = ()) -> PackOn:
    answer = AnswerOn(1, AnswerState.COMPLETE, "Words", "", False, TODAY, "Asha") if is_complete else None
    section = SectionOn("s", "Section", "Purpose", (ItemOn(1, "a", "Clinical need", "", True, answer),))
    return PackOn(1, 21, 1, days(-60), "Pack", 1, 90, (section,), waivers)


def waiver(*, until: int, is_agreed: bool = True) -> PackWaiverOn:
    voices = (PackVoice(PackVerdict.AGREED, days(-35), 2, "Noor"),) if is_agreed else ()
    return PackWaiverOn(1, "It can't wait", days(-35), days(until), 1, "Asha", voices)


def found(
    of: PackOn | None, *, tender: Plan = ISSUED, policies: tuple[PolicyOn, ...] = (), **stages: Plan
) -> Finding | None:
    each = replace(procurement(tender=tender, **stages), pack=of, pack_policies=policies)
    return find(procurements=(each,)).get("R10")


def test_tender_with_an_incomplete_pack_is_found_with_what_is_missing() -> None:
    finding = found(pack())
    assert finding is not None
    assert (finding.severity, finding.subject_kind, finding.since) == (
        Severity.HIGH,
        SubjectKind.PROCUREMENT,
        days(-30),
    )
    assert finding.sentence == (
        "Procurement for chest X-ray: the tender was issued on 31 May 2025, and its pack is not complete. 1 of 1 "
        "mandatory item is missing: Clinical need."
    )


@pytest.mark.parametrize(
    "finding",
    [
        found(pack(is_complete=True)),
        found(pack(waivers=(waiver(until=5),))),
        found(pack(), tender=plan(days(-40), days(9))),
        found(pack(), contract=plan(days(-20), actual=days(-10))),
        found(None),
        found(None, policies=(PolicyOn(days(-29), "Standards"),)),
    ],
)
def test_complete_waived_planned_signed_or_earlier_tender_is_in_order(finding: Finding | None) -> None:
    assert finding is None


def test_tender_without_any_pack_is_found_once_the_programme_asks_for_one() -> None:
    finding = found(None, policies=(PolicyOn(days(-30), "Standards"),))
    assert finding is not None
    assert finding.sentence.endswith("and there is no procurement pack.")


def test_it_comes_back_when_a_waiver_ends_and_one_that_nobody_gave_does_not_count() -> None:
    ended, asked = found(pack(waivers=(waiver(until=-3),))), found(pack(waivers=(waiver(until=9, is_agreed=False),)))
    assert ended is not None
    assert asked is not None
    assert (ended.since, asked.since) == (days(-3), days(-30))
