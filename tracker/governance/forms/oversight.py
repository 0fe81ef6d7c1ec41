"""The form of the human oversight record."""

from typing import Any

from django import forms

from tracker.governance.forms.validation import count_field
from tracker.governance.validation_vocabulary import EscalationRole, PermittedEffect
from tracker.networks.editing import EditForm
from tracker.networks.forms import LONGEST_NAME, reason_field


class OversightForm(EditForm):
    """Who reads, what the AI may change, and whom to turn to in each role."""

    readers = reason_field("Who reads", "Who reports the images that the AI has seen.", required=True)
    permitted_effects = forms.MultipleChoiceField(
        label="What the AI may change",
        choices=PermittedEffect.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="From second reading on, the DPIA answers for automated decisions, and hazards are reviewed again.",
    )
    decides = reason_field("Who decides", "For each of these, whose decision it is.", required=True)
    disagreement_rule = reason_field(
        "When reader and AI disagree", "What happens then, and who is told.", required=True
    )
    override_logging = reason_field(
        "How overrides are recorded", "Where a reader notes that they went another way.", required=True
    )
    alert_cap_per_session = count_field(
        "Most alerts a session", "From where on readers stop looking. Leave empty for none.", required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in EscalationRole:
            for part, label, hint in (
                ("contact", f"{role.label}: whom to reach", "A role or rota and its number, rather than a person."),
                (
                    "hours",
                    f"{role.label}: in which hours",
                    "For example, at all hours, or Monday to Friday, 9am to 5pm.",
                ),
            ):
                name = f"{part}_{role.value}"
                self.fields[name] = forms.CharField(
                    label=label, help_text=hint, max_length=LONGEST_NAME, initial=self.initial.get(name, "")
                )

    @property
    def contacts(self) -> dict[EscalationRole, tuple[str, str]]:
        """Contact and hours of each role, as typed."""
        typed = self.cleaned_data
        return {role: (typed[f"contact_{role.value}"], typed[f"hours_{role.value}"]) for role in EscalationRole}

    @property
    def effects(self) -> list[PermittedEffect]:
        return [PermittedEffect(effect) for effect in self.cleaned_data["permitted_effects"]]
