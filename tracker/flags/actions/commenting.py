"""Talking about a flag."""

from collections.abc import Collection

from django.urls import reverse

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import require
from tracker.core.permissions import demand
from tracker.flags.mentions import mentions_in
from tracker.flags.models import Flag, FlagComment, FlagMention
from tracker.flags.policies import may_comment
from tracker.flags.rules import rule_of
from tracker.flags.selectors import people_who_see, scope_of_flag
from tracker.networks.access import access_of
from tracker.notifications.actions import notify
from tracker.notifications.vocabulary import Topic


def comment(*, flag: Flag, text: str, tells: Collection[int] = (), by: User) -> FlagComment:
    """Says something about a flag, and tells the people whom the text names by @name, and those of the ids in `tells`.
    Comments are only ever added, so that two people who write at once both keep theirs. Raises `NotPermitted`, and
    `Refused` when it names somebody who may not see the flag."""
    today = today_in_london()
    with change(by=by):
        demand("flags.comment", access_of(by, day=today), scope_of_flag(flag, day=today))
        people = {person.id: person.user for person in people_who_see([flag], day=today)[flag.pk]}
        named = mentions_in(text, {pk: str(user) for pk, user in people.items()})
        require(may_comment(text=text, mentions=named, tells=tells, may_see=people))
        said = FlagComment.objects.create(flag=flag, text=text.strip(), said_on=today, recorded_by=by)
        told = sorted(named.people | set(tells))
        FlagMention.objects.bulk_create([FlagMention(comment=said, person=people[pk]) for pk in told])
        notify(
            people=[people[pk] for pk in told if pk != by.pk],
            topic=Topic.MENTION,
            key=f"flag-comment-{said.pk}",
            title=f"{by} mentions you on a flag: {rule_of(flag.rule).title}",
            text=said.text,
            href=reverse("flag", args=[flag.pk]),
        )
    return said
