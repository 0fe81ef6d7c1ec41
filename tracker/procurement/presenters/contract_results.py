"""The parts of a contract's page about its clauses, success metrics, payments, KPIs and reviews."""

from tracker.core.formats import money, nhs_date, plural
from tracker.core.presentation import Cell, Row, TableColumn, Tag
from tracker.procurement.contract_vocabulary import (
    ClauseGroup,
    ClausePresence,
    KpiRating,
    PaymentStep,
    ServiceOutcome,
)
from tracker.procurement.policies.clauses import ClauseOn
from tracker.procurement.policies.payments import MetricOn, PaymentOn
from tracker.procurement.policies.performance import KpiOn, PerformanceReviewOn
from tracker.procurement.presenters.contract_parts import RELEASES, SEES_MONEY, UPDATES, Section, Table, Viewed

# --- Clauses --------------------------------------------------------------------------------------------------------

PRESENCE_TAGS = {
    ClausePresence.YES: Tag("Yes", "green", "state-live-full"),
    ClausePresence.PARTLY: Tag("Partly", "yellow", "state-live-partial"),
    ClausePresence.NO: Tag("No", "red", "severity-critical"),
    None: Tag("Not answered", "grey", "state-not-started"),
}


def clauses_section(viewed: Viewed) -> Section:
    """The checklist, one folded table for each group; what matters most is named in the sentence."""
    complete = viewed.content.completeness
    core = [each for each in viewed.content.clauses if each.item.is_core]
    have = len(core) - len(complete.missing_core)
    lead = (
        f"{complete.answered} of {complete.total} clauses answered, {complete.present} fully present. "
        f"{have} of {len(core)} core data terms present."
    )
    columns = [TableColumn("Clause", width="wide"), TableColumn("In the contract?")]
    if viewed.sees_money:
        columns += [TableColumn("Agreed position", width="wide"), TableColumn("Deviation")]
    tables = []
    for group in ClauseGroup:
        clauses = [each for each in viewed.content.clauses if each.item.group == group]
        present = sum(1 for each in clauses if each.presence == ClausePresence.YES)
        caption = f"{group.label}: {present} of {len(clauses)} present"
        rows = [_clause(viewed, each) for each in clauses]
        tables.append(Table(caption, f"clauses-{group.value}", columns, rows, folded=True))
    change = viewed.offers(("Answer the checklist", viewed.address("edit-checklist"), (UPDATES, SEES_MONEY)))
    return Section("Clauses", "clauses", lead, tables=tables, actions=change)


def _clause(viewed: Viewed, clause: ClauseOn) -> Row:
    item = clause.item
    href = viewed.address("edit-clause", item.code) if viewed.may(UPDATES, SEES_MONEY) else ""
    marks = [
        "Core data term" if item.is_core else "",
        "Change control" if item.is_change_control else "",
        "Re-validation" if item.is_revalidation else "",
        "As the workbook tells" if clause.is_from_workbook else "",
    ]
    cells: list[Cell | str | int] = [
        Cell(f"{item.number}. {item.title}", href, hint=", ".join(mark for mark in marks if mark)),
        Cell(tag=PRESENCE_TAGS[clause.presence]),
    ]
    if viewed.sees_money:
        shared = "Offered to other networks" if clause.is_shared else ""
        reference = f"Clause {clause.reference}: " if clause.reference else ""
        cells += [
            Cell(f"{reference}{clause.position}" if clause.position else reference.removesuffix(": "), hint=shared),
            Cell(clause.deviation, hint=_approval(clause)),
        ]
    return cells


def _approval(clause: ClauseOn) -> str:
    if not clause.deviation:
        return ""
    if clause.approved_on is None:
        return "Not approved"
    return f"Approved by {clause.approved_by}, {nhs_date(clause.approved_on)}"


# --- Success metrics ------------------------------------------------------------------------------------------------

MET, NOT_MET = Tag("Met", "green", "state-live-full"), Tag("Not met", "orange", "severity-high")
NO_READING = Tag("No reading", "grey", "state-not-started")
NOT_TIED = Tag("Nothing waits for it", "orange", "severity-high")


def metrics_section(viewed: Viewed) -> Section:
    """What counts as success, how it stands, and what waits for it."""
    metrics, linked = viewed.content.metrics, viewed.content.linked_metric_ids
    columns = (
        TableColumn("Metric", width="wide"),
        TableColumn("Baseline"),
        TableColumn("Target"),
        TableColumn("Newest reading"),
        TableColumn("What waits for it"),
        *([TableColumn("Record")] if viewed.may(UPDATES) else []),
    )
    rows = [_metric(viewed, each, is_linked=each.id in linked) for each in metrics]
    if metrics:
        met = sum(1 for each in metrics if each.is_met)
        lead = f"{met} of {plural(len(metrics), 'metric')} at its target." if len(metrics) == 1 else ""
        lead = lead or f"{met} of {plural(len(metrics), 'metric')} at their targets."
    elif viewed.content.kpis_agreed:
        lead = "No metric is recorded here. The workbook says that KPIs are agreed."
    else:
        lead = "No success metric is recorded. Tie a payment or the renewal to one that can be measured."
    return Section(
        "Success metrics",
        "metrics",
        lead,
        tables=[Table("How success is measured", "metrics-table", columns, rows), *_conditions(viewed)]
        if metrics
        else [],
        actions=viewed.offers(("Add a success metric", viewed.address("add-metric"), (UPDATES,))),
    )


def _metric(viewed: Viewed, metric: MetricOn, *, is_linked: bool) -> Row:
    may = viewed.may(UPDATES)
    newest = metric.newest
    tag = NO_READING if newest is None else MET if metric.is_met else NOT_MET
    paid = sum(1 for payment in viewed.content.payments if payment.metric and payment.metric.id == metric.id)
    renewed = sum(1 for condition in viewed.content.conditions if condition.metric_id == metric.id)
    waits = [plural(paid, "payment") if paid else "", "the renewal" if renewed else ""]
    cells: list[Cell | str | int] = [
        Cell(
            metric.name,
            viewed.address("edit-metric", metric.id) if may else "",
            hint=f"{metric.definition.rstrip('.')}. Read from: {metric.data_source}, "
            f"{metric.frequency.label.lower()}, by {metric.owner}.",
        ),
        Cell(
            metric.in_words(metric.baseline_value) if metric.baseline_value is not None else "Not known",
            hint=metric.baseline_period,
        ),
        Cell(metric.in_words(metric.target), hint=metric.better.label),
        Cell(
            metric.in_words(newest.value) if newest else "",
            tag=tag,
            hint=f"Period to {nhs_date(newest.period_to)}" if newest else "",
        ),
        Cell(" and ".join(each for each in waits if each).capitalize()) if is_linked else Cell(tag=NOT_TIED),
    ]
    if may:
        cells.append(Cell("Record a reading", viewed.address("add-reading", metric.id)))
    return cells


def _conditions(viewed: Viewed) -> list[Table]:
    """The conditions of the renewal, and for each metric without one the form that adds it."""
    may, conditions = viewed.may(UPDATES), viewed.content.conditions
    rows: list[Row] = [
        [
            Cell(each.text, viewed.address("end-renewal", each.id) if may else ""),
            each.metric_name,
            nhs_date(each.since),
        ]
        for each in conditions
    ]
    tied = {each.metric_id for each in conditions}
    if may:
        rows += [
            [Cell(f"Tie the renewal to {each.name}", viewed.address("add-renewal", each.id)), each.name, "Not tied"]
            for each in viewed.content.metrics
            if each.id not in tied
        ]
    columns = (TableColumn("Condition of the renewal", width="wide"), TableColumn("Metric"), TableColumn("Since"))
    return [Table("Conditions of the renewal", "renewal", columns, rows)] if rows else []


# --- Payments -------------------------------------------------------------------------------------------------------

PAYMENT_TAGS = {
    None: Tag("Not proposed", "grey", "state-not-started"),
    PaymentStep.PROPOSED: Tag("Proposed", "blue", "state-shadow"),
    PaymentStep.RELEASED: Tag("Released", "aqua-green", "state-live-partial"),
    PaymentStep.REFUSED: Tag("Refused", "orange", "severity-high"),
    PaymentStep.PAID: Tag("Paid", "green", "state-live-full"),
}
NEXT_FORMS = {
    None: ("Propose its release", "propose-payment"),
    PaymentStep.REFUSED: ("Propose its release again", "propose-payment"),
    PaymentStep.PROPOSED: ("Release or refuse", "decide-payment"),
    PaymentStep.RELEASED: ("Record its payment", "pay-payment"),
}


def payments_section(viewed: Viewed) -> Section:
    """The payments, what each waits for, how it stands, and its next form."""
    payments = viewed.content.payments
    columns = [TableColumn("Payment"), TableColumn("Due"), TableColumn("Waits for"), TableColumn("State")]
    if viewed.sees_money:
        columns.insert(1, TableColumn("Amount", numeric=True))
    offers_next = viewed.may(RELEASES, SEES_MONEY)
    if offers_next:
        columns.append(TableColumn("Next"))
    waiting = sum(1 for each in payments if each.state == PaymentStep.PROPOSED)
    lead = "No payment waits for a result yet."
    if payments:
        paid = sum(1 for each in payments if each.state == PaymentStep.PAID)
        lead = f"{paid} of {plural(len(payments), 'payment')} paid"
        lead += f", {waiting} waiting for a second person." if waiting else "."
    rows = [_payment(viewed, each, offers_next=offers_next) for each in payments]
    return Section(
        "Payments",
        "payments",
        lead,
        tables=[Table("Payments that wait for a result", "payments-table", columns, rows)] if payments else [],
        actions=viewed.offers(("Add a payment", viewed.address("add-payment"), (UPDATES, SEES_MONEY))),
    )


def _payment(viewed: Viewed, payment: PaymentOn, *, offers_next: bool) -> Row:
    changes = viewed.may(UPDATES, SEES_MONEY) and payment.state in (None, PaymentStep.REFUSED)
    cells: list[Cell | str | int] = [
        Cell(payment.name, viewed.address("edit-payment", payment.id) if changes else ""),
        nhs_date(payment.due_on),
        payment.trigger,
        Cell(tag=PAYMENT_TAGS[payment.state], hint=_last_step(payment)),
    ]
    if viewed.sees_money:
        cells.insert(1, money(payment.amount_pence))
    if offers_next:
        following = NEXT_FORMS.get(payment.state)
        cells.append(Cell(following[0], viewed.address(following[1], payment.id)) if following else "")
    return cells


def _last_step(payment: PaymentOn) -> str:
    if not payment.decisions:
        return ""
    last = payment.decisions[-1]
    said = last.evidence or last.reason or last.reference
    return f"{nhs_date(last.on)}, {last.by_name}{f': {said}' if said else ''}"


# --- KPIs, service levels, reviews ----------------------------------------------------------------------------------

RATING_TAGS = {
    KpiRating.GOOD: Tag("Good", "green", "state-live-full"),
    KpiRating.APPROACHING: Tag("Approaching target", "yellow", "state-live-partial"),
    KpiRating.IMPROVEMENT: Tag("Requires improvement", "orange", "severity-high"),
    KpiRating.INADEQUATE: Tag("Inadequate", "red", "severity-critical"),
    KpiRating.OTHER: Tag("Other", "grey"),
}
OUTCOME_WORDS = {ServiceOutcome.MET: "met", ServiceOutcome.PARTLY: "partly met", ServiceOutcome.MISSED: "missed"}


def performance_section(viewed: Viewed) -> Section:
    """KPIs as assessed, service levels, and the reviews of the supplier's performance under the contract."""
    content = viewed.content
    may = viewed.may(UPDATES)
    kpi_columns = (
        TableColumn("KPI"),
        TableColumn("Target"),
        TableColumn("Last assessment"),
        *([TableColumn("Record")] if may else []),
    )
    level_columns = (TableColumn("Service level"), TableColumn("Target"), TableColumn("Kind"))
    review_columns = (
        TableColumn("Held"),
        TableColumn("Service levels", width="wide"),
        TableColumn("Actions"),
        TableColumn("Next due"),
    )
    kpis = [_kpi(viewed, each) for each in content.kpis]
    levels: list[Row] = [[each.name, each.target, each.kind.label] for each in content.levels]
    reviews = [_review(each) for each in reversed(content.reviews)]
    tables = [
        Table("KPIs", "kpis", kpi_columns, kpis),
        Table("Service levels", "service-levels", level_columns, levels),
        Table("Performance reviews", "reviews", review_columns, reviews),
    ]
    return Section(
        "KPIs, service levels and reviews",
        "performance",
        _performance_lead(viewed),
        tables=[table for table in tables if table.rows],
        actions=viewed.offers(
            ("Add a KPI", viewed.address("add-kpi"), (UPDATES,)),
            ("Add a service level", viewed.address("add-service-level"), (UPDATES,)),
            ("Record a performance review", viewed.address("add-performance-review"), (UPDATES,)),
        ),
    )


def _performance_lead(viewed: Viewed) -> str:
    content = viewed.content
    said = f"{plural(len(content.kpis), 'KPI')} and {plural(len(content.levels), 'service level')}. "
    if content.reviews:
        last = content.reviews[-1]
        missed = f" {', '.join(last.missed)} missed." if last.missed else " Nothing was missed."
        said += f"Last reviewed on {nhs_date(last.held_on)}.{missed} Next review due on {nhs_date(last.next_due_on)}."
    else:
        said += "No review of the supplier’s performance is recorded."
    return f"{said} The service at each trust is reviewed with its deployment."


def _kpi(viewed: Viewed, kpi: KpiOn) -> Row:
    may, newest = viewed.may(UPDATES), kpi.newest
    said = f"To {nhs_date(newest.period_to)}{f': {newest.note}' if newest.note else ''}" if newest else ""
    cells: list[Cell | str | int] = [
        Cell(kpi.name, viewed.address("edit-kpi", kpi.id) if may else ""),
        kpi.target,
        Cell(tag=RATING_TAGS[newest.rating], hint=said) if newest else Cell("Not assessed yet"),
    ]
    if may:
        cells.append(Cell(f"Assess {kpi.name}", viewed.address("assess-kpi", kpi.id)))
    return cells


def _review(review: PerformanceReviewOn) -> Row:
    outcomes = "; ".join(f"{name}: {OUTCOME_WORDS[outcome]}" for name, outcome in review.outcomes.items())
    return [
        Cell(nhs_date(review.held_on), hint=review.by_name),
        outcomes,
        review.actions or "None",
        nhs_date(review.next_due_on),
    ]
