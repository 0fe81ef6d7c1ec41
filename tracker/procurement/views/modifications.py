"""The forms over a contract's modifications and its options to extend."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from tracker.core.formats import nhs_date
from tracker.networks.editing import edit
from tracker.procurement.actions.modifications import (
    agree_options,
    exercise_option,
    record_modification,
    take_modification_step,
)
from tracker.procurement.contract_finding import find_modification, version_of
from tracker.procurement.contract_vocabulary import ModificationStepKind
from tracker.procurement.forms.contract_content import ExtendForm, ModificationForm, ModificationStepForm, OptionsForm
from tracker.procurement.forms.fields import pence
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.contract_common import (
    SEES_MONEY,
    UPDATES,
    form_page,
    nothing_stored,
    opened,
    part_or_404,
)

PART = "changes"


@both
def add_modification(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A change of the contract that both sides agreed."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)
    form = ModificationForm(posted(request), standing={"agreed_on": seen.today})

    def save() -> None:
        typed = form.cleaned_data
        names = ("what", "ends_on", "agreed_on", "planned_for", "is_qualifying")
        record_modification(
            contract=found.row,
            value_change_pence=pence(typed["value_change"]) or 0,
            by=seen.user,
            **{name: typed[name] for name in names},
        )

    page = form_page(request, found, "Record a modification", done="The modification is recorded.", part=PART)
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def modification_step(request: HttpRequest, contract_id: int, modification_id: int) -> HttpResponse:
    """What was decided about a modification's notice, or that it took effect."""
    seen, found = opened(request, contract_id, UPDATES, SEES_MONEY)
    row = part_or_404(find_modification, found, modification_id)
    form = ModificationStepForm(posted(request), standing={"happened_on": seen.today})

    def save() -> None:
        typed = form.cleaned_data
        take_modification_step(
            modification=row,
            kind=ModificationStepKind(typed["kind"]),
            on=typed["happened_on"],
            notice_id=typed["notice_id"],
            reason=typed["reason"],
            by=seen.user,
        )

    kind = "A qualifying modification" if row.is_qualifying else "Not a qualifying modification"
    lead = f"{row.what} {kind}, agreed on {nhs_date(row.agreed_on)}, to take effect on {nhs_date(row.planned_for)}."
    page = form_page(
        request, found, "Decide about a modification", done="The modification is updated.", lead=lead, part=PART
    )
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def add_options(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The options to extend that the contract gives."""
    seen, found = opened(request, contract_id, UPDATES)
    form = OptionsForm(posted(request), standing={})
    page = form_page(request, found, "Record options to extend", done="The options are recorded.", part=PART)
    return edit(
        request,
        form,
        page,
        save=lambda: agree_options(
            contract=found.row,
            count=form.cleaned_data["count"],
            months=form.cleaned_data["months"],
            agreed_on=form.cleaned_data["agreed_on"],
            by=seen.user,
        ),
        current=nothing_stored,
    )


@both
def extend(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The network uses the next option to extend."""
    seen, found = opened(request, contract_id, UPDATES)

    def stands() -> tuple[dict[str, Any], int]:
        return {}, version_of(found.row)

    form = ExtendForm(posted(request), standing={}, version=version_of(found.row))
    page = form_page(request, found, "Use the next option to extend", done="The contract is extended.", part=PART)
    return edit(
        request,
        form,
        page,
        save=lambda: exercise_option(
            contract=found.row,
            on=form.cleaned_data["exercised_on"],
            notice=form.cleaned_data["notice"],
            version=form.typed_version,
            by=seen.user,
        ),
        current=stands,
    )
