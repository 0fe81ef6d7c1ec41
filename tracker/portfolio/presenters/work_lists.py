"""The lists of a person's work in words, by role, each in the order in which it matters to that role."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from django.urls import reverse

from tracker.accounts.roles import Role
from tracker.core.days import day_of
from tracker.core.formats import in_words, nhs_date
from tracker.core.presentation import Cell, Link, severity_tag
from tracker.flags.presenters import subject_address
from tracker.flags.selectors import FlagOn
from tracker.flags.vocabulary import Severity
from tracker.governance.vocabulary import DpiaStatus
from tracker.networks.models import ClinicalUse
from tracker.networks.selectors import DeploymentOn
from tracker.networks.vocabulary import MilestoneType
from tracker.portfolio.presenters.changes import name_of
from tracker.portfolio.presenters.procuring_lists import contracts_to_sign, dues, pack_waivers, payments, stages
from tracker.portfolio.presenters.signing_lists import asked, coming, papers, requirements, sign_offs, waivers
from tracker.portfolio.presenters.work_items import DEPLOYMENTS, FLAGS, WorkItem, WorkList
from tracker.portfolio.selectors.work import WorkView
from tracker.portfolio.stages import UPDATE_EXPECTED_WITHIN_DAYS, awaits_update, overdue_milestones

REVIEWS_WITHIN = timedelta(days=30)
Maker = Callable[[WorkView], WorkList]


def work_lists(view: WorkView) -> list[WorkList]:
    """Every list that a role of the person asks for, once, sorted; empty ones too."""
    makers = [maker for role in Role if role in view.roles for maker in _makers(role)]
    lists = {found.name: found for found in (maker(view) for maker in makers)}
    return [each.sorted() for each in lists.values()]


def _makers(role: Role) -> Iterable[Maker]:
    delivery = (passed, next_actions, to_update, dpias, asked, reviews)
    by_role: dict[Role, Sequence[Maker]] = {
        Role.NATIONAL_LEAD: (decisions, mine, untaken, quiet_networks, pack_waivers),
        Role.PROGRAMME_MANAGER: (mine, *delivery, without_owner, pack_waivers, payments),
        Role.TRUST_USER: (mine, *delivery),
        Role.PROCUREMENT: (mine, stages, dues, contracts_to_sign, pack_waivers, payments),
        Role.SIGNATORY: (sign_offs, papers, requirements, waivers, mine, reviews, coming),
        Role.ADMINISTRATOR: (decisions, mine, emails, failed, without_role),
    }
    yield from by_role.get(role, ())
    if role not in (Role.VIEWER, Role.ADMINISTRATOR):
        yield _for_role(role)


def _for_role(role: Role) -> Maker:
    def make(view: WorkView) -> WorkList:
        flags = [flag for flag in view.now.flags if flag.owner_role == role]
        return _flags(f"for-{role.value}", f"Flags for you as {role.label.lower()}", flags, view.day)

    return make


# --- Flags ----------------------------------------------------------------------------------------------------------


def _flags(name: str, title: str, flags: Iterable[FlagOn], day: date, empty: str = "No such flag is open.") -> WorkList:
    items = [flag_item(flag, day) for flag in flags]
    return WorkList(name, title, "flag", items, empty=empty, bulk=FLAGS, is_ranked=True)


def flag_item(flag: FlagOn, day: date) -> WorkItem:
    age = (day - flag.since).days
    snoozed = f"Snoozed until {nhs_date(flag.acknowledged_until)}" if flag.acknowledged_until else ""
    return WorkItem(
        what=flag.title,
        about=flag.subject,
        about_href=subject_address(flag),
        due=flag.since,
        when=Cell(f"Since {nhs_date(flag.since)}", hint=f"for {in_words(age)}" if age > 0 else "new today"),
        owner=flag.assigned_to or flag.owner_role.label,
        step=Link("Open the flag", reverse("flag", args=[flag.id])) if flag.id is not None else None,
        tag=severity_tag(flag.severity),
        hint=snoozed,
        select=str(flag.id or ""),
    )


def decisions(view: WorkView) -> WorkList:
    flags = [flag for flag in view.now.flags if flag.needs_national_decision]
    return _flags("decisions", "Needs a national decision", flags, view.day, "No flag needs a national decision.")


def mine(view: WorkView) -> WorkList:
    flags = [flag for flag in view.now.flags if flag.assigned_to_id == view.user_id]
    return _flags("mine", "Flags given to you", flags, view.day, "Nobody has given you a flag.")


def untaken(view: WorkView) -> WorkList:
    flags = [
        flag
        for flag in view.now.flags
        if flag.assigned_to_id is None and flag.severity.rank >= Severity.HIGH.rank and not flag.acknowledged_until
    ]
    return _flags("untaken", "Critical and high flags that nobody has", flags, view.day, "Somebody has each of them.")


# --- Delivery -------------------------------------------------------------------------------------------------------


def passed(view: WorkView) -> WorkList:
    """Dates that have passed, the longest ago first."""
    items = [
        WorkItem(
            what=kind.label,
            about=name_of(each),
            about_href=_page(each),
            due=plan.expected,
            owner=each.owner,
            step=Link("Record or move it", reverse("edit-milestone", args=[each.id, kind.value])),
        )
        for each in view.now.deployments
        for kind, plan in overdue_milestones(each, view.day).items()
    ]
    return WorkList("passed", "Dates that have passed", "date", items, empty="Every date that has passed is recorded.")


def next_actions(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=action.text,
            about=name_of(each),
            about_href=_page(each),
            due=action.due_on,
            owner=each.owner,
            step=Link("Open the deployment", _page(each)),
            select=str(each.id),
        )
        for each in view.now.deployments
        if (action := view.next_actions.get(each.id))
    ]
    empty = "No next action is planned. Plan them in the list of deployments."
    return WorkList("next", "Next actions", "action", items, empty=empty, bulk=DEPLOYMENTS)


def to_update(view: WorkView) -> WorkList:
    """Deployments without an update for a reporting cycle, the longest without first."""
    cycle = timedelta(days=UPDATE_EXPECTED_WITHIN_DAYS)
    items = [
        WorkItem(
            what="Update, or say that nothing has changed",
            about=name_of(each),
            about_href=_page(each),
            due=each.last_update_on + cycle if each.last_update_on else date.min,
            when=Cell("Never updated") if each.last_update_on is None else None,
            owner=each.owner,
            step=Link("Look at it", _page(each)),
            select=str(each.id),
        )
        for each in view.now.deployments
        if awaits_update(each, view.day)
    ]
    empty = "Every deployment was looked at within a month."
    return WorkList("update", "Deployments to update", "deployment", items, empty=empty, bulk=DEPLOYMENTS)


def dpias(view: WorkView) -> WorkList:
    """DPIAs that are not approved, by the day that is planned for it."""
    items = []
    for each in view.now.deployments:
        stands = view.governance.get(each.id)
        if stands is None or stands.dpia_is_approved:
            continue
        plan = each.milestones.get(MilestoneType.DPIA)
        since = f"since {nhs_date(stands.dpia_since)}" if stands.dpia_since else ""
        items.append(
            WorkItem(
                what="Begin the DPIA" if stands.dpia_status == DpiaStatus.NOT_STARTED else "Move the DPIA on",
                about=name_of(each),
                about_href=_page(each),
                due=plan.expected if plan and not plan.is_done else None,
                owner=each.owner,
                step=Link("Open the DPIA", reverse("dpia", args=[each.id])),
                hint=f"{stands.dpia_status.label} {since}".strip(),
            )
        )
    return WorkList("dpias", "DPIAs to move on", "DPIA", items, empty="Every DPIA is approved.")


def reviews(view: WorkView) -> WorkList:
    """Reviews after go-live that are late, or due within a month."""
    horizon = view.day + REVIEWS_WITHIN
    items = [
        WorkItem(
            what=due.step.name,
            about=name_of(each),
            about_href=_page(each),
            due=due.due_on,
            owner=each.owner,
            step=Link("Record the review", reverse("record-review", args=[each.id, due.step.code])),
        )
        for each in view.now.deployments
        for due in view.reviews.get(each.id, ())
        if due.due_on <= horizon
    ]
    return WorkList(
        "reviews", "Reviews after go-live", "review", items, empty="No review is late or due within a month."
    )


def without_owner(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what="Name who runs it",
            about=name_of(each),
            about_href=_page(each),
            due=each.go_live.expected,
            step=Link("Set the owner", f"{reverse('deployments-bulk')}?do=owner&row={each.id}"),
            select=str(each.id),
        )
        for each in view.now.deployments
        if not each.owner and each.state.state != ClinicalUse.WITHDRAWN
    ]
    empty = "Somebody runs every deployment."
    return WorkList("unowned", "Deployments without an owner", "deployment", items, empty=empty, bulk=DEPLOYMENTS)


def quiet_networks(view: WorkView) -> WorkList:
    """Networks in which nobody has updated any deployment for a reporting cycle."""
    newest: dict[tuple[str, str], date | None] = {}
    for each in view.now.deployments:
        if each.state.state in (ClinicalUse.LIVE_FULL, ClinicalUse.WITHDRAWN):
            continue
        key = (each.trust.network_name, each.trust.network_slug)
        known = [day for day in (newest.get(key), each.last_update_on) if day is not None]
        newest[key] = max(known, default=None)
    limit = view.day - timedelta(days=UPDATE_EXPECTED_WITHIN_DAYS)
    items = [
        WorkItem(
            what="Ask for an update",
            about=name,
            about_href=reverse("network", args=[slug]),
            due=updated or date.min,
            when=Cell("Never updated") if updated is None else Cell(f"Last update {nhs_date(updated)}"),
            owner="Its programme manager",
            step=Link("Open the network", reverse("network", args=[slug])),
        )
        for (name, slug), updated in newest.items()
        if slug and (updated is None or updated < limit)
    ]
    empty = "Every network has updated something within a month."
    return WorkList("quiet", "Networks without an update", "network", items, empty=empty)


def _page(each: DeploymentOn) -> str:
    return reverse("deployment", args=[each.id])


# --- Administration -------------------------------------------------------------------------------------------------


def emails(view: WorkView) -> WorkList:
    """E-mails of which it takes a person to say whether they went out."""
    items = [
        WorkItem(
            what=f"{each.get_kind_display()} e-mail: {each.get_state_display().lower()}",
            about=str(each.person),
            due=day_of(each.created_at),
            owner="Administrators",
            step=Link("Decide", reverse("emails")),
            hint=each.last_error,
        )
        for each in view.failures.emails
    ]
    return WorkList("emails", "E-mails that failed", "e-mail", items, empty="Every e-mail went out.")


def failed(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what=f"Not delivered: {each.topic}",
            about=f"Tried {each.attempts} times",
            due=day_of(each.created_at),
            owner="The service",
            hint=each.last_error[:120],
        )
        for each in view.failures.undelivered
    ]
    empty = "Everything that has to follow a change was delivered."
    return WorkList("failed", "What the service could not deliver", "item", items, empty=empty)


def without_role(view: WorkView) -> WorkList:
    items = [
        WorkItem(
            what="Give a role, or close the account",
            about=f"{each} ({each.email})",
            due=day_of(each.created_at),
            owner="Administrators",
        )
        for each in view.failures.without_role
    ]
    return WorkList("roleless", "People without a role", "person", items, "people", "Everybody holds a role.")
