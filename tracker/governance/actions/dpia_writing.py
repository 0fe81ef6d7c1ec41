"""What every write of a DPIA's content shares: the lock, who wrote, and the new hash that voids what was signed before."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import Dpia, DpiaAuthor, DpiaRevision, DpiaState
from tracker.governance.policies.dpia_content import CONTROLLING, Content, hash_of, worst_residual
from tracker.governance.policies.dpias import APPROVED_AS_IT_STANDS, may_count_from, may_write
from tracker.governance.selectors.dpia_content import contents_of, newest_template
from tracker.governance.vocabulary import DpiaKind, DpiaStatus, PartyRole
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment

LONGEST_SUMMARY = 200


def newest_state(dpia: Dpia) -> DpiaState | None:
    """The state that stands now."""
    return dpia.states.order_by("effective_on", "pk").last()


def status_of(dpia: Dpia) -> DpiaStatus:
    """The status that stands now."""
    newest = newest_state(dpia)
    return DpiaStatus(newest.status) if newest else DpiaStatus.NOT_STARTED


def locked(deployment: Deployment) -> Dpia:
    """The deployment's DPIA, begun if need be, and nobody else's until the transaction ends."""
    row, _ = Dpia.objects.get_or_create(deployment=deployment)
    return Dpia.objects.select_for_update(of=("self",)).select_related("deployment").get(pk=row.pk)


@contextmanager
def writing(deployment: Deployment, what: str, *, on: date | None = None, by: User) -> Iterator[Dpia]:
    """The DPIA of a deployment for the time of one write of its content by an author. Afterwards the writer is one of its
    authors, its hash is that of the new content, and an approval goes under review. `what` names what is written; `on` is
    the day from which it counts, today unless history is written."""
    today = today_in_london()
    day = on or today
    with change(by=by):
        demand("governance.draft_dpia", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        dpia = locked(deployment)
        newest = newest_state(dpia)
        status = DpiaStatus(newest.status) if newest else DpiaStatus.NOT_STARTED
        require(may_count_from(day, since=newest.effective_on if newest else None, today=today))
        require(may_write(status))
        if dpia.template_id is None:
            dpia.template = newest_template(DpiaKind.TRUST, on=day)
            dpia.save(update_fields=["template"])
        yield dpia
        DpiaAuthor.objects.get_or_create(dpia=dpia, person=by, edition=dpia.edition, defaults={"since": day})
        if revise(dpia, what, on=day, by=by):
            _follow(dpia, status, f"{what} was changed.", on=day, by=by)
        touch("deployment", deployment.pk)


def _follow(dpia: Dpia, status: DpiaStatus, reason: str, *, on: date, by: User) -> None:
    """What a change of content does to the status: it begins the work, or puts an approval under review."""
    if status == DpiaStatus.NOT_STARTED:
        add_state(dpia, DpiaStatus.DRAFTING, on=on, by=by)
    elif status in APPROVED_AS_IT_STANDS:
        add_state(dpia, DpiaStatus.UNDER_REVIEW, on=on, reason=reason, by=by)


def add_state(
    dpia: Dpia,
    status: DpiaStatus,
    *,
    on: date,
    reason: str = "",
    is_as_told: bool = False,
    content_hash: str = "",
    by: User,
) -> DpiaState:
    """Adds a status, and counts the DPIA's version up. The caller has asked whether it may."""
    row = DpiaState.objects.create(
        dpia=dpia,
        status=status,
        effective_on=on,
        reason=reason.strip(),
        is_as_told=is_as_told,
        content_hash=content_hash,
        recorded_by=by,
    )
    dpia.version += 1
    dpia.save(update_fields=["version"])
    touch("deployment", dpia.deployment_id)
    return row


def revise(dpia: Dpia, what: str, *, on: date, by: User) -> bool:
    """Notes the hash of the content of a DPIA, and of those that adopted it, where it is a new one; whether its own is."""
    followers = list(Dpia.objects.filter(lead=dpia).select_for_update().order_by("pk"))
    contents = contents_of([dpia, *followers], on=on)
    for follower in followers:
        if _note(follower, contents[follower.pk], f"Lead DPIA: {what}", on=on, by=by):
            _follow(follower, status_of(follower), "The lead DPIA was changed.", on=on, by=by)
    _sum_up(dpia, contents[dpia.pk])
    return _note(dpia, contents[dpia.pk], what, on=on, by=by)


def _note(dpia: Dpia, content: Content, what: str, *, on: date, by: User) -> bool:
    wanted = hash_of(content)
    newest = dpia.revisions.order_by("revised_on", "pk").last()
    if newest is not None and newest.content_hash == wanted:
        return False
    DpiaRevision.objects.create(dpia=dpia, content_hash=wanted, what=what[:300], revised_on=on, recorded_by=by)
    return True


def _sum_up(dpia: Dpia, content: Content) -> None:
    """Brings the texts that the workbook carries up to what is described here."""
    template, activities = content.template, content.activities
    told: dict[str, str] = {}
    if activities:
        parties = [party for activity in activities for party in activity.parties]
        told = {
            "controller": _listed(party.organisation for party in parties if party.role in CONTROLLING),
            "processor": _listed(party.organisation for party in parties if party.role == PartyRole.PROCESSOR),
            "lawful_basis": _listed(template.word("lawful_bases", each.lawful_basis) for each in activities),
            "special_category_basis": _listed(
                template.word("special_category_bases", each.special_category_basis) for each in activities
            ),
            "retention": _listed(each.retention for each in activities),
        }
    worst = worst_residual(content)
    if worst is not None:
        told["residual_risk"] = worst.value
    for name, text in told.items():
        setattr(dpia, name, text)
    if told:
        dpia.save(update_fields=list(told))


def _listed(words: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(word for word in words if word))[:LONGEST_SUMMARY]
