"""What the contracts of the demo say: the workbook tells their dates, money and a few terms, and nothing of the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import add_months, end_of_month, first_of_month
from tracker.core.touched import collecting
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.suppliers import FAILED_SUPPLIER
from tracker.networks.models import Programme
from tracker.procurement.actions.clauses import ClauseEntry, record_clauses
from tracker.procurement.actions.metrics import add_renewal_condition, agree_metric, record_reading
from tracker.procurement.actions.modifications import (
    agree_options,
    record_arrangements,
    record_modification,
    take_modification_step,
)
from tracker.procurement.actions.payments import agree_payment, propose_release, record_payment, release_payment
from tracker.procurement.actions.performance import (
    agree_kpi,
    agree_service_level,
    assess_kpi,
    record_performance_review,
)
from tracker.procurement.contract_vocabulary import (
    BetterWay,
    ClausePresence,
    Frequency,
    Gate,
    KpiRating,
    ModificationStepKind,
    ServiceLevelKind,
    ServiceOutcome,
)
from tracker.procurement.models import Contract, PaymentMilestone, SuccessMetric
from tracker.procurement.policies.clauses import WORKBOOK_TERMS
from tracker.procurement.selectors.contract_content import clause_items_on
from tracker.procurement.selectors.contract_rules import newest_terms, signed_on

QUARTER = 3  # months
# What is wrong with which contract, by its place among the signed ones.
NO_DELETION, NO_REVALIDATION, UNDECIDED, NOTHING_TIED, MISSED, MODIFIED, SHARES = range(7)
WORDING = {
    "permitted-data-use": "The supplier processes images and reports only to return results to the trust that sent them.",
    "retraining-rights": "No trust data are used to train, tune or test any model. A later agreement in writing may allow it.",
    "deletion-return": "All data are deleted within 30 days of the end, backups within 90, each with a certificate.",
    "secondary-use": "Any other use, and any sharing, needs the written approval of every controller beforehand.",
    "versioning-notice": "30 days’ notice of a minor version, 90 of a major one, with release notes and test results.",
    "revalidation": "A major version is validated again at each site before use; the supplier pays where it asked for it.",
}
URGENT: dict[str, Any] = {
    "name": "Urgent findings reported within 1 hour",
    "definition": "Examinations that the tool marks as urgent, from image to signed report, in working hours.",
    "numerator": "Urgent examinations reported within 1 hour",
    "denominator": "All urgent examinations",
    "unit": "%",
    "baseline_value": Decimal(48),
    "baseline_period": "The six months before the contract",
    "target": Decimal(65),
    "better": BetterWay.HIGHER,
    "data_source": "Reporting system of each trust",
    "frequency": Frequency.QUARTERLY,
    "owner": "Network radiology manager",
}
TURNAROUND: dict[str, Any] = {
    "name": "Median time to report",
    "definition": "All examinations of the use case, from image to signed report.",
    "unit": "hours",
    "baseline_value": Decimal("31.5"),
    "baseline_period": "The six months before the contract",
    "target": Decimal(26),
    "better": BetterWay.LOWER,
    "data_source": "Reporting system of each trust",
    "frequency": Frequency.QUARTERLY,
    "owner": "Network radiology manager",
}
READINGS = {URGENT["name"]: (57, 63, 68, 71, 72, 74), TURNAROUND["name"]: (30, 28, 27, 26, 25, 25)}
KPIS = (
    ("Results returned within 10 minutes", "98% in each month"),
    ("Availability of the service", "99.5% in each month"),
    ("Answers to calls of high priority", "90% within 1 hour"),
)
LEVELS = (
    (ServiceLevelKind.AVAILABILITY, "Availability", "99.5% in each month"),
    (ServiceLevelKind.SUPPORT, "Answer to a call of high priority", "1 hour, at all hours"),
)


@dataclass(frozen=True)
class Told:
    """A signed contract, its money, its place among the signed ones, and who acts for its network."""

    row: Contract
    place: int
    signed_on: date
    starts_on: date
    value_pence: int
    paid_pence: int
    buyer: User
    manager: User


def load_contract_content(programme: Programme, *, calendar: Calendar, by: User) -> None:
    """Adds what each signed contract says. Where there is a success metric already, nothing changes."""
    if SuccessMetric.objects.exists():
        return
    with change(reason="Loading of the demo", door=Door.COMMAND, by=by), collecting():
        for told in _signed_contracts(programme):
            is_failed = told.row.supplier.name == FAILED_SUPPLIER
            _record_clauses(told)
            _arrange(told, calendar)
            if not is_failed:
                metrics = _agree_metrics(told, calendar)
                _agree_payments(told, metrics, calendar)
                _assess(told, calendar)
            if told.place in (UNDECIDED, MODIFIED):
                _modify(told, calendar)


def _signed_contracts(programme: Programme) -> Iterator[Told]:
    people = {user.email: user for user in User.objects.filter(email__endswith="@demo.example")}
    rows = Contract.objects.filter(programme=programme).select_related("network", "use_case", "supplier")
    place = 0
    for row in rows.order_by("reference"):
        day, terms = signed_on(row), newest_terms(row)
        if day is None or terms is None or terms.starts_on is None:
            continue
        slug = row.network.slug
        yield Told(
            row,
            place,
            day,
            terms.starts_on,
            terms.value_pence or 0,
            terms.paid_pence or 0,
            buyer=people[f"procurement.{slug}@demo.example"],
            manager=people[f"pm.{slug}@demo.example"],
        )
        place += 1


def _record_clauses(told: Told) -> None:
    """All thirty, as read at the signature. What the workbook denies is partly there; two contracts lack something."""
    terms = newest_terms(told.row)
    lacking = {NO_DELETION: "deletion-return", NO_REVALIDATION: "revalidation"}.get(told.place)
    entries = []
    for item in clause_items_on(told.signed_on):
        denied = getattr(terms, WORKBOOK_TERMS.get(item.code, ""), None) is False
        is_partly = denied or (item.number + told.place) % 13 == 0
        presence = ClausePresence.PARTLY if is_partly else ClausePresence.YES
        if item.code == lacking:
            entries.append(ClauseEntry(item.code, ClausePresence.NO))
            continue
        approved = told.signed_on if is_partly and item.number % 2 else None
        entries.append(
            ClauseEntry(
                item.code,
                presence,
                reference=f"{item.number + 3}.{1 + item.number % 4}",
                position=WORDING.get(item.code, ""),
                is_shared=told.place == SHARES and item.code in WORDING,
                deviation="The supplier’s standard terms hold, which say less" if is_partly else "",
                approved_by=str(told.manager) if approved else "",
                approved_on=approved,
            )
        )
    record_clauses(contract=told.row, entries=entries, on=told.signed_on, by=told.buyer)


def _arrange(told: Told, calendar: Calendar) -> None:
    """The lead buyer, how changes are agreed, the way out, and an option to extend."""
    reviewed = calendar.before(40 + told.place * 9)
    record_arrangements(
        contract=told.row,
        on=max(reviewed, told.signed_on),
        authority=f"Lead trust of the {told.row.network.name}",
        trusts_sign=told.place % 2 == 0,
        change_control="A change is asked for in writing, assessed within 10 working days, and agreed by the network board.",
        exit_owner=str(told.manager),
        data_return_format="DICOM for images, CSV for results and logs",
        deletion_certificate_days=30,
        exit_tested_on=None,
        exit_reviewed_on=reviewed,
        by=told.buyer,
    )
    agree_options(contract=told.row, count=2, months=12, agreed_on=told.signed_on, by=told.buyer)


def _agree_metrics(told: Told, calendar: Calendar) -> list[SuccessMetric]:
    """One or two success metrics, read in each quarter since the start; the renewal waits for the first of them."""
    wanted = [URGENT] if told.place % 2 else [URGENT, TURNAROUND]
    metrics = []
    for fields in wanted:
        metric = agree_metric(contract=told.row, agreed_on=told.signed_on, by=told.buyer, **fields)
        metrics.append(metric)
        for number, (first, last) in enumerate(_quarters(told.starts_on, calendar.anchor)):
            record_reading(
                metric=metric,
                period_from=first,
                period_to=last,
                value=Decimal(READINGS[metric.name][min(number, 5)]),
                source_note="Quarterly extract of the reporting systems",
                read_on=min(last + timedelta(days=9), calendar.anchor),
                by=told.buyer,
            )
    if told.place != NOTHING_TIED:
        condition = "At its target in each of the last two quarters before the notice"
        add_renewal_condition(metric=metrics[0], condition=condition, on=told.signed_on, by=told.buyer)
    return metrics


def _quarters(starts_on: date, until: date) -> Iterator[tuple[date, date]]:
    """The last whole quarters after the start, at most four of them."""
    first = add_months(first_of_month(starts_on), 1)
    found = []
    while (last := end_of_month(add_months(first, QUARTER - 1))) < until:
        found.append((first, last))
        first = add_months(first, QUARTER)
    yield from found[-4:]


def _agree_payments(told: Told, metrics: list[SuccessMetric], calendar: Calendar) -> None:
    """Two payments that wait for a gate, paid where the workbook's payments are as much, and one that waits for the
    first metric."""
    part = told.value_pence // 20 // 100 * 100
    left = told.paid_pence
    for number, (name, gate) in enumerate(
        (("Integration", Gate.INTEGRATION), ("Local validation", Gate.VALIDATION)), start=1
    ):
        day = working_day(told.starts_on + timedelta(days=75 * number))
        milestone = agree_payment(
            contract=told.row,
            name=name,
            amount_pence=part,
            due_on=day,
            gate=gate,
            agreed_on=told.signed_on,
            by=told.buyer,
        )
        if left >= part and day + timedelta(days=20) < calendar.anchor:
            left -= part
            _pay(told, milestone, day)
    if told.place == NOTHING_TIED:
        return
    last = agree_payment(
        contract=told.row,
        name="First year at target",
        amount_pence=2 * part,
        due_on=add_months(told.starts_on, 15),
        metric=metrics[0],
        agreed_on=told.signed_on,
        by=told.buyer,
    )
    if told.place == SHARES:
        evidence = "Report of the network board, item 6"
        propose_release(milestone=last, evidence=evidence, on=calendar.before(5), by=told.buyer)


def _pay(told: Told, milestone: PaymentMilestone, day: date) -> None:
    """Proposed by one, released by another, and paid."""
    evidence = f"Acceptance certificate {told.row.reference}/{milestone.pk}"
    propose_release(milestone=milestone, evidence=evidence, on=day, by=told.buyer)
    reason = "The certificate is signed by each site"
    release_payment(milestone=milestone, reason=reason, on=day + timedelta(days=4), by=told.manager)
    reference = f"INV-{told.place + 1:02}{milestone.pk:05}"
    record_payment(milestone=milestone, on=day + timedelta(days=18), reference=reference, by=told.buyer)


def _assess(told: Told, calendar: Calendar) -> None:
    """Three KPIs, assessed after the first year; service levels, and the last quarterly review."""
    for number, (name, target) in enumerate(KPIS):
        kpi = agree_kpi(contract=told.row, name=name, target=target, agreed_on=told.signed_on, by=told.buyer)
        ends_on = add_months(told.starts_on, 12) - timedelta(days=1)
        if ends_on < calendar.anchor:
            is_good = (told.place + number) % 4 != 0
            assess_kpi(
                kpi=kpi,
                period_from=told.starts_on,
                period_to=ends_on,
                rating=KpiRating.GOOD if is_good else KpiRating.APPROACHING,
                note="" if is_good else "Missed in two months after a change of version",
                assessed_on=min(ends_on + timedelta(days=20), calendar.anchor),
                by=told.buyer,
            )
    levels = [
        agree_service_level(
            contract=told.row, kind=kind, name=name, target=target, agreed_on=told.signed_on, by=told.buyer
        )
        for kind, name, target in LEVELS
    ]
    held_on = calendar.before(12 + told.place * 4)
    if held_on <= add_months(told.starts_on, QUARTER):
        return
    missed = told.place == MISSED
    outcomes = {level.pk: ServiceOutcome.MET for level in levels}
    if missed:
        outcomes[levels[0].pk] = ServiceOutcome.MISSED
    record_performance_review(
        contract=told.row,
        held_on=held_on,
        outcomes=outcomes,
        actions="The supplier moves to a second data centre, and reports each week until then" if missed else "",
        next_due_on=add_months(held_on, QUARTER),
        by=told.buyer,
    )


def _modify(told: Told, calendar: Calendar) -> None:
    """One modification that nobody has decided about, and one that was decided and took effect."""
    is_open = told.place == UNDECIDED
    agreed_on = max(calendar.before(34), told.signed_on)
    modification = record_modification(
        contract=told.row,
        what="Two further sites of one trust are served at the price of the contract"
        if is_open
        else "The supplier takes over the hosting of the gateway at each site",
        agreed_on=agreed_on,
        planned_for=agreed_on + timedelta(days=60 if is_open else 7),
        is_qualifying=False,
        by=told.buyer,
    )
    if not is_open:
        reason = "Provided for in the contract; no change of its value or scope"
        for kind in (ModificationStepKind.NOTICE_NOT_NEEDED, ModificationStepKind.IN_EFFECT):
            take_modification_step(
                modification=modification, kind=kind, on=agreed_on + timedelta(days=7), reason=reason, by=told.manager
            )
