"""The forms over a contract's success metrics, their readings, and the conditions of its renewal."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracker.networks.editing import edit
from tracker.procurement.actions.metrics import (
    add_renewal_condition,
    agree_metric,
    change_metric,
    end_renewal_condition,
    record_reading,
)
from tracker.procurement.contract_finding import find_metric, find_renewal
from tracker.procurement.contract_vocabulary import BetterWay, Frequency
from tracker.procurement.forms.contract_performance import EndRenewalForm, MetricForm, ReadingForm, RenewalForm
from tracker.procurement.models import SuccessMetric
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.contract_common import UPDATES, form_page, nothing_stored, opened, part_or_404

FIELDS = (
    "name",
    "definition",
    "numerator",
    "denominator",
    "unit",
    "baseline_value",
    "baseline_period",
    "target",
    "better",
    "data_source",
    "frequency",
    "owner",
)


def typed_metric(form: MetricForm) -> dict[str, Any]:
    """The fields of a metric as typed."""
    typed = {name: form.cleaned_data[name] for name in FIELDS}
    return typed | {"better": BetterWay(typed["better"]), "frequency": Frequency(typed["frequency"])}


def standing_of(metric: SuccessMetric) -> dict[str, Any]:
    return {name: getattr(metric, name) for name in FIELDS}


@both
def add_metric(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A success metric that both sides agreed."""
    seen, found = opened(request, contract_id, UPDATES)
    form = MetricForm(posted(request), standing={}, is_new=True)
    page = form_page(request, found, "Add a success metric", done="The metric is added.", part="metrics")
    return edit(
        request,
        form,
        page,
        save=lambda: agree_metric(
            contract=found.row, agreed_on=form.cleaned_data["agreed_on"], by=seen.user, **typed_metric(form)
        ),
        current=nothing_stored,
    )


@both
def edit_metric(request: HttpRequest, contract_id: int, metric_id: int) -> HttpResponse:
    """How a metric is counted."""
    seen, found = opened(request, contract_id, UPDATES)
    metric = part_or_404(find_metric, found, metric_id)
    form = MetricForm(posted(request), standing=standing_of(metric), version=metric.version, is_new=False)

    def stands() -> tuple[dict[str, Any], int]:
        row = part_or_404(find_metric, found, metric_id)
        return standing_of(row), row.version

    page = form_page(request, found, metric.name, done="The metric is updated.", part="metrics")
    return edit(
        request,
        form,
        page,
        save=lambda: change_metric(metric=metric, version=form.typed_version, by=seen.user, **typed_metric(form)),
        current=stands,
    )


@both
def add_reading(request: HttpRequest, contract_id: int, metric_id: int) -> HttpResponse:
    """The value of a metric over a period."""
    seen, found = opened(request, contract_id, UPDATES)
    metric = part_or_404(find_metric, found, metric_id)
    form = ReadingForm(posted(request), standing={"read_on": seen.today})

    def save() -> None:
        names = ("period_from", "period_to", "value", "source_note", "read_on")
        record_reading(metric=metric, by=seen.user, **{name: form.cleaned_data[name] for name in names})

    title = f"Record a reading: {metric.name}"
    page = form_page(request, found, title, done="The reading is recorded.", lead=metric.definition, part="metrics")
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def add_renewal(request: HttpRequest, contract_id: int, metric_id: int) -> HttpResponse:
    """The renewal of the contract depends on a metric."""
    seen, found = opened(request, contract_id, UPDATES)
    metric = part_or_404(find_metric, found, metric_id)
    form = RenewalForm(posted(request), standing={})
    title = f"Tie the renewal to: {metric.name}"
    page = form_page(request, found, title, done="The renewal depends on the metric.", part="metrics")
    return edit(
        request,
        form,
        page,
        save=lambda: add_renewal_condition(
            metric=metric, condition=form.cleaned_data["condition"], on=form.cleaned_data["agreed_on"], by=seen.user
        ),
        current=nothing_stored,
    )


@both
def end_renewal(request: HttpRequest, contract_id: int, renewal_id: int) -> HttpResponse:
    """A condition of the renewal is dropped."""
    seen, found = opened(request, contract_id, UPDATES)
    condition = part_or_404(find_renewal, found, renewal_id)
    form = EndRenewalForm(posted(request), standing={})
    page = form_page(
        request, found, "Drop a condition of the renewal", done="The condition is dropped.", lead=condition.condition
    )
    return edit(
        request,
        form,
        page,
        save=lambda: end_renewal_condition(condition=condition, on=form.cleaned_data["ended_on"], by=seen.user),
        current=nothing_stored,
    )
