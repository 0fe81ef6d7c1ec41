"""The pages that ask for sign-offs, and that sign."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.core.living import live
from tracker.core.presentation import Link
from tracker.governance.actions.sign_offs import Shown, ask_for_sign_offs, sign
from tracker.governance.filters import InboxFilter
from tracker.governance.forms.sign_offs import AskForSignOffsForm, SignOffForm
from tracker.governance.policies.hashing import content_hash
from tracker.governance.policies.sign_offs import SignOffsOn
from tracker.governance.presenters.inbox import present_inbox
from tracker.governance.selectors.inbox import inbox_of
from tracker.governance.selectors.signing import signable
from tracker.governance.views.common import both, found_or_404, page_about
from tracker.governance.vocabulary import SignOffDecision
from tracker.networks.editing import edit
from tracker.networks.listing import listing, saves_views
from tracker.networks.requests import viewing


@require_safe
@saves_views("sign-offs", title="Sign-offs")
@live
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the person's signature."""
    seen = viewing(request)
    inbox = inbox_of(seen.access, on=seen.today)
    filters = InboxFilter(request.GET, inbox)
    page = present_inbox(inbox, filters.chosen_inbox if filters.chosen else None)
    context = {"page": page, "crumbs": [Link("Home", "/")], **listing(request, filters, is_dated=False)}
    return render(request, "governance/inbox.jinja", context)


def _lead(role: SignOffRole, stands: SignOffsOn) -> str:
    """What the signatory decides on, and what stands."""
    about = (
        f"You sign for {stands.release or 'no release that is recorded'}, and for how each requirement stands today."
    )
    before = stands.standing.get(role)
    if before is None:
        return f"Nobody has decided yet. {about}"
    decision = before.decision.label.lower()
    return f"Now: {decision}, by {before.signatory_name} on {nhs_date(before.decided_on)}, which is kept. {about}"


@both
def ask(request: HttpRequest, deployment_id: int) -> HttpResponse:
    """Asks everybody who signs for the deployment to decide."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.ask_for_sign_offs")
    form = AskForSignOffsForm(request.POST if request.method == "POST" else None, standing={})
    page = page_about(
        request,
        found,
        "Ask for sign-offs",
        lead="The deployment comes into the inbox of each signatory. You can't give one of these approvals yourself.",
        done="The signatories are asked.",
    )
    return edit(
        request,
        form,
        page,
        save=lambda: ask_for_sign_offs(deployment=found.row, note=form.cleaned_data["note"], by=seen.user),
        current=lambda: ({}, None),
    )


@both
def edit_sign_off(request: HttpRequest, deployment_id: int, role: str) -> HttpResponse:
    """A decision in one capacity. It is added to those before it, and never edited."""
    seen = viewing(request)
    found = found_or_404(seen, deployment_id, "governance.sign")
    if role not in SignOffRole.values:
        raise Http404
    capacity = SignOffRole(role)

    def stands() -> dict[str, object]:
        content, sign_offs = signable(found.row, on=seen.today)
        before = sign_offs.standing.get(capacity)
        return {"content": content_hash(content), "before": before.id if before else None}

    form = SignOffForm(request.POST if request.method == "POST" else None, standing=stands())

    def save() -> None:
        before = form.shown_before.get("before")
        sign(
            deployment=found.row,
            role=capacity,
            decision=SignOffDecision(form.cleaned_data["decision"]),
            conditions=form.cleaned_data["conditions"],
            expires_on=form.cleaned_data["expires_on"],
            shown=Shown(form.shown_before.get("content", ""), int(before) if before else None),
            by=seen.user,
        )

    page = page_about(
        request,
        found,
        f"Sign-off: {capacity.label}",
        lead=_lead(capacity, signable(found.row, on=seen.today)[1]),
        done=f"Your decision as {capacity.label.lower()} is signed.",
    )
    return edit(request, form, page, save=save, current=lambda: (stands(), None))
