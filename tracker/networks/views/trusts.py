"""The form over a trust's people and protected time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from tracker.core.presentation import Link
from tracker.networks.actions.programmes import CAPACITY, record_capacity
from tracker.networks.editing import EditPage, back_to, edit, permit
from tracker.networks.finding import current_capacity, find_trust
from tracker.networks.forms import CapacityForm
from tracker.networks.requests import viewing


@require_http_methods(["GET", "POST"])
def edit_capacity(request: HttpRequest, ods_code: str) -> HttpResponse:
    """Who manages delivery and leads clinically, with how much protected time."""
    seen = viewing(request)
    found = find_trust(seen.access, ods_code, on=seen.today)
    if found is None:
        raise Http404
    permit(seen, "networks.manage_capacity", found.scope)

    def stands() -> dict[str, object]:
        row = current_capacity(found.row)
        return {name: getattr(row, name, default) for name, default in CAPACITY.items()}

    data = request.POST if request.method == "POST" else None
    form = CapacityForm(data, standing=stands(), today=seen.today)

    def save() -> None:
        fields = {name: form.cleaned_data[name] for name in CAPACITY}
        on = form.cleaned_data["effective_on"]
        record_capacity(trust=found.row, on=on, shown=form.shown_before, by=seen.user, **fields)

    home = reverse("trust", args=[found.row.ods_code])
    page = EditPage(
        "People and protected time",
        found.row.name,
        back_to(request, home),
        crumbs=[Link("Home", "/"), Link(found.row.name, home)],
        done="The trust's people are updated.",
    )
    return edit(request, form, page, save=save, current=lambda: (stands(), None))
