"""Pages of the human oversight record."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.accounts.roles import SignOffRole
from tracker.core.presentation import Link
from tracker.governance.actions.oversight import decide_on_oversight, record_oversight
from tracker.governance.forms.oversight import OversightForm
from tracker.governance.forms.validation import ApprovalForm
from tracker.governance.models import OversightRecord
from tracker.governance.presenters.plans import OversightView, Rights, present_oversight
from tracker.governance.selectors.assurance import required_roles_on
from tracker.governance.selectors.oversight import SAID, find_record, newest_record, oversight_on
from tracker.governance.validation_vocabulary import ApprovalDecision, ApprovalSubject
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.records import crumbs_to, form_page, may, roles_to_decide_in, seen_or_404, show
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import viewing


@require_safe
def oversight(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Who reads, what the AI may change, and whom to turn to."""
    seen = viewing(request)
    found = seen_or_404(seen, deployment_id)
    stands = oversight_on([deployment_id], on=seen.as_of)[deployment_id]
    view = OversightView(
        found=stands,
        row=find_record(found.row, stands.newest.number) if stands.newest else None,
        required=required_roles_on(seen.as_of)[ApprovalSubject.OVERSIGHT],
        deployment_id=deployment_id,
        caption=found.name,
        day=seen.as_of,
        rights=Rights(may(seen, found, "governance.write_plans"), may(seen, found, "governance.approve_record")),
    )
    return show(request, present_oversight(view), crumbs_to(found))


def _back(found: FoundDeployment) -> Link:
    return Link("Human oversight", reverse("oversight", args=[found.row.pk]))


def _standing(row: OversightRecord | None) -> tuple[dict[str, Any], int | None]:
    """What the form starts from, and the number of the edition."""
    if row is None:
        return {}, None
    said: dict[str, Any] = {name: getattr(row, name) for name in SAID}
    for each in row.contacts.all():
        said |= {f"contact_{each.role}": each.contact, f"hours_{each.role}": each.hours}
    return said, row.number


@both
def edit_oversight(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Writes a further edition of the record."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.write_plans")
    standing, number = _standing(newest_record(found.row))
    form = OversightForm(request.POST if request.method == "POST" else None, standing=standing, version=number)

    def save() -> None:
        names = ("readers", "decides", "disagreement_rule", "override_logging", "alert_cap_per_session")
        typed = {name: form.cleaned_data[name] for name in names}
        record_oversight(
            deployment=found.row,
            effects=form.effects,
            contacts=form.contacts,
            after=form.typed_version,
            by=seen.user,
            **typed,
        )

    lead = "What you save is a new edition. It counts once it is approved; until then the one before it does."
    page = form_page(found, "Human oversight record", back=_back(found), lead=lead, done="The edition is saved.")
    return edit(request, form, page, save=save, current=lambda: _standing(newest_record(found.row)))


@both
def approve_oversight(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Approves or refuses the newest edition."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.approve_record")
    roles = roles_to_decide_in(seen, found, required_roles_on(seen.today)[ApprovalSubject.OVERSIGHT])
    newest = newest_record(found.row)
    if newest is None:
        raise Http404
    form = ApprovalForm(
        request.POST if request.method == "POST" else None, standing={}, version=newest.number, roles=roles
    )

    def save() -> None:
        typed = form.cleaned_data
        decide_on_oversight(
            record=find_record(found.row, form.typed_version or 0) or newest,
            role=SignOffRole(typed["role"]),
            decision=ApprovalDecision(typed["decision"]),
            note=typed["note"],
            by=seen.user,
        )

    page = form_page(found, f"Approve edition {newest.number}", back=_back(found), done="Your decision is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, newest.number))
