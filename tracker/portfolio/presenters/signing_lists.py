"""The lists of somebody who signs, and of somebody who waits for signatures."""

from django.urls import reverse

from tracker.accounts.roles import SignOffRole
from tracker.core.formats import nhs_date
from tracker.core.presentation import Link
from tracker.governance.policies.sign_offs import in_words
from tracker.governance.presenters.gate import gate_href, requirement_href
from tracker.networks.selectors import DeploymentOn
from tracker.portfolio.presenters.changes import name_of
from tracker.portfolio.presenters.work_items import WorkItem, WorkList
from tracker.portfolio.selectors.work import WorkView

YOU = "You"


def _page(each: DeploymentOn) -> str:
    return reverse("deployment", args=[each.id])


def sign_offs(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=f"Sign as {in_words(each.role)}",
            about=name_of(each.deployment),
            about_href=gate_href(each.deployment.id),
            due=each.deployment.go_live.expected,
            owner=YOU,
            step=Link("Decide", reverse("record-sign-off", args=[each.deployment.id, each.role.value])),
            hint=f"Asked for on {nhs_date(each.asked.requested_on)} by {each.asked.requested_by}",
        )
        for each in (view.inbox.sign_offs if view.inbox else ())
    ]
    return WorkList(
        "sign-offs", "Waiting for your signature", "sign-off", items, empty="Nobody waits for your signature."
    )


def papers(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=f"Approve: {each.kind.label}",
            about=name_of(each.deployment),
            about_href=_page(each.deployment),
            due=each.deployment.go_live.expected,
            owner=YOU,
            step=Link("Read and decide", reverse(each.kind.page, args=[each.deployment.id])),
            hint=", ".join(part for part in (f"As {in_words(each.role)}", each.about) if part),
        )
        for each in (view.inbox.papers if view.inbox else ())
    ]
    return WorkList("papers", "Records to approve", "record", items, empty="No record waits for your approval.")


def requirements(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=f"Review: {each.item.requirement.title}",
            about=name_of(each.deployment),
            about_href=_page(each.deployment),
            due=each.item.due_on,
            owner=YOU,
            step=Link("Review", requirement_href(each.deployment.id, each.item.requirement.code)),
        )
        for each in (view.inbox.reviews if view.inbox else ())
    ]
    empty = "No requirement waits for your review."
    return WorkList("requirements", "Requirements to review", "requirement", items, empty=empty)


def waivers(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=f"Decide on a waiver: {each.requirement.title}",
            about=each.deployment,
            about_href=_page_of(each.deployment_id),
            due=each.waiver.expires_on,
            owner=YOU,
            step=Link("Decide", reverse("waiver", args=[each.waiver.id])),
            hint=each.waiver.reason,
        )
        for each in (view.inbox.waivers if view.inbox else ())
    ]
    return WorkList("waivers", "Waivers to decide", "waiver", items, empty="No waiver waits for you.")


def coming(view: WorkView) -> WorkList:
    """Deployments that will need the person's signature, which nobody has asked for yet."""
    asked_for = {(each.deployment.id, each.role) for each in (view.inbox.sign_offs if view.inbox else ())}
    items = [
        WorkItem(
            what=f"Your approval as {in_words(row.capacity)} is missing",
            about=name_of(row.deployment),
            about_href=_page(row.deployment),
            due=row.deployment.go_live.expected,
            owner=row.deployment.owner,
            step=Link("See its gate", gate_href(row.deployment.id)),
        )
        for row in view.awaited
        if (row.deployment.id, row.capacity) not in asked_for
    ]
    empty = "No approval of yours is missing."
    return WorkList("coming", "Will need your signature", "approval", items, empty=empty)


def asked(view: WorkView) -> WorkList:
    """Sign-offs that were asked for and that nobody has given."""
    items = [
        WorkItem(
            what=f"{role.label} has not signed",
            about=name_of(each),
            about_href=_page(each),
            due=each.go_live.expected,
            owner=role.label,
            step=Link("See its gate", gate_href(each.id)),
            hint=f"Asked for on {nhs_date(asked_on)}",
        )
        for each in view.now.deployments
        if (stands := view.asked.get(each.id)) and (asked_on := stands.requested_on)
        for role in SignOffRole
        if not stands.approves(role)
    ]
    empty = "Every sign-off that was asked for is given."
    return WorkList("awaited", "Sign-offs that you wait for", "sign-off", items, empty=empty)


def _page_of(deployment_id: int) -> str:
    return reverse("deployment", args=[deployment_id])
