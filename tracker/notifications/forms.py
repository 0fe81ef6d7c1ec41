"""How a person chooses to hear of things, and what their calendar shows."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from tracker.core.days import LONDON
from tracker.core.formats import nhs_time
from tracker.core.forms import NhsForm
from tracker.notifications.policies import Wishes
from tracker.notifications.vocabulary import Frequency, Topic, Weekday

HOURS = [(str(hour), nhs_time(datetime(2000, 1, 1, hour, tzinfo=LONDON))) for hour in range(24)]
# In a list that is as narrow as a telephone, its longest choice has to be short.
FREQUENCIES = [
    (each.value, "At once if critical, else daily" if each == Frequency.IMMEDIATE else each.label) for each in Frequency
]
EVERYTHING, FOLLOWED = "everything", "followed"


class SettingsForm(NhsForm):
    """One choice for each topic, and when e-mails come."""

    hour = forms.ChoiceField(
        label="Send my e-mails from", choices=HOURS, help_text="London time, on the day that they are for."
    )
    weekday = forms.ChoiceField(label="Send my weekly e-mail on", choices=Weekday.choices)

    def __init__(self, data: QueryDict | None, wishes: Wishes) -> None:
        topics = {topic.value: wishes.frequency_of(topic).value for topic in Topic}
        super().__init__(data, initial={**topics, "hour": str(wishes.hour), "weekday": str(wishes.weekday)})
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(label=topic.label, choices=FREQUENCIES)
        self.order_fields([*(topic.value for topic in Topic), "hour", "weekday"])

    @property
    def choices(self) -> Mapping[str, Any]:
        """What was chosen, as the action takes it."""
        typed = self.cleaned_data
        return {
            "frequencies": {topic: Frequency(typed[topic.value]) for topic in Topic},
            "hour": int(typed["hour"]),
            "weekday": Weekday(typed["weekday"]),
        }


class CalendarForm(NhsForm):
    shows = forms.ChoiceField(
        label="What the calendar shows",
        choices=[
            (EVERYTHING, "Milestones of everything that I may see"),
            (FOLLOWED, "Milestones of what I follow"),
        ],
        initial=EVERYTHING,
        widget=forms.RadioSelect,
    )

    @property
    def only_followed(self) -> bool:
        return bool(self.cleaned_data["shows"] == FOLLOWED)
