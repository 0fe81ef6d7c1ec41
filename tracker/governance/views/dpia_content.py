"""The pages that write what a DPIA says: what it is about, its sections, and the supplier's own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from tracker.governance.actions.dpia_content import adopt_lead, save_answers, save_subject
from tracker.governance.actions.supplier_dpias import save_supplier_dpia
from tracker.governance.forms.dpia_content import (
    LeadForm,
    SectionForm,
    SubjectForm,
    SupplierDpiaForm,
    standing_answers,
)
from tracker.governance.selectors.dpia_workspace import (
    find_answers,
    find_dpia,
    find_release,
    find_supplier_dpia,
    lead_candidates,
    releases_for,
    supplier_template,
)
from tracker.governance.selectors.releases import releases_on
from tracker.governance.views.common import both, found_or_404
from tracker.governance.views.dpia_common import form_page, workspace_of
from tracker.networks.editing import edit
from tracker.networks.finding import FoundDeployment
from tracker.networks.requests import viewing

Standing = tuple[dict[str, Any], int | None]


def _subject(found: FoundDeployment) -> Standing:
    dpia = find_dpia(found.row)
    if dpia is None:
        return {"release": "", "sources": [], "local_addendum": ""}, None
    release = str(dpia.release_id or "")
    return {"release": release, "sources": list(dpia.sources), "local_addendum": dpia.local_addendum}, dpia.version


@both
def edit_subject(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Which release, for whose patients, and what differs from a lead DPIA."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    standing, version = _subject(found)
    releases = [(str(row.pk), str(row)) for row in releases_for(found.row)]
    data = request.POST if request.method == "POST" else None
    form = SubjectForm(data, standing=standing, version=version, releases=releases)

    def save() -> None:
        save_subject(
            deployment=found.row,
            release=find_release(int(form.cleaned_data["release"] or 0)),
            sources=form.cleaned_data["sources"],
            local_addendum=form.cleaned_data["local_addendum"],
            version=form.typed_version,
            by=seen.user,
        )

    page = form_page(request, found, "What is assessed", done="What is assessed is saved.")
    return edit(request, form, page, save=save, current=lambda: _subject(found))


def _lead(found: FoundDeployment) -> Standing:
    dpia = find_dpia(found.row)
    return {"lead": str(dpia.lead_id or "") if dpia else ""}, dpia.version if dpia else None


@both
def edit_lead(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Which other trust's DPIA this one adopts."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.adopt_lead_dpia")
    standing, version = _lead(found)
    leads = {str(row.pk): row for row in lead_candidates(found.row, on=seen.today)}
    choices = [(key, row.deployment.trust.name) for key, row in leads.items()]
    data = request.POST if request.method == "POST" else None
    form = LeadForm(data, standing=standing, version=version, leads=choices)

    def save() -> None:
        lead = leads.get(form.cleaned_data["lead"])
        adopt_lead(deployment=found.row, lead=lead, version=form.typed_version, by=seen.user)

    lead = (
        "Its answers, activities and risks count here too. This trust writes what is different, and signs for itself."
    )
    page = form_page(request, found, "Lead DPIA", lead=lead, done="The lead DPIA is saved.")
    return edit(request, form, page, save=save, current=lambda: _lead(found))


@both
def edit_section(request: HttpRequest, deployment_id: int, section: str) -> HttpResponse:
    """The questions of one section."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    view = workspace_of(seen, found)
    asked = view.template.section(section)
    if asked is None or not asked.questions:
        raise Http404

    def current() -> Standing:
        row = find_answers(found.row, section)
        return standing_answers(asked, row.answers if row else {}), row.version if row else None

    standing, version = current()
    lead = view.dpia.content.sections.get(section, {}) if view.dpia.content and view.dpia.content.has_lead else {}
    data = request.POST if request.method == "POST" else None
    form = SectionForm(data, standing=standing, version=version, section=asked, lead=lead)

    def save() -> None:
        save_answers(
            deployment=found.row, section=section, answers=form.answers(), version=form.typed_version, by=seen.user
        )

    later = f"{asked.lead} You can leave a question open and come back to it."
    done = f"Section {asked.number} is saved."
    page = form_page(request, found, f"{asked.number} {asked.title}", lead=later, done=done)
    return edit(request, form, page, save=save, current=current)


@both
def edit_supplier_dpia(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """The supplier's DPIA of the release in use, and what it covers."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.draft_dpia")
    in_use = releases_on([deployment_id], on=seen.today)[deployment_id]
    release = find_release(in_use.id) if in_use else None
    if release is None:
        raise PermissionDenied("It is not known which release this deployment runs. Record the release first.")
    section = supplier_template(on=seen.today).sections[0]

    def current() -> Standing:
        row = find_supplier_dpia(found.row, release.pk)
        covered = {question.code: row.coverage.get(question.code, "") if row else "" for question in section.questions}
        named = {"reference": row.reference if row else "", "received_on": row.received_on if row else None}
        return {**named, **covered}, row.version if row else None

    standing, version = current()
    data = request.POST if request.method == "POST" else None
    form = SupplierDpiaForm(data, standing=standing, version=version, section=section)

    def save() -> None:
        save_supplier_dpia(
            deployment=found.row,
            release=release,
            reference=form.cleaned_data["reference"],
            received_on=form.cleaned_data["received_on"],
            coverage=form.coverage(),
            version=form.typed_version,
            by=seen.user,
        )

    lead = f"{section.lead} It feeds this trust’s own assessment and does not replace it."
    page = form_page(request, found, "Supplier’s DPIA", lead=lead, done="The supplier’s DPIA is saved.")
    return edit(request, form, page, save=save, current=current)
