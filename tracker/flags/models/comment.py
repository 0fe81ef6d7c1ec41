"""What people say to each other about a flag."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q

from tracker.core.history import AppendOnly, tracked
from tracker.flags.models.flag import Flag

if TYPE_CHECKING:
    from tracker.accounts.models import User


@tracked()
class FlagComment(AppendOnly):
    """Something that a person said about a flag. It stands as it was written; who was wrong says so in another one."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="comments")
    text = models.CharField(max_length=2000)
    said_on = models.DateField()
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="flags_flagcomment_says_something")]

    def __str__(self) -> str:
        return f"{self.recorded_by} on {self.said_on}"


@tracked()
class FlagMention(AppendOnly):
    """A comment names a person, who is told of it. Only somebody who may see the flag can be named."""

    comment = models.ForeignKey(FlagComment, on_delete=models.PROTECT, related_name="mentions")
    person: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="flags_flagmention_names_a_person_once")
        ]

    def __str__(self) -> str:
        return str(self.person)
