"""The filters of a list that somebody kept under a name, for themselves or for their team."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from tracker.accounts.roles import Role
from tracker.core.history import tracked
from tracker.core.models import Versioned
from tracker.networks.models.organisation import ImagingNetwork
from tracker.networks.vocabulary import Audience

if TYPE_CHECKING:
    from tracker.accounts.models import User
    from tracker.networks.access import Access


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, access: "Access") -> Self:
        """The person's own, those shared with a network whose plan they see, and those shared nationally."""
        theirs = Q(owner=access.user) | Q(audience=Audience.NETWORK, network__in=access.plan_network_ids)
        return self.filter(theirs | Q(audience=Audience.NATIONAL) if access.is_national else theirs)

    def known_to(self, access: "Access") -> Self:
        """Those, and for administrators of the whole programme all that are shared, to look after them."""
        if access.is_national and Role.ADMINISTRATOR in access.roles:
            return self.filter(Q(owner=access.user) | ~Q(audience=Audience.PRIVATE))
        return self.visible_to(access)

    def with_default_of(self, user: "User") -> Self:
        """Each with `opens`: the list opens with it for that person."""
        own = ListDefault.objects.filter(user=user, view=OuterRef("pk"))
        return self.annotate(opens=Exists(own))


@tracked()
class SavedView(Versioned):
    """Filters and order of one list under a name. It holds no rows: whoever opens it sees what they may see anyway."""

    list = models.CharField(max_length=60)  # the name of the list's address
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)  # as it stands in the address: `status=signed&order=-ends`
    owner: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views"
    )
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.PRIVATE)
    network = models.ForeignKey(
        ImagingNetwork, on_delete=models.PROTECT, null=True, blank=True, related_name="saved_views"
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["list", "name", "pk"]
        constraints = [
            models.UniqueConstraint("owner", "list", Lower("name"), name="networks_savedview_name_is_unique"),
            models.CheckConstraint(
                condition=Q(audience=Audience.NETWORK, network__isnull=False)
                | Q(audience__in=[Audience.PRIVATE, Audience.NATIONAL], network__isnull=True),
                name="networks_savedview_has_one_audience",
            ),
            models.CheckConstraint(condition=~Q(query="") & ~Q(name=""), name="networks_savedview_says_something"),
        ]

    def __str__(self) -> str:
        return self.name


@tracked()
class ListDefault(models.Model):
    """A person's list opens with a saved view, their own or a shared one, while they may see it."""

    user: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="list_defaults"
    )
    list = models.CharField(max_length=60)
    view = models.ForeignKey(SavedView, on_delete=models.CASCADE, related_name="defaults")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "list"], name="networks_listdefault_one_for_a_list"),
        ]

    def __str__(self) -> str:
        return f"{self.list} opens with {self.view}"
