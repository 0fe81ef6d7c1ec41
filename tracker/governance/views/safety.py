"""Clinical safety of a deployment: its page, and the forms over the safety case, its officers and the intended use."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from tracker.accounts.models import User
from tracker.core.permissions import decide
from tracker.core.presentation import AsOf, Link
from tracker.governance.actions.devices import record_intended_use
from tracker.governance.actions.safety_cases import (
    approve_safety_case,
    open_safety_case,
    return_safety_case,
    save_safety_case,
    status_of,
    submit_safety_case,
    withdraw_safety_case,
)
from tracker.governance.actions.safety_officers import record_officer_check
from tracker.governance.forms.releases import IntendedUseForm
from tracker.governance.forms.safety import (
    APPROVE,
    RETURN,
    WITHDRAW,
    CaseDecisionForm,
    OfficerCheckForm,
    SafetyCaseForm,
    SubmitForm,
)
from tracker.governance.models import SafetyCase
from tracker.governance.presenters.safety import present_safety
from tracker.governance.safety_vocabulary import Autonomy, Regulator, SafetyCaseStatus
from tracker.governance.selectors.safety import safety_on
from tracker.governance.selectors.safety_pages import case_in_use, newest_use, officers_to_check, safety_view
from tracker.governance.selectors.safety_standards import scheme_on, schemes_on
from tracker.governance.views.common import both, found_or_404, page_about, posted
from tracker.networks.editing import EditPage, edit
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.requests import Viewing, viewing

REFERENCES = ("report_reference", "plan_reference", "hazard_log_reference")
USE = ("referral_sources", "views", "minimum_age", "maximum_age", "autonomy")


@require_safe
def safety(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """How the safety case stands, what is missing, the hazard log, and who signs."""
    seen = viewing(request)
    found = find_deployment(seen.access, deployment_id, on=seen.as_of)
    if found is None:
        raise Http404
    page = present_safety(
        safety_view(found.row, on=seen.as_of),
        name=found.name,
        allows=lambda name: decide(name, seen.access, found.scope),
        is_today=seen.is_today,
        on=seen.as_of,
    )
    trust = found.row.trust
    crumbs = [
        Link("Home", "/"),
        Link(trust.name, reverse("trust", args=[trust.ods_code])),
        Link(found.name, reverse("deployment", args=[deployment_id])),
    ]
    as_of = AsOf(seen.as_of, seen.today, request.path)
    return render(request, "governance/safety.jinja", {"page": page, "crumbs": crumbs, "as_of": as_of})


def safety_page(request: HttpRequest, found: FoundDeployment, title: str, *, done: str, lead: str = "") -> EditPage:
    """The page of a form over clinical safety; it leads back to the page of clinical safety."""
    page = page_about(request, found, title, done=done, lead=lead)
    home = reverse("safety", args=[found.row.pk])
    crumbs = [*page.crumbs, Link("Clinical safety", home)]
    back = page.back_href if "next" in request.GET else home
    return EditPage(title, page.caption, back, crumbs, lead, done=done)


def case_or_404(seen: Viewing, found: FoundDeployment) -> SafetyCase:
    """The safety case for the release that the deployment runs."""
    case = case_in_use(found.row, on=seen.today)
    if case is None:
        raise Http404
    return case


@both
def edit_case(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Begins the safety case for the release in use, or changes its documents."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")
    case = case_in_use(found.row, on=seen.today)

    def standing() -> dict[str, str]:
        now = case_in_use(found.row, on=seen.today)
        scheme = now.scheme_id if now else scheme_on(seen.today).pk
        return {"scheme": str(scheme)} | {name: getattr(now, name, "") for name in REFERENCES}

    form = SafetyCaseForm(
        posted(request),
        standing=standing(),
        version=case.version if case else None,
        today=seen.today,
        schemes=schemes_on(seen.today),
    )

    def save() -> None:
        typed = {name: form.cleaned_data[name] for name in REFERENCES}
        fields = typed | {"scheme_id": int(form.cleaned_data["scheme"])}
        if case is None:
            open_safety_case(deployment=found.row, on=seen.today, by=seen.user, **fields)
        else:
            save_safety_case(case=case, version=form.typed_version, by=seen.user, **fields)

    title = "Documents of the safety case" if case else "Begin the safety case"
    lead = "An approved safety case that changes has to be approved again." if case else ""
    page = safety_page(request, found, title, lead=lead, done="The safety case is saved.")
    return edit(request, form, page, save=save, current=lambda: (standing(), _version(seen, found)))


def _version(seen: Viewing, found: FoundDeployment) -> int | None:
    case = case_in_use(found.row, on=seen.today)
    return case.version if case else None


@both
def submit_case(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Sends the safety case to the clinical safety officer."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")
    case = case_or_404(seen, found)
    form = SubmitForm(posted(request), standing={}, version=case.version, today=seen.today)

    def save() -> None:
        submit_safety_case(
            case=case,
            on=form.cleaned_data["effective_on"],
            reason=form.cleaned_data["reason"],
            version=form.typed_version,
            by=seen.user,
        )

    lead = f"The safety case for {case.release}. Whoever wrote in it can't approve it."
    done = "The safety case is with the clinical safety officer."
    page = safety_page(request, found, "Send to the safety officer", lead=lead, done=done)
    return edit(request, form, page, save=save, current=lambda: ({}, _version(seen, found)))


@both
def decide_case(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """The clinical safety officer approves, returns or withdraws the safety case."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.decide_safety")
    case = case_or_404(seen, found)
    is_sent = status_of(case) == SafetyCaseStatus.WITH_OFFICER
    choices = {APPROVE: "Approve it as it stands", RETURN: "Return it to its authors"} if is_sent else {}
    form = CaseDecisionForm(
        posted(request),
        standing={},
        version=case.version,
        today=seen.today,
        choices=choices | {WITHDRAW: "Withdraw it"},
    )
    actions = {APPROVE: approve_safety_case, RETURN: return_safety_case, WITHDRAW: withdraw_safety_case}

    def save() -> None:
        act = actions[form.cleaned_data["decision"]]
        typed = form.cleaned_data
        act(case=case, on=typed["effective_on"], reason=typed["reason"], version=form.typed_version, by=seen.user)

    lead = f"The safety case for {case.release}, with {case.hazards.count()} hazards in its log."
    page = safety_page(request, found, "Decide about the safety case", lead=lead, done="Your decision is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, _version(seen, found)))


@both
def check_officer(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Records that somebody looked a clinical safety officer up in the register of their profession."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")
    officers = officers_to_check(safety_on([deployment_id], on=seen.today)[deployment_id], but=seen.user)
    form = OfficerCheckForm(
        posted(request),
        standing={},
        today=seen.today,
        officers=[(str(pk), name) for pk, name in officers],
    )

    def save() -> None:
        typed = {name: value for name, value in form.cleaned_data.items() if name not in {"version", "shown"}}
        typed |= {"officer": User.objects.get(pk=typed["officer"]), "regulator": Regulator(typed["regulator"])}
        record_officer_check(deployment=found.row, by=seen.user, **typed)

    lead = "Look the person up in the public register first. Nobody records a check of themselves."
    page = safety_page(request, found, "Check of a registration", lead=lead, done="The check is recorded.")
    return edit(request, form, page, save=save, current=lambda: ({}, None))


@both
def edit_use(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """What the deployment means to use the tool for. Outside the device's intended purpose the gate stays shut."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.update_safety_case")

    def standing() -> dict[str, object]:
        row = newest_use(found.row)
        blank = {
            "referral_sources": [],
            "views": [],
            "minimum_age": 18,
            "maximum_age": None,
            "autonomy": Autonomy.SUPPORT,
        }
        return {name: getattr(row, name) for name in USE} if row else blank

    def version() -> int | None:
        row = newest_use(found.row)
        return row.pk if row else None

    form = IntendedUseForm(posted(request), standing=standing(), version=version(), today=seen.today)
    record = partial(record_intended_use, deployment=found.row, by=seen.user)

    def save() -> None:
        typed = form.cleaned_data
        record(on=typed["effective_on"], reason=typed["reason"], version=form.typed_version, **form.facts)

    page = safety_page(request, found, "Intended use", done="The intended use is recorded.")
    return edit(request, form, page, save=save, current=lambda: (standing(), version()))
