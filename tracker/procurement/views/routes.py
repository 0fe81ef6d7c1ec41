"""The forms over a procurement's route, its notices, and what suppliers raise."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from tracker.core.formats import nhs_date
from tracker.core.presentation import Link
from tracker.networks.editing import EditPage, edit, permit
from tracker.networks.requests import Viewing, viewing
from tracker.procurement.actions.routes import (
    close_challenge,
    record_challenge,
    record_notice,
    record_route,
    take_back_notice,
)
from tracker.procurement.finding import FoundProcurement
from tracker.procurement.forms.routes import ChallengeForm, ChallengeStepForm, NoticeForm, RouteForm, TakeBackForm
from tracker.procurement.policies.route import Standing
from tracker.procurement.route_vocabulary import ChallengeKind, ChallengeStepKind
from tracker.procurement.selectors.routes import route_standing, standing_on
from tracker.procurement.views.common import both, crumbs_to, page_about, posted, procurement_or_404

UPDATE = "procurement.update_procurement"


def _page(request: HttpRequest, found: FoundProcurement, title: str, *, done: str, lead: str = "") -> EditPage:
    home = reverse("procurement", args=[found.row.pk])
    crumbs = crumbs_to(found.row.network, Link(str(found.row), home))
    return page_about(request, found.row.network, title, str(found.row), done=done, lead=lead, back=home, crumbs=crumbs)


def _changing(
    request: HttpRequest, procurement_id: int, *, commercial: bool = False
) -> tuple[Viewing, FoundProcurement, Standing]:
    """The procurement, for somebody who may change it, and how it stands. What suppliers raised is not there for who may
    not see bids and values."""
    seen = viewing(request)
    found = procurement_or_404(seen, procurement_id)
    if commercial and not seen.access.sees_commercial(found.scope):
        raise Http404
    permit(seen, UPDATE, found.scope)
    return seen, found, standing_on(procurement_id, on=seen.today)


def _nothing() -> tuple[dict[str, object], None]:
    return {}, None


@both
def edit_route(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """By which law and method the network buys."""
    seen, found, _ = _changing(request, procurement_id)
    stands = partial(route_standing, procurement_id, on=seen.today)
    standing, version = stands()
    form = RouteForm(posted(request), standing=standing, version=version, today=seen.today)
    page = _page(request, found, "Route and law", done="The route is updated.")

    def save() -> None:
        record_route(
            procurement=found.row,
            route=form.route(),
            framework=form.cleaned_data["framework"],
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        )

    return edit(request, form, page, save=save, current=stands)


@both
def new_notice(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """A notice was published."""
    seen, found, standing = _changing(request, procurement_id)
    if standing.route is None:
        raise Http404
    method = standing.route.method
    duties = [each for each in standing.duties if each.applies_to(method) and not each.is_an_answer]
    form = NoticeForm(posted(request), standing={}, today=seen.today, duties=duties)
    page = _page(request, found, "Record a notice", done="The notice is recorded.")

    def save() -> None:
        typed = form.cleaned_data
        record_notice(procurement=found.row, notice=form.notice(), ocid=typed["ocid"], note=typed["note"], by=seen.user)

    return edit(request, form, page, save=save, current=_nothing)


@both
def take_back(request: HttpRequest, procurement_id: int, published_id: int) -> HttpResponse:
    """A notice was recorded by mistake."""
    seen, found, standing = _changing(request, procurement_id)
    notice = next((each for each in standing.notices if each.id == published_id), None)
    if notice is None:
        raise Http404
    form = TakeBackForm(posted(request), standing={}, today=seen.today)
    title = f"Take back {notice.code} of {nhs_date(notice.published_on)}"
    page = _page(request, found, title, done="The notice is taken back.")

    def save() -> None:
        take_back_notice(procurement=found.row, notice_id=published_id, note=form.cleaned_data["note"], by=seen.user)

    return edit(request, form, page, save=save, current=_nothing)


@both
def new_challenge(request: HttpRequest, procurement_id: int) -> HttpResponse:
    """A supplier asked or challenged."""
    seen, found, _ = _changing(request, procurement_id, commercial=True)
    form = ChallengeForm(posted(request), standing={}, today=seen.today)
    page = _page(request, found, "Record a question or challenge", done="It is recorded.")

    def save() -> None:
        typed = form.cleaned_data
        record_challenge(
            procurement=found.row,
            kind=ChallengeKind(typed["kind"]),
            supplier_name=typed["supplier_name"],
            received_on=typed["received_on"],
            summary=typed["summary"],
            by=seen.user,
        )

    return edit(request, form, page, save=save, current=_nothing)


@both
def answer_challenge(request: HttpRequest, procurement_id: int, challenge_id: int) -> HttpResponse:
    """How something that a supplier raised ended."""
    seen, found, standing = _changing(request, procurement_id, commercial=True)
    raised = next((each for each in standing.challenges if each.id == challenge_id), None)
    if raised is None:
        raise Http404
    form = ChallengeStepForm(posted(request), standing={}, today=seen.today)
    title = f"{raised.kind.label} of {raised.supplier_name}"
    due = f" Its answer is due by {nhs_date(raised.due_on)}." if raised.due_on else ""
    lead = f"It came on {nhs_date(raised.received_on)}.{due} {raised.summary}"
    page = _page(request, found, title, lead=lead, done="It is closed.")

    def save() -> None:
        typed = form.cleaned_data
        close_challenge(
            procurement=found.row,
            challenge_id=challenge_id,
            kind=ChallengeStepKind(typed["kind"]),
            happened_on=typed["happened_on"],
            note=typed["note"],
            by=seen.user,
        )

    return edit(request, form, page, save=save, current=_nothing)
