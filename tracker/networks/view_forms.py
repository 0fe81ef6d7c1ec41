"""The forms over a saved view."""

from typing import Any

from django import forms

from tracker.networks.actions.saved_views import Sharing
from tracker.networks.editing import EditForm
from tracker.networks.models import Audience, ImagingNetwork, SavedView

LONGEST_NAME = 80


class ViewForm(EditForm):
    """A view's name, who else sees it, and whether one's own list opens with it. Who does not own it decides that alone."""

    name = forms.CharField(label="Name", help_text="What the view shows, in a few words.", max_length=LONGEST_NAME)
    audience = forms.ChoiceField(
        label="Who sees it",
        help_text="They see this list through the same filters, and only what they may see anyway.",
    )
    opens = forms.BooleanField(label="Open this list with the view, for me", required=False)
    aliases = {"network": "audience"}

    def __init__(
        self, *args: Any, teams: list[ImagingNetwork], is_national: bool, owns: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {f"network:{team.pk}": team for team in teams}
        own, national = (
            (Audience.PRIVATE.value, Audience.PRIVATE.label),
            (Audience.NATIONAL.value, Audience.NATIONAL.label),
        )
        shared = [(token, f"The people of {team.name}") for token, team in self.teams.items()]
        self.fields["audience"].choices = [own, *([national] if is_national else []), *shared]  # type: ignore[attr-defined]
        if not owns:
            del self.fields["name"], self.fields["audience"]

    @property
    def sharing(self) -> Sharing:
        """Who else is to see it."""
        wanted = self.cleaned_data["audience"]
        if wanted in self.teams:
            return Sharing(Audience.NETWORK, self.teams[wanted])
        return Sharing(Audience(wanted))


def standing_of(view: SavedView | None) -> dict[str, Any]:
    """What the form over a view starts from."""
    if view is None:
        return {"name": "", "audience": Audience.PRIVATE.value, "opens": False}
    audience = f"network:{view.network_id}" if view.network_id is not None else view.audience
    return {"name": view.name, "audience": audience, "opens": getattr(view, "opens", False)}
