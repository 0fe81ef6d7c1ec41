"""The forms over hazard logs: the trust's own, and the supplier's of a release."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from tracker.governance.actions.hazards import add_starter_hazards, save_hazard
from tracker.governance.actions.safety_packs import save_supplier_hazard
from tracker.governance.forms.safety import HazardForm, LocalHazardForm, StartersForm
from tracker.governance.models import SupplierHazard
from tracker.governance.models.hazards import HazardRow
from tracker.governance.safety_vocabulary import HazardStatus
from tracker.governance.selectors.safety_pages import find_hazard, find_supplier_hazard, pack_of, starters_for
from tracker.governance.selectors.safety_standards import scheme_of
from tracker.governance.views.common import both, found_or_404, posted
from tracker.governance.views.release_common import release_or_404, release_page
from tracker.governance.views.safety import case_or_404, safety_page
from tracker.networks.editing import edit
from tracker.networks.requests import viewing

COPIED = ("name", "description", "impact", "causes", "existing_controls")
NEVER_SHOWN = {"version", "shown"}


def standing_of(row: HazardRow | None, names: list[str]) -> dict[str, Any]:
    """What a form over a hazard starts from; a new one is open."""
    if row is None:
        return {name: HazardStatus.OPEN.value if name == "status" else "" for name in names}
    return {name: getattr(row, name) for name in names}


def _fields(form: type[HazardForm]) -> list[str]:
    return [name for name in form.base_fields if name not in NEVER_SHOWN]


@both
def add(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """A new hazard of the trust's log, or the row for one that the supplier transferred (`?supplier=`)."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")
    case = case_or_404(seen, found)
    given = _supplier_hazard(request, case.release_id)
    standing = standing_of(None, _fields(LocalHazardForm))
    if given is not None:
        standing |= {name: getattr(given, name) for name in COPIED}
    form = LocalHazardForm(
        posted(request),
        standing=standing | {"accepted_on": None},
        today=seen.today,
        scheme=scheme_of(case.scheme),
    )

    def save() -> None:
        save_hazard(case=case, supplier_hazard=given, by=seen.user, **form.facts)

    lead = f"The row for the supplier's hazard {given}." if given else ""
    page = safety_page(request, found, "Add a hazard", lead=lead, done="The hazard is added.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


def _supplier_hazard(request: HttpRequest, release_id: int) -> SupplierHazard | None:
    """The supplier's hazard that the address names; a number that names none of this release is a 404."""
    wanted = request.GET.get("supplier", "")
    if not wanted:
        return None
    row = find_supplier_hazard(release_id, int(wanted)) if wanted.isdecimal() else None
    if row is None:
        raise Http404
    return row


@both
def change(request: HttpRequest, deployment_id: int, hazard_id: int) -> HttpResponse:
    """A hazard of the trust's log."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")
    case = case_or_404(seen, found)
    row = find_hazard(case, hazard_id)
    if row is None:
        raise Http404
    names = _fields(LocalHazardForm)
    form = LocalHazardForm(
        posted(request),
        standing=standing_of(row, names),
        version=row.version,
        today=seen.today,
        scheme=scheme_of(case.scheme),
    )

    def save() -> None:
        save_hazard(case=case, hazard=row, version=form.typed_version, by=seen.user, **form.facts)

    def current() -> tuple[dict[str, Any], int | None]:
        now = find_hazard(case, hazard_id)
        return standing_of(now, names), now.version if now else None

    page = safety_page(request, found, f"Hazard {row.number}", done="The hazard is saved.")
    return edit(request, form, page, save=save, current=current)


@both
def add_starters(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Hazards that deployments of chest imaging AI have in common."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")
    case = case_or_404(seen, found)
    offered = {row.code: row for row in starters_for(case, on=seen.today)}
    form = StartersForm(
        posted(request),
        standing={},
        today=seen.today,
        choices=[(code, f"{row.name}: {row.description}") for code, row in offered.items()],
    )

    def save() -> None:
        chosen = [offered[code] for code in form.cleaned_data["starters"]]
        add_starter_hazards(case=case, starters=chosen, by=seen.user)

    lead = "" if offered else "The hazard log has all of them by name."
    page = safety_page(request, found, "Add starter hazards", lead=lead, done="The hazards are added.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def add_to_supplier_log(request: HttpRequest, release_id: int) -> HttpResponse:
    """A hazard of the supplier's log for a release."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    pack = pack_of(release_id)
    if pack is None:
        raise Http404
    form = HazardForm(
        posted(request),
        standing=standing_of(None, _fields(HazardForm)),
        today=seen.today,
        scheme=scheme_of(pack.scheme),
    )

    def save() -> None:
        save_supplier_hazard(pack=pack, by=seen.user, **form.facts)

    page = release_page(request, found, "Add a supplier's hazard", done="The hazard is added.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def change_supplier_log(request: HttpRequest, release_id: int, supplier_hazard_id: int) -> HttpResponse:
    """A hazard of the supplier's log for a release."""
    seen = viewing(request)
    found = release_or_404(seen, release_id, "governance.update_release_assurance")
    row = find_supplier_hazard(release_id, supplier_hazard_id)
    if row is None:
        raise Http404
    names = _fields(HazardForm)
    form = HazardForm(
        posted(request),
        standing=standing_of(row, names),
        version=row.version,
        today=seen.today,
        scheme=scheme_of(row.pack.scheme),
    )

    def save() -> None:
        save_supplier_hazard(pack=row.pack, hazard=row, version=form.typed_version, by=seen.user, **form.facts)

    def current() -> tuple[dict[str, Any], int | None]:
        now = find_supplier_hazard(release_id, supplier_hazard_id)
        return standing_of(now, names), now.version if now else None

    lead = "An accepted pack that changes has to be accepted again."
    page = release_page(request, found, f"Supplier's hazard {row.number}", lead=lead, done="The hazard is saved.")
    return edit(request, form, page, save=save, current=current)
