"""What a release is assured by: its page, and the forms over the device, cyber security and the supplier's pack."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tracker.core.formats import nhs_date
from tracker.core.permissions import decide
from tracker.core.presentation import Link
from tracker.governance.actions.devices import record_cyber_check, record_device
from tracker.governance.actions.releases import record_release
from tracker.governance.actions.safety_packs import answer_clauses, decide_safety_pack, save_safety_pack
from tracker.governance.forms.releases import (
    ClausesForm,
    CyberForm,
    DeviceForm,
    PackDecisionForm,
    PackForm,
    ReleaseInUseForm,
    standing_clauses,
)
from tracker.governance.permissions import decide_over_any
from tracker.governance.policies.checklists import answered, parse_sections
from tracker.governance.presenters.releases import present_release
from tracker.governance.safety_vocabulary import Autonomy, PackDecision
from tracker.governance.selectors.release_finding import find_release, releases_offered
from tracker.governance.selectors.release_pages import newest_cyber, newest_device, release_view, use_cases
from tracker.governance.selectors.releases import releases_on
from tracker.governance.selectors.safety_pages import pack_of
from tracker.governance.selectors.safety_standards import scheme_on, schemes_on
from tracker.governance.views.common import both, found_or_404, page_about, posted
from tracker.governance.views.release_common import release_or_404, release_page
from tracker.networks.editing import edit
from tracker.networks.finding import find_deployment
from tracker.networks.requests import viewing
from tracker.procurement.models import ProductRelease

NOT_OF_THE_THING = {"version", "shown", "checked_on"}
ADDED = "Your check is added, and the earlier ones are kept. Fields start from the newest."


@require_safe
def release(request: HttpRequest, release_id: int) -> HttpResponse:
    """The DTAC by section, the device, certificates and the supplier's pack."""
    seen = viewing(request)
    found = find_release(seen.access, release_id, on=seen.today)
    if found is None:
        raise Http404
    page = present_release(
        release_view(found.row, on=seen.today),
        allows=lambda name: decide_over_any(name, seen.access, found.scopes),
        is_today=seen.is_today,
        on=seen.today,
    )
    return render(request, "governance/release.jinja", {"page": page, "crumbs": [Link("Home", "/")]})


@require_safe
def of_deployment(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Leads to the release that a deployment runs; where none is known, to the form that records it for whoever may, and
    else to the deployment."""
    seen = viewing(request)
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    running = releases_on([deployment_id], on=seen.today)[deployment_id]
    if running is not None:
        return redirect("release", running.id)
    may_record = decide("networks.update_deployment", seen.access, found.scope)
    return redirect("record-release" if may_record else "deployment", deployment_id)


@both
def record_use(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Which release a deployment runs, from a day on. It is added, and those before it are kept."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "networks.update_deployment")
    running = releases_on([deployment_id], on=seen.today)[deployment_id]
    offered = {row.pk: row for row in releases_offered(found.row)}
    form = ReleaseInUseForm(
        posted(request),
        standing={},
        today=seen.today,
        releases=[(pk, f"{row.product.name} {row.version}, {row.product.supplier}") for pk, row in offered.items()],
    )

    def save() -> None:
        told = form.cleaned_data
        record_release(
            deployment=found.row,
            release=offered[told["release"]],
            on=told["effective_on"],
            reason=told["reason"],
            by=seen.user,
        )

    stands = f"Now: {running.name}, since {nhs_date(running.since)}." if running else "No release is recorded."
    lead = f"{stands} Another release needs a safety case, a validation and a DPIA of its own."
    page = page_about(request, found, "Record the release in use", lead=lead, done="The release in use is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def edit_device(request: HttpRequest, release_id: int) -> HttpResponse:
    """A check of the release as a medical device. It is added, and those before it are kept."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    names = [name for name in DeviceForm.base_fields if name not in NOT_OF_THE_THING]

    def standing() -> dict[str, Any]:
        row = newest_device(found.row, on=seen.today)
        return {name: getattr(row, name) for name in names} if row else _stated(found.row)

    def version() -> int | None:
        row = newest_device(found.row, on=seen.today)
        return row.pk if row else None

    form = DeviceForm(
        posted(request),
        standing=standing(),
        version=version(),
        today=seen.today,
        use_cases=use_cases(),
    )

    def save() -> None:
        record_device(
            release=found.row,
            version=form.typed_version,
            checked_on=form.cleaned_data["checked_on"],
            by=seen.user,
            **form.facts,
        )

    page = release_page(request, found, "Check of the device", lead=ADDED, done="The check is recorded.")
    return edit(request, form, page, save=save, current=lambda: (standing(), version()))


def _stated(row: ProductRelease) -> dict[str, Any]:
    """What procurement has on record before anybody has checked the device."""
    return {
        "mark": row.marking if row.marking == "UKCA" else "",
        "device_class": row.device_class,
        "expires_on": row.certificate_expires_on,
        "mhra_reference": row.mhra_reference,
        "use_cases": [use_case.code for use_case in row.product.use_cases.all()],
        "autonomy": Autonomy.SUPPORT.value,
        "minimum_age": 18,
    }


@both
def edit_cyber(request: HttpRequest, release_id: int) -> HttpResponse:
    """A check of the release's cyber security, beside the dates that procurement keeps."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    names = [name for name in CyberForm.base_fields if name not in NOT_OF_THE_THING]

    def standing() -> dict[str, Any]:
        row = newest_cyber(found.row, on=seen.today)
        return {name: getattr(row, name, None) for name in names}

    def version() -> int | None:
        row = newest_cyber(found.row, on=seen.today)
        return row.pk if row else None

    form = CyberForm(posted(request), standing=standing(), version=version(), today=seen.today)

    def save() -> None:
        record_cyber_check(
            release=found.row,
            version=form.typed_version,
            checked_on=form.cleaned_data["checked_on"],
            by=seen.user,
            **form.facts,
        )

    page = release_page(request, found, "Check of cyber security", lead=ADDED, done="The check is recorded.")
    return edit(request, form, page, save=save, current=lambda: (standing(), version()))


# --- The supplier's pack --------------------------------------------------------------------------------------------


@both
def edit_pack(request: HttpRequest, release_id: int) -> HttpResponse:
    """What the supplier sent about DCB0129, or why the standard does not apply."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")

    def standing() -> dict[str, Any]:
        row = pack_of(release_id)
        return {
            "is_applicable": "no" if row and not row.is_applicable else "yes",
            "received_on": row.received_on if row else found.row.dcb0129_on,
            "report_reference": row.report_reference if row else "",
            "scheme": str(row.scheme_id if row else scheme_on(seen.today).pk),
            "rationale": row.rationale if row else "",
        }

    def version() -> int | None:
        row = pack_of(release_id)
        return row.version if row else None

    form = PackForm(
        posted(request),
        standing=standing(),
        version=version(),
        today=seen.today,
        schemes=schemes_on(seen.today),
    )

    def save() -> None:
        typed = {name: form.cleaned_data[name] for name in ("received_on", "report_reference", "rationale")}
        typed |= {"is_applicable": form.cleaned_data["is_applicable"] == "yes"}
        typed |= {"scheme_id": int(form.cleaned_data["scheme"])}
        save_safety_pack(release=found.row, version=form.typed_version, by=seen.user, **typed)

    page = release_page(request, found, "Supplier's clinical safety (DCB0129)", done="The pack is recorded.")
    return edit(request, form, page, save=save, current=lambda: (standing(), version()))


@both
def edit_pack_section(request: HttpRequest, release_id: int, chapter: str) -> HttpResponse:
    """The answers to one section of the standard's requirements."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    pack = pack_of(release_id)
    sections = {each.code: each for each in parse_sections(pack.standard.sections)} if pack else {}
    if pack is None or chapter not in sections:
        raise Http404
    wanted = sections[chapter]

    def standing() -> dict[str, str]:
        answers = (pack_of(release_id) or pack).answers
        return standing_clauses(wanted, {clause.number: answered(answers, clause.number) for clause in wanted.clauses})

    form = ClausesForm(
        posted(request),
        standing=standing(),
        version=pack.version,
        today=seen.today,
        section=wanted,
    )

    def save() -> None:
        answer_clauses(pack=pack, answers=form.answers, version=form.typed_version, by=seen.user)

    lead = "Before supply each is answered with yes, no, or not applicable. Every answer but no needs its evidence or reason."
    page = release_page(
        request, found, f"{pack.standard}, {wanted.title.lower()}", lead=lead, done="The answers are saved."
    )
    return edit(request, form, page, save=save, current=lambda: (standing(), (pack_of(release_id) or pack).version))


@both
def decide_pack(request: HttpRequest, release_id: int) -> HttpResponse:
    """A clinical safety officer accepts or returns the supplier's pack, for where they sign."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.decide_safety")
    pack = pack_of(release_id)
    if pack is None:
        raise Http404
    form = PackDecisionForm(posted(request), standing={}, version=pack.version, today=seen.today)

    def save() -> None:
        decide_safety_pack(
            pack=pack,
            decision=PackDecision(form.cleaned_data["decision"]),
            on=form.cleaned_data["effective_on"],
            note=form.cleaned_data["note"],
            version=form.typed_version,
            by=seen.user,
        )

    lead = "Your decision holds wherever you are clinical safety officer."
    page = release_page(request, found, "Decide about the DCB0129 pack", lead=lead, done="Your decision is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, (pack_of(release_id) or pack).version))
