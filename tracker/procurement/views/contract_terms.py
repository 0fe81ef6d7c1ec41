"""The forms over a contract's terms, what it covers, what it replaces, and its arrangements."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracker.networks.editing import edit
from tracker.procurement.actions.contracts import TERMS, cover_deployments, say_replaced
from tracker.procurement.actions.modifications import change_terms, record_arrangements
from tracker.procurement.contract_finding import (
    coverable,
    covered_ids,
    find_replaceable,
    replaceable,
    standing_arrangements,
    standing_replaces,
    standing_terms,
    version_of,
)
from tracker.procurement.forms.contract_content import ArrangementsForm, CoverageForm, ReplacesForm, TermsForm
from tracker.procurement.forms.fields import pence, pounds
from tracker.procurement.models import Contract
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.contract_common import SEES_MONEY, UPDATES, form_page, opened

MONEY = ("value", "committed", "paid")


def terms_in_pounds(contract: Contract) -> tuple[dict[str, Any], int]:
    """The terms as a form shows them, and the contract's version."""
    stored = standing_terms(contract, TERMS)
    shown = {name.removesuffix("_pence"): value for name, value in stored.items()}
    return shown | {name: pounds(shown[name]) for name in MONEY}, version_of(contract)


@both
def edit_terms(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The contract's dates, money and yes/no terms."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)
    standing, version = terms_in_pounds(found.row)
    form = TermsForm(posted(request), standing=standing, version=version, today=seen.today)

    def save() -> None:
        typed = form.cleaned_data
        terms = {
            f"{name}_pence" if name in MONEY else name: pence(typed[name]) if name in MONEY else typed[name]
            for name in form.changed_fields()
        }
        change_terms(
            contract=found.row,
            on=typed["effective_on"],
            reason=typed["reason"],
            version=form.typed_version,
            by=seen.user,
            **terms,
        )

    page = form_page(request, found, "Terms", done="The terms are updated.", part="terms")
    return edit(request, form, page, save=save, current=lambda: terms_in_pounds(found.row))


@both
def edit_coverage(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The deployments that the contract covers."""
    seen, found = opened(request, contract_id, UPDATES)
    offered = {str(row.pk): row for row in coverable(found.row, on=seen.today)}

    def stands() -> tuple[dict[str, Any], int]:
        return {"deployments": covered_ids(found.row)}, version_of(found.row)

    standing, version = stands()
    choices = [(key, str(row.trust)) for key, row in offered.items()]
    form = CoverageForm(posted(request), standing=standing, version=version, today=seen.today, deployments=choices)
    page = form_page(request, found, "What the contract covers", done="The coverage is updated.", part="coverage")
    return edit(
        request,
        form,
        page,
        save=lambda: cover_deployments(
            contract=found.row,
            deployments=[offered[key] for key in form.cleaned_data["deployments"]],
            on=form.cleaned_data["effective_on"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=stands,
    )


@both
def edit_replaces(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Which contract this one takes over from."""
    seen, found = opened(request, contract_id, UPDATES)
    standing, version = standing_replaces(found.row)
    form = ReplacesForm(posted(request), standing=standing, version=version, contracts=replaceable(found.row))
    page = form_page(request, found, "What it replaces", done="The contract before is recorded.", part="terms")
    return edit(
        request,
        form,
        page,
        save=lambda: say_replaced(
            contract=found.row,
            replaces=find_replaceable(found.row, form.cleaned_data["replaces"]),
            version=form.typed_version,
            by=seen.user,
        ),
        current=lambda: standing_replaces(found.row),
    )


@both
def edit_arrangements(request: HttpRequest, contract_id: int) -> HttpResponse:
    """Who contracts, how changes are agreed, and how the contract is left."""
    seen, found = opened(request, contract_id, UPDATES)

    def stands() -> tuple[dict[str, Any], int]:
        return standing_arrangements(found.row), version_of(found.row)

    standing, version = stands()
    form = ArrangementsForm(posted(request), standing=standing, version=version, today=seen.today)
    page = form_page(
        request, found, "Parties, change control and exit plan", done="The arrangements are updated.", part="exit"
    )
    return edit(
        request,
        form,
        page,
        save=lambda: record_arrangements(
            contract=found.row,
            on=form.cleaned_data["effective_on"],
            version=form.typed_version,
            by=seen.user,
            **{name: form.cleaned_data[name] for name in standing},
        ),
        current=stands,
    )
