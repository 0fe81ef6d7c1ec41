"""What a release is vetted by, and until when."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tracker.governance.policies.devices import CyberOn, DeviceOn, DevicesOn, Purpose
from tracker.governance.policies.dtac import DtacOn
from tracker.governance.policies.vetting import Standing, Told, VettingOn, vet
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark, DtacOutcome
from tracker.procurement.supply_vocabulary import EvidenceKind

DAY = date(2026, 3, 10)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


DEVICE = DeviceOn(
    DeviceMark.UKCA, "IIa", Purpose((), (), 16, None, Autonomy.TRIAGE), (), expires_on=after(300), checked_on=after(-9)
)
CYBER = CyberOn(
    penetration_test_on=after(-30),
    essentials_plus_until=after(200),
    dspt_status="Standards met",
    dspt_until=after(112),
    ico_until=after(250),
)
DEVICES = DevicesOn(
    0,
    release_id=1,
    release="2.1",
    device=DEVICE,
    iso_13485_until=after(400),
    cyber=CYBER,
    limits={"penetration_test_months": 12},
)
DTAC = DtacOn(0, 1, "2.1", DtacOutcome.PASSED, (), "2.0", after(-60), after(-40), "2.0", after(-300))


def vetted(**changes: Any) -> VettingOn:
    told = {"devices": DEVICES, "dtac": DTAC, "told": Told(), "safety_pack_on": after(-50)} | changes
    return vet(release_id=1, day=DAY, **told)


def cyber(**changes: Any) -> DevicesOn:
    return replace(DEVICES, cyber=replace(CYBER, **changes))


def test_release_in_order_is_vetted_until_what_ends_first() -> None:
    found = vetted()
    assert [each.kind for each in found.evidence] == list(EvidenceKind)
    assert found.wanting(list(EvidenceKind)) == ()
    assert found.vetted_until(list(EvidenceKind)) == after(112)
    assert found.vetted_until([EvidenceKind.DTAC]) is None
    assert found.earliest == found.of(EvidenceKind.DSPT)


@pytest.mark.parametrize(
    ("changes", "kind", "standing"),
    [
        ({"dtac": replace(DTAC, outcome=DtacOutcome.FAILED, failing=("C3",))}, EvidenceKind.DTAC, Standing.NOT_MET),
        ({"dtac": replace(DTAC, version="1.0")}, EvidenceKind.DTAC, Standing.NOT_MET),
        ({"dtac": DtacOn(0)}, EvidenceKind.DTAC, Standing.MISSING),
        ({"devices": replace(DEVICES, device=None)}, EvidenceKind.DEVICE, Standing.MISSING),
        ({"devices": replace(DEVICES, device=replace(DEVICE, expires_on=after(-1)))}, EvidenceKind.DEVICE, Standing.EXPIRED),
        ({"devices": replace(DEVICES, iso_13485_until=None)}, EvidenceKind.ISO_13485, Standing.MISSING),
        ({"safety_pack_on": None}, EvidenceKind.DCB0129, Standing.MISSING),
        ({"devices": cyber(essentials_plus_until=after(-1))}, EvidenceKind.ESSENTIALS_PLUS, Standing.EXPIRED),
        ({"devices": cyber(penetration_test_on=after(-400))}, EvidenceKind.PENETRATION_TEST, Standing.EXPIRED),
        ({"devices": cyber(highest_open_cvss=Decimal("7.5"))}, EvidenceKind.PENETRATION_TEST, Standing.NOT_MET),
        ({"devices": cyber(dspt_status="")}, EvidenceKind.DSPT, Standing.MISSING),
        ({"devices": cyber(dspt_status="Standards not met")}, EvidenceKind.DSPT, Standing.NOT_MET),
        ({"devices": cyber(dspt_until=after(-1))}, EvidenceKind.DSPT, Standing.EXPIRED),
        ({"devices": cyber(ico_until=None)}, EvidenceKind.ICO, Standing.MISSING),
    ],
)  # fmt: skip
def test_each_kind_can_be_wanting(changes: dict[str, Any], kind: EvidenceKind, standing: Standing) -> None:
    found = vetted(**changes)
    assert [(each.kind, each.standing) for each in found.wanting(list(EvidenceKind))] == [(kind, standing)]
    assert found.vetted_until([kind]) is None
    assert found.vetted_until([each for each in EvidenceKind if each != kind]) is not None


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"devices": replace(DEVICES, device=replace(DEVICE, expires_on=None))}, EvidenceKind.DEVICE),
        ({"devices": replace(DEVICES, device=None), "told": Told(certificate_until=after(9))}, EvidenceKind.DEVICE),
        ({"safety_pack_on": None, "told": Told(dcb0129_on=after(-90))}, EvidenceKind.DCB0129),
        ({"devices": cyber(dspt_until=None)}, EvidenceKind.DSPT),
        ({"devices": cyber(essentials_plus_until=DAY)}, EvidenceKind.ESSENTIALS_PLUS),
    ],
)
def test_what_is_on_file_or_has_no_end_or_ends_today_counts(changes: dict[str, Any], kind: EvidenceKind) -> None:
    assert vetted(**changes).of(kind).counts


def test_form_on_file_that_nobody_assessed_is_told() -> None:
    evidence = vetted(dtac=DtacOn(0), told=Told(dtac_on=date(2025, 1, 1))).of(EvidenceKind.DTAC)
    assert (evidence.counts, evidence.note) == (False, "Form of 1 January 2025, not assessed")


def test_what_is_wanting_reads_as_the_end_of_a_sentence() -> None:
    found = vetted(devices=replace(DEVICES, iso_13485_until=after(-1)), safety_pack_on=None)
    assert [each.wanting for each in found.wanting(list(EvidenceKind))] == [
        "ISO 13485: expired on 9 March 2026",
        "Clinical safety (DCB0129): not on record",
    ]
    assert found.of(EvidenceKind.DTAC).wanting == ""


def test_nothing_dated_has_no_earliest() -> None:
    assert (
        vet(release_id=1, devices=DevicesOn(0), dtac=DtacOn(0), told=Told(), safety_pack_on=None, day=DAY).earliest
        is None
    )
