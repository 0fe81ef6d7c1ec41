"""The forms over KPIs, service levels and the reviews of a supplier's performance."""

from django.http import HttpRequest, HttpResponse

from tracker.core.days import add_months
from tracker.networks.editing import edit
from tracker.procurement.actions.performance import (
    agree_kpi,
    agree_service_level,
    assess_kpi,
    change_kpi,
    record_performance_review,
)
from tracker.procurement.contract_finding import find_kpi
from tracker.procurement.contract_vocabulary import KpiRating, ServiceLevelKind
from tracker.procurement.forms.contract_performance import (
    AssessForm,
    KpiForm,
    PerformanceReviewForm,
    ServiceLevelForm,
)
from tracker.procurement.selectors.contract_content import levels_of
from tracker.procurement.views.common import both, posted
from tracker.procurement.views.contract_common import UPDATES, form_page, nothing_stored, opened, part_or_404

PART = "performance"


@both
def add_kpi(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A key performance indicator that both sides agreed."""
    seen, found = opened(request, contract_id, UPDATES)
    form = KpiForm(posted(request), standing={}, is_new=True)
    page = form_page(request, found, "Add a KPI", done="The KPI is added.", part=PART)
    return edit(
        request,
        form,
        page,
        save=lambda: agree_kpi(
            contract=found.row,
            name=form.cleaned_data["name"],
            target=form.cleaned_data["target"],
            agreed_on=form.cleaned_data["agreed_on"],
            by=seen.user,
        ),
        current=nothing_stored,
    )


@both
def edit_kpi(request: HttpRequest, contract_id: int, kpi_id: int) -> HttpResponse:
    """The target of a KPI."""
    seen, found = opened(request, contract_id, UPDATES)
    kpi = part_or_404(find_kpi, found, kpi_id)
    form = KpiForm(posted(request), standing={"target": kpi.target}, version=kpi.version, is_new=False)

    def stands() -> tuple[dict[str, str], int]:
        row = part_or_404(find_kpi, found, kpi_id)
        return {"target": row.target}, row.version

    page = form_page(request, found, f"Change the target of: {kpi.name}", done="The KPI is updated.", part=PART)
    return edit(
        request,
        form,
        page,
        save=lambda: change_kpi(kpi=kpi, target=form.cleaned_data["target"], version=form.typed_version, by=seen.user),
        current=stands,
    )


@both
def assess(request: HttpRequest, contract_id: int, kpi_id: int) -> HttpResponse:
    """A KPI over a year, rated."""
    seen, found = opened(request, contract_id, UPDATES)
    kpi = part_or_404(find_kpi, found, kpi_id)
    form = AssessForm(posted(request), standing={"assessed_on": seen.today})

    def save() -> None:
        typed = form.cleaned_data
        names = ("period_from", "period_to", "note", "notice_id", "assessed_on")
        assess_kpi(kpi=kpi, rating=KpiRating(typed["rating"]), by=seen.user, **{name: typed[name] for name in names})

    page = form_page(
        request,
        found,
        f"Assess: {kpi.name}",
        done="The assessment is recorded.",
        lead=f"Target: {kpi.target}",
        part=PART,
    )
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def add_service_level(request: HttpRequest, contract_id: int) -> HttpResponse:
    """A level of service that the supplier owes."""
    seen, found = opened(request, contract_id, UPDATES)
    form = ServiceLevelForm(posted(request), standing={})

    def save() -> None:
        typed = form.cleaned_data
        agree_service_level(
            contract=found.row,
            kind=ServiceLevelKind(typed["kind"]),
            name=typed["name"],
            target=typed["target"],
            agreed_on=typed["agreed_on"],
            by=seen.user,
        )

    page = form_page(request, found, "Add a service level", done="The service level is added.", part=PART)
    return edit(request, form, page, save=save, current=nothing_stored)


@both
def add_review(request: HttpRequest, contract_id: int) -> HttpResponse:
    """The network reviewed the supplier's performance under the contract."""
    seen, found = opened(request, contract_id, UPDATES)
    levels = levels_of([found.row.pk], on=seen.today)[found.row.pk]
    standing = {"held_on": seen.today, "next_due_on": add_months(seen.today, 3)}
    form = PerformanceReviewForm(posted(request), standing=standing, levels=levels)
    lead = (
        "The service at one trust is reviewed with its deployment. This review is of the network’s contract."
        if levels
        else "The contract has no service level yet. Add one first: a review says how each of them did."
    )
    page = form_page(
        request, found, "Record a performance review", done="The review is recorded.", lead=lead, part=PART
    )
    return edit(
        request,
        form,
        page,
        save=lambda: record_performance_review(
            contract=found.row,
            held_on=form.cleaned_data["held_on"],
            outcomes=form.outcomes,
            actions=form.cleaned_data["actions"],
            next_due_on=form.cleaned_data["next_due_on"],
            by=seen.user,
        ),
        current=nothing_stored,
    )
