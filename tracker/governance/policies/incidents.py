"""Rules about incidents and field safety notices: what has to be done about each, by when, and what may be written. Pure.

A patient safety event is recorded on LFPSE; one with software that is a medical device also goes to the MHRA by Yellow
Card. The manufacturer reports a serious incident within 2, 10 or 15 days of awareness by its class (UK MDR 2002,
regulation 44ZH). A personal data breach goes to the ICO within 72 hours where it is a risk to people (UK GDPR, Article
33). A significant accidental or unintended exposure is notified to the CQC (IR(ME)R 2017, regulation 8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from tracker.core.decisions import ALLOWED, Decision, deny, first_refusal
from tracker.core.working_days import add_working_days
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.patient_data import may_write
from tracker.governance.vocabulary import IncidentKind, IncidentStepKind

HOURS_A_DAY = 24
REFERENCED = (
    IncidentStepKind.LFPSE,
    IncidentStepKind.YELLOW_CARD,
    IncidentStepKind.SUPPLIER_REPORTED,
    IncidentStepKind.ICO,
    IncidentStepKind.CQC,
)


@dataclass(frozen=True)
class Seriousness:
    """A class of incidents; `supplier_days` is None for one that the manufacturer need not report as serious."""

    code: str
    name: str
    supplier_days: int | None

    @property
    def is_serious(self) -> bool:
        return self.supplier_days is not None


@dataclass(frozen=True)
class Step:
    """Something that was done."""

    kind: IncidentStepKind
    happened_on: date
    reference: str = ""


@dataclass(frozen=True)
class IncidentOn:
    """An incident as it stands on a day, under the class that it was last given."""

    id: int
    kind: IncidentKind
    seriousness: Seriousness
    occurred_on: date
    aware_on: date
    physical_harm: str
    psychological_harm: str
    involves_personal_data: bool = False
    summary: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.done(IncidentStepKind.CLOSED) is None

    def done(self, kind: IncidentStepKind) -> Step | None:
        return next((step for step in self.steps if step.kind == kind), None)


@dataclass(frozen=True)
class NoticeOn:
    """A field safety notice as it stands on a day."""

    id: int
    reference: str
    received_on: date
    due_on: date
    summary: str = ""
    answered_on: date | None = None

    def is_overdue(self, day: date) -> bool:
        return self.answered_on is None and self.due_on < day


@dataclass(frozen=True)
class IncidentsOn:
    """Incidents and notices of one deployment on a day."""

    deployment_id: int
    standards: Standards
    incidents: tuple[IncidentOn, ...] = ()
    notices: tuple[NoticeOn, ...] = ()
    classes: Mapping[str, Seriousness] = field(default_factory=dict)


@dataclass(frozen=True)
class Duty:
    """One thing that an incident asks for. `due_on` is None where it is due without a set day."""

    kind: IncidentStepKind
    due_on: date | None = None
    step: Step | None = None

    def is_overdue(self, day: date) -> bool:
        return self.step is None and self.due_on is not None and self.due_on < day


def duties_of(incident: IncidentOn, standards: Standards) -> list[Duty]:
    """What an incident asks for, with what has been done of it."""
    is_device = incident.kind != IncidentKind.DATA_BREACH
    wanted: list[tuple[IncidentStepKind, date | None]] = []
    if is_device:
        wanted += [(IncidentStepKind.LFPSE, None), (IncidentStepKind.YELLOW_CARD, None)]
    wanted.append((IncidentStepKind.SUPPLIER_TOLD, None))
    if incident.seriousness.supplier_days is not None:
        due_on = incident.aware_on + timedelta(days=incident.seriousness.supplier_days)
        wanted.append((IncidentStepKind.SUPPLIER_REPORTED, due_on))
    if incident.involves_personal_data:
        due_on = incident.aware_on + timedelta(days=standards.whole("breach-report") // HOURS_A_DAY)
        wanted.append((IncidentStepKind.ICO, due_on))
    if incident.kind == IncidentKind.RADIATION:
        wanted.append((IncidentStepKind.CQC, None))
    return [Duty(kind, due_on, incident.done(kind)) for kind, due_on in wanted]


def open_duties(incident: IncidentOn, standards: Standards) -> list[Duty]:
    """What is still to be done."""
    return [duty for duty in duties_of(incident, standards) if duty.step is None] if incident.is_open else []


def notice_due_on(received_on: date, standards: Standards) -> date:
    """The day by which a field safety notice is answered."""
    return add_working_days(received_on, standards.whole("notice-answer"))


# --- What may be recorded -------------------------------------------------------------------------------------------


def may_record_incident(
    *,
    seriousness: str,
    known: Sequence[str],
    occurred_on: date,
    aware_on: date,
    summary: str,
    today: date,
) -> Decision:
    """Whether an incident is told in a possible way."""
    if aware_on > today:
        return deny("The day of awareness can't be in the future.", remedy="Correct the day.", field="aware_on")
    if occurred_on > aware_on:
        return deny(
            "Nobody can be aware of an incident before it happened.",
            remedy="Correct one of the two days.",
            field="occurred_on",
        )
    if seriousness not in known:
        return deny("There is no such class on that day.", remedy="Choose another class.", field="seriousness")
    return may_write(summary=summary)


def may_record_step(
    incident: IncidentOn,
    kind: IncidentStepKind,
    *,
    happened_on: date,
    reference: str,
    seriousness: str,
    note: str,
    standards: Standards,
    today: date,
) -> Decision:
    """Whether something may be recorded as done about an incident."""
    if not incident.is_open:
        return deny("This incident is closed.", remedy="Record a new one if it has come back.")
    if happened_on > today:
        return deny("A step can't be of a day in the future.", remedy="Correct the day.", field="happened_on")
    if happened_on < incident.occurred_on:
        return deny("This is before the incident happened.", remedy="Correct the day.", field="happened_on")
    return first_refusal(
        _has_its_reference(kind, reference, note),
        _is_another_class(incident, kind, seriousness),
        _may_close(incident, kind, standards),
        may_write(reference=reference, note=note),
    )


def _has_its_reference(kind: IncidentStepKind, reference: str, note: str) -> Decision:
    if kind in REFERENCED and not reference.strip() and not (kind == IncidentStepKind.ICO and note.strip()):
        remedy = "Enter the reference."
        if kind == IncidentStepKind.ICO:
            remedy = "Enter the reference, or say in the note why it need not be reported."
        return deny("Without the other system's reference nobody can find it there.", remedy=remedy, field="reference")
    return ALLOWED


def _is_another_class(incident: IncidentOn, kind: IncidentStepKind, seriousness: str) -> Decision:
    if kind != IncidentStepKind.RECLASSIFIED:
        return ALLOWED
    if not seriousness or seriousness == incident.seriousness.code:
        return deny("It has this class already.", remedy="Choose the new class.", field="seriousness")
    return ALLOWED


def _may_close(incident: IncidentOn, kind: IncidentStepKind, standards: Standards) -> Decision:
    left = open_duties(incident, standards)
    if kind != IncidentStepKind.CLOSED or not left:
        return ALLOWED
    return deny(
        f"“{left[0].kind.label}” is still to be done.",
        remedy="Record it, then close the incident.",
        field="kind",
    )


def may_record_notice(*, reference: str, received_on: date, summary: str, today: date) -> Decision:
    """Whether a field safety notice is told in a possible way."""
    if received_on > today:
        return deny("A notice can't be received in the future.", remedy="Correct the day.", field="received_on")
    return may_write(reference=reference, summary=summary)


def may_answer_notice(notice: NoticeOn, *, answered_on: date, action: str, today: date) -> Decision:
    """Whether an answer to a notice may be recorded: once, and not from before it came."""
    if notice.answered_on is not None:
        return deny("This notice has been answered already.", remedy="There is nothing to do.")
    if not notice.received_on <= answered_on <= today:
        return deny(
            "A notice is answered after it came, and not in the future.", remedy="Correct the day.", field="answered_on"
        )
    if not action.strip():
        return deny("An answer says what was done.", remedy="Write it in a sentence.", field="action")
    return may_write(action=action)
