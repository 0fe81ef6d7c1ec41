"""Putting people on the panel, what they declare, and what is decided about it."""

from datetime import date
from decimal import Decimal

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.decisions import StaleWrite, require
from tracker.networks.access import access_of
from tracker.procurement.actions.evaluation_holding import SCORE, Held, day_that_counts, evaluation_changed, hold
from tracker.procurement.evaluation_vocabulary import InterestRulingCode, PanelCapacity
from tracker.procurement.models import Bid, Evaluation, InterestDeclaration, InterestRuling, PanelMember
from tracker.procurement.policies.evaluation import MemberOn
from tracker.procurement.policies.panel import may_declare, may_join, may_leave, may_rule


def add_panel_member(
    *,
    evaluation: Evaluation,
    person: User,
    capacity: PanelCapacity,
    hours_asked: Decimal | None = None,
    hours_given: Decimal | None = None,
    on: date | None = None,
    by: User,
) -> PanelMember:
    """Puts somebody on the panel who may see the network's plan. They declare their interests before they score."""
    with change(by=by):
        held = hold(evaluation.pk, by=by)
        access = access_of(person, day=held.today)
        sees_plan = not person.is_system and access.sees_plan_of(held.row.procurement.network_id)
        require(may_join(held.record, person_id=person.pk, sees_plan=sees_plan))
        member = PanelMember.objects.create(
            evaluation=held.row,
            person=person,
            capacity=capacity,
            joined_on=day_that_counts(on, since=None, today=held.today),
            hours_asked=hours_asked,
            hours_given=hours_given,
        )
        evaluation_changed(held)
    return member


def update_panel_member(
    *,
    member: PanelMember,
    capacity: PanelCapacity,
    hours_asked: Decimal | None,
    hours_given: Decimal | None,
    version: int | None = None,
    by: User,
) -> PanelMember:
    """Changes as what somebody sits on the panel, and the time that was asked and protected for it."""
    with change(by=by):
        held = hold(member.evaluation_id, by=by)
        _standing(held, member)
        row = PanelMember.objects.get(pk=member.pk)
        if version is not None and row.version != version:
            raise StaleWrite(row)
        row.capacity, row.hours_asked, row.hours_given = capacity, hours_asked, hours_given
        row.version += 1
        row.save()
    return row


def remove_panel_member(*, member: PanelMember, reason: str = "", on: date | None = None, by: User) -> PanelMember:
    """Somebody leaves the panel before they have submitted. What they scored stays on record and does not count."""
    with change(reason=reason, by=by):
        held = hold(member.evaluation_id, by=by)
        standing = _standing(held, member)
        require(may_leave(held.record, standing, reason=reason))
        row = PanelMember.objects.get(pk=member.pk)
        row.left_on = day_that_counts(on, since=row.joined_on, today=held.today)
        row.version += 1
        row.save(update_fields=["left_on", "version"])
        evaluation_changed(held)
    return row


def declare_interest(
    *, evaluation: Evaluation, has_interest: bool, text: str = "", on: date | None = None, by: User
) -> InterestDeclaration:
    """A member declares their own interests: that there are none, or which."""
    with change(by=by):
        held = hold(evaluation.pk, permission=SCORE, by=by)
        member = held.record.member_of(by.pk)
        if member is None:  # pragma: no cover - the permission has just said that they sit on the panel
            raise PanelMember.DoesNotExist
        require(may_declare(held.record, has_interest=has_interest, text=text))
        return InterestDeclaration.objects.create(
            member_id=member.id,
            has_interest=has_interest,
            text=text.strip() if has_interest else "",
            declared_on=day_that_counts(on, since=member.joined_on, today=held.today),
        )


def decide_on_interest(
    *,
    member: PanelMember,
    ruling: InterestRulingCode,
    reason: str,
    bid: Bid | None = None,
    on: date | None = None,
    by: User,
) -> InterestRuling:
    """Whoever runs the procurement decides what a member's interest leads to."""
    with change(reason=reason, by=by):
        held = hold(member.evaluation_id, by=by)
        standing = _standing(held, member)
        concerns = bid.pk if bid is not None and ruling == InterestRulingCode.NOT_THIS_BID else None
        require(may_rule(held.record, standing, ruling, bid_id=concerns, reason=reason, by_id=by.pk))
        declared = InterestDeclaration.objects.filter(member=member).order_by("pk").last()
        assert declared is not None  # noqa: S101 - the rule has just said so
        return InterestRuling.objects.create(
            declaration=declared,
            ruling=ruling,
            bid_id=concerns,
            reason=reason.strip(),
            decided_on=day_that_counts(on, since=declared.declared_on, today=held.today),
            decided_by=by,
        )


def _standing(held: Held, member: PanelMember) -> MemberOn:
    found = held.record.find_member(member.pk)
    if found is None:
        raise PanelMember.DoesNotExist
    return found
