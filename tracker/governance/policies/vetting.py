"""What a release is vetted by, and until when. Pure.

Source: the programme's governance standards, step P4: a pre-vetted shortlist by DTAC, device regulation, ISO 13485,
DCB0129 and cyber security, each with the day on which it ends.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from tracker.core.formats import nhs_date
from tracker.governance.policies.devices import MET_BY_DSPT, DevicesOn
from tracker.governance.policies.dtac import DtacOn
from tracker.governance.safety_vocabulary import DtacOutcome
from tracker.procurement.supply_vocabulary import EvidenceKind


class Standing(StrEnum):
    """How one kind of evidence stands on a day."""

    IN_DATE = "in date"
    EXPIRED = "expired"
    NOT_MET = "not met"
    MISSING = "not on record"


@dataclass(frozen=True)
class Evidence:
    """One kind of evidence of a release. `until` is its last day; None where it has none, or is not on record."""

    kind: EvidenceKind
    standing: Standing
    until: date | None = None
    note: str = ""

    @property
    def counts(self) -> bool:
        return self.standing == Standing.IN_DATE

    @property
    def wanting(self) -> str:
        """What is wrong with it, as the end of a sentence; empty where nothing is."""
        if self.counts:
            return ""
        when = f" on {nhs_date(self.until)}" if self.standing == Standing.EXPIRED else ""
        return f"{self.kind.label}: {self.standing.value}{when}"


@dataclass(frozen=True)
class Told:
    """What procurement has on file for a release: the dates of a workbook, which nobody has checked yet."""

    certificate_until: date | None = None
    dcb0129_on: date | None = None
    dtac_on: date | None = None


@dataclass(frozen=True)
class VettingOn:
    """Everything that a release is vetted by, on a day, in the order of the kinds."""

    release_id: int
    evidence: tuple[Evidence, ...] = field(default_factory=tuple)

    def of(self, kind: EvidenceKind) -> Evidence:
        """The evidence of one kind."""
        return next(each for each in self.evidence if each.kind == kind)

    @property
    def earliest(self) -> Evidence | None:
        """What ends first, or ended longest ago; None where nothing on record has an end."""
        dated = [each for each in self.evidence if each.until is not None]
        return min(dated, key=lambda each: each.until or date.max, default=None)

    def wanting(self, needs: Collection[EvidenceKind]) -> tuple[Evidence, ...]:
        """What is needed and does not count."""
        return tuple(each for each in self.evidence if each.kind in needs and not each.counts)

    def vetted_until(self, needs: Collection[EvidenceKind]) -> date | None:
        """The last day on which everything that is needed counts; None where something does not, or nothing ends."""
        if self.wanting(needs):
            return None
        return min((each.until for each in self.evidence if each.kind in needs and each.until), default=None)


def vet(
    *, release_id: int, devices: DevicesOn, dtac: DtacOn, told: Told, safety_pack_on: date | None, day: date
) -> VettingOn:
    """What a release is vetted by on a day."""
    return VettingOn(
        release_id,
        (
            _dtac(dtac, told),
            _device(devices, told, day),
            _lasting(EvidenceKind.ISO_13485, devices.iso_13485_until, day),
            _dcb0129(safety_pack_on, told),
            _lasting(EvidenceKind.ESSENTIALS_PLUS, devices.cyber.essentials_plus_until, day),
            _penetration_test(devices, day),
            _dspt(devices, day),
            _lasting(EvidenceKind.ICO, devices.cyber.ico_until, day),
        ),
    )


def _lasting(kind: EvidenceKind, until: date | None, day: date, note: str = "") -> Evidence:
    """Something that counts up to and with its last day."""
    if until is None:
        return Evidence(kind, Standing.MISSING, note=note)
    return Evidence(kind, Standing.IN_DATE if until >= day else Standing.EXPIRED, until, note)


def _dtac(dtac: DtacOn, told: Told) -> Evidence:
    """The newest concluded assessment; it has no last day of its own, and a form that nobody assessed does not count."""
    kind = EvidenceKind.DTAC
    if dtac.outcome == DtacOutcome.PASSED and not dtac.came_too_late:
        return Evidence(kind, Standing.IN_DATE, note=f"Passed version {dtac.version} on {nhs_date(dtac.concluded_on)}")
    if dtac.outcome is not None:
        why = f"Failed {', '.join(dtac.failing)}" if dtac.failing else f"On version {dtac.version} of the form"
        return Evidence(kind, Standing.NOT_MET, note=why)
    on_file = f"Form of {nhs_date(told.dtac_on)}, not assessed" if told.dtac_on else ""
    return Evidence(kind, Standing.MISSING, note=on_file)


def _device(devices: DevicesOn, told: Told, day: date) -> Evidence:
    """The mark and certificate as checked; else the certificate that is on file."""
    device, kind = devices.device, EvidenceKind.DEVICE
    if device is None:
        return _lasting(kind, told.certificate_until, day, "Not checked")
    note = f"{device.mark.label}, class {device.device_class}"
    if device.ends_on is None:
        return Evidence(kind, Standing.IN_DATE, note=note)
    return _lasting(kind, device.ends_on, day, note)


def _dcb0129(safety_pack_on: date | None, told: Told) -> Evidence:
    """The supplier's safety pack; it is of a release and has no last day."""
    received = safety_pack_on or told.dcb0129_on
    if received is None:
        return Evidence(EvidenceKind.DCB0129, Standing.MISSING)
    return Evidence(EvidenceKind.DCB0129, Standing.IN_DATE, note=f"Received {nhs_date(received)}")


def _penetration_test(devices: DevicesOn, day: date) -> Evidence:
    found = _lasting(EvidenceKind.PENETRATION_TEST, devices.penetration_test_until, day)
    if found.counts and devices.has_blocking_finding:
        note = f"A finding with a CVSS score of {devices.cyber.highest_open_cvss} is open"
        return Evidence(found.kind, Standing.NOT_MET, found.until, note)
    return found


def _dspt(devices: DevicesOn, day: date) -> Evidence:
    """The status that procurement has on file, with the end of the assessment where it was checked."""
    kind, status, until = EvidenceKind.DSPT, devices.cyber.dspt_status.strip(), devices.cyber.dspt_until
    if not status:
        return Evidence(kind, Standing.MISSING, until)
    if status.lower() not in MET_BY_DSPT:
        return Evidence(kind, Standing.NOT_MET, until, status)
    return _lasting(kind, until, day, status) if until else Evidence(kind, Standing.IN_DATE, note=status)
