"""The forms over a contract's payments: agreed, proposed for release, released by somebody else, and paid."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracker.core.formats import money, nhs_date
from tracker.networks.editing import edit
from tracker.networks.requests import Viewing
from tracker.procurement.actions.payments import (
    agree_payment,
    change_payment,
    propose_release,
    record_payment,
    refuse_release,
    release_payment,
)
from tracker.procurement.contract_finding import find_metric, find_payment
from tracker.procurement.finding import FoundContract
from tracker.procurement.forms.contract_performance import (
    GATE,
    METRIC,
    DecideForm,
    PaidForm,
    PaymentForm,
    ProposeForm,
)
from tracker.procurement.forms.fields import pence, pounds
from tracker.procurement.models import PaymentMilestone
from tracker.procurement.selectors.contract_content import metrics_of
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.contract_common import (
    RELEASES,
    SEES_MONEY,
    UPDATES,
    form_page,
    nothing_stored,
    opened,
    part_or_404,
)

PART = "payments"


def offered_metrics(seen: Viewing, found: FoundContract) -> list[tuple[int, str]]:
    """The metrics that a payment may wait for."""
    return [(each.id, each.name) for each in metrics_of([found.row.pk], on=seen.today)[found.row.pk]]


def typed_payment(form: PaymentForm, found: FoundContract) -> dict[str, Any]:
    """A payment as typed."""
    typed, (metric_id, gate) = form.cleaned_data, form.chosen_trigger
    metric = part_or_404(find_metric, found, metric_id) if metric_id is not None else None
    amount = pence(typed["amount"]) or 0
    return {
        "name": typed["name"],
        "amount_pence": amount,
        "due_on": typed["due_on"],
        "metric": metric,
        "gate": gate,
    }


def standing_of(row: PaymentMilestone) -> dict[str, Any]:
    trigger = f"{METRIC}:{row.metric_id}" if row.metric_id else f"{GATE}:{row.gate}"
    return {"name": row.name, "amount": pounds(row.amount_pence), "due_on": row.due_on, "trigger": trigger}


def in_words(row: PaymentMilestone) -> str:
    """What a payment is, at the head of its forms."""
    waits = f"{row.metric.name} meets its target" if row.metric else row.get_gate_display()
    return f"{money(row.amount_pence)}, due on {nhs_date(row.due_on)}. It waits for: {waits}."


@both
def add_payment(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A part of the contract's value that waits for a metric or a gate."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)
    form = PaymentForm(posted(request), standing={}, metrics=offered_metrics(seen, found), is_new=True)
    page = form_page(request, found, "Add a payment", done="The payment is added.", part=PART)
    return edit(
        request,
        form,
        page,
        save=lambda: agree_payment(
            contract=found.row,
            agreed_on=form.cleaned_data["agreed_on"],
            by=seen.user,
            **typed_payment(form, found),
        ),
        current=nothing_stored,
    )


@both
def edit_payment(request: HttpRequest, contract_id: int, payment_id: int) -> HttpResponse:
    """A payment that nobody has proposed for release."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)
    row = part_or_404(find_payment, found, payment_id)
    form = PaymentForm(
        posted(request),
        standing=standing_of(row),
        version=row.version,
        metrics=offered_metrics(seen, found),
        is_new=False,
    )

    def stands() -> tuple[dict[str, Any], int]:
        current = part_or_404(find_payment, found, payment_id)
        return standing_of(current), current.version

    page = form_page(request, found, row.name, done="The payment is updated.", part=PART)
    return edit(
        request,
        form,
        page,
        save=lambda: change_payment(
            milestone=row, version=form.typed_version, by=seen.user, **typed_payment(form, found)
        ),
        current=stands,
    )


@both
def propose(request: HttpRequest, contract_id: int, payment_id: int) -> HttpResponse:
    """The first of two people says that a payment is due."""
    seen, found = opened(request, contract_id, RELEASES, SEES_MONEY)
    row = part_or_404(find_payment, found, payment_id)
    form = ProposeForm(posted(request), standing={"decided_on": seen.today})
    title = f"Propose the release of: {row.name}"
    page = form_page(
        request, found, title, done="Proposed. Somebody else has to release it.", lead=in_words(row), part=PART
    )
    return edit(
        request,
        form,
        page,
        save=lambda: propose_release(
            milestone=row, evidence=form.cleaned_data["evidence"], on=form.cleaned_data["decided_on"], by=seen.user
        ),
        current=nothing_stored,
    )


@both
def decide_payment(request: HttpRequest, contract_id: int, payment_id: int) -> HttpResponse:
    """The second of two people releases a payment or refuses it."""
    seen, found = opened(request, contract_id, RELEASES, SEES_MONEY)
    row = part_or_404(find_payment, found, payment_id)
    form = DecideForm(posted(request), standing={"decided_on": seen.today})

    def save() -> None:
        typed = form.cleaned_data
        step = release_payment if typed["decision"] == "release" else refuse_release
        step(milestone=row, on=typed["decided_on"], reason=typed["reason"], by=seen.user)

    title = f"Release or refuse: {row.name}"
    page = form_page(request, found, title, done="The decision is recorded.", lead=in_words(row), part=PART)
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def pay(request: HttpRequest, contract_id: int, payment_id: int) -> HttpResponse:
    """A released payment was paid."""
    seen, found = opened(request, contract_id, RELEASES, SEES_MONEY)
    row = part_or_404(find_payment, found, payment_id)
    form = PaidForm(posted(request), standing={"paid_on": seen.today})
    page = form_page(
        request,
        found,
        f"Record the payment of: {row.name}",
        done="The payment is recorded.",
        lead=in_words(row),
        part=PART,
    )
    return edit(
        request,
        form,
        page,
        save=lambda: record_payment(
            milestone=row, on=form.cleaned_data["paid_on"], reference=form.cleaned_data["reference"], by=seen.user
        ),
        current=nothing_stored,
    )
