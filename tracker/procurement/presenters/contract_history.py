"""What happened to a contract, newest first. Money is told only where the viewer sees it."""

from collections.abc import Iterator

from tracker.core.formats import money, nhs_date, plural
from tracker.core.presentation import HistoryEntry
from tracker.networks.models import RevisionKind
from tracker.procurement.models import ContractTerms
from tracker.procurement.policies.contract_content import ContentOn
from tracker.procurement.selectors.contract_page import ContractView

DATES = {"starts_on": "starts on", "ends_on": "last day", "notice_by": "notice by"}
MONEY = {"value_pence": "value", "committed_pence": "committed", "paid_pence": "paid so far"}
YES_NO = {
    "data_use_agreed": "data use agreed",
    "retraining_allowed": "model retraining allowed",
    "deletion_agreed": "deletion agreed",
    "change_control_agreed": "change control agreed",
    "kpis_agreed": "KPIs agreed",
}
ANSWERS = {True: "yes", False: "no", None: "not recorded"}
SIGNATURE_WORDS = {
    RevisionKind.BASELINE: "Signature planned for {day}",
    RevisionKind.FORECAST: "Signature expected on {day}",
    RevisionKind.ACTUAL: "Signed on {day}",
}


def history_of(view: ContractView, content: ContentOn) -> list[HistoryEntry]:
    """Every entry that the viewer may read."""
    entries = [
        *_signatures(view),
        *_terms(view),
        *_payments(content),
        *_modifications(content),
        *_extensions(content),
        *_reviews(content),
        *_clauses(content),
    ]
    return sorted(entries, key=lambda entry: entry.when, reverse=True)


def _signatures(view: ContractView) -> Iterator[HistoryEntry]:
    for row in view.revisions:
        words = (
            SIGNATURE_WORDS[RevisionKind(row.kind)]
            if row.date
            else f"{row.get_kind_display()} of the signature removed"
        )
        what = words.format(day=nhs_date(row.date))
        yield HistoryEntry(row.effective_on, what, who=str(row.recorded_by), reason=row.reason)


def _terms(view: ContractView) -> Iterator[HistoryEntry]:
    before: ContractTerms | None = None
    for row in view.terms:
        changes = list(_differences(before, row, shows_money=view.contract.shows_money))
        # A reason may say what the money was for, so it goes with the money.
        reason = row.reason if view.contract.shows_money else ""
        if changes:
            what = f"Terms: {', '.join(changes)}"
            yield HistoryEntry(row.effective_on, what, who=str(row.recorded_by), reason=reason)
        before = row


def _differences(before: ContractTerms | None, row: ContractTerms, *, shows_money: bool) -> Iterator[str]:
    for name, label in DATES.items():
        if getattr(before, name, None) != getattr(row, name):
            yield f"{label} {nhs_date(getattr(row, name))}"
    for name, label in MONEY.items() if shows_money else ():
        if getattr(before, name, None) != getattr(row, name):
            yield f"{label} {money(getattr(row, name), empty='not set')}"
    for name, label in YES_NO.items() if shows_money else ():
        if getattr(before, name, None) != getattr(row, name):
            yield f"{label}: {ANSWERS[getattr(row, name)]}"


def _payments(content: ContentOn) -> Iterator[HistoryEntry]:
    for payment in content.payments:
        for step in payment.decisions:
            reason = step.reason or step.evidence or step.reference
            yield HistoryEntry(step.on, f"Payment “{payment.name}”: {step.step.label.lower()}", step.by_name, reason)


def _modifications(content: ContentOn) -> Iterator[HistoryEntry]:
    for each in content.modifications:
        yield HistoryEntry(each.agreed_on, f"Modification agreed: {each.what}")
        for step in each.steps:
            notice = f" ({step.notice_id})" if step.notice_id else ""
            yield HistoryEntry(step.on, f"{step.kind.label}{notice}: {each.what}", step.by_name, step.reason)


def _extensions(content: ContentOn) -> Iterator[HistoryEntry]:
    for option in content.options:
        if option.exercised_on is not None:
            what = f"Option {option.number} to extend used: last day {nhs_date(option.ends_on)}"
            yield HistoryEntry(option.exercised_on, what, option.by_name)


def _reviews(content: ContentOn) -> Iterator[HistoryEntry]:
    for review in content.reviews:
        missed = f": {', '.join(review.missed)} missed" if review.missed else ""
        yield HistoryEntry(review.held_on, f"Supplier’s performance reviewed{missed}", review.by_name)
    for kpi in content.kpis:
        for each in kpi.assessments:
            yield HistoryEntry(each.assessed_on, f"KPI “{kpi.name}” assessed: {each.rating.label.lower()}")


def _clauses(content: ContentOn) -> Iterator[HistoryEntry]:
    """Clauses whose position now stands, counted by the day from which it does."""
    days = [each.effective_on for each in content.clauses if each.effective_on is not None]
    for day in sorted(set(days)):
        yield HistoryEntry(day, f"{plural(days.count(day), 'clause')} recorded against the checklist")
