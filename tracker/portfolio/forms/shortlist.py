"""The filters of the shortlist, as they stand in its address."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from tracker.core.forms import DateInputField, NhsForm, parse_whole_date
from tracker.portfolio.selectors.shortlist import Choices
from tracker.portfolio.shortlist import Wish
from tracker.procurement.supply_vocabulary import EvidenceKind


class ShortlistForm(NhsForm):
    """`chosen` tells that somebody used the boxes: an address without it asks for everything that the rules need."""

    use_case = forms.ChoiceField(label="Use case")
    on = DateInputField(
        label="In date on", required=False, help_text="For example, the day on which you expect to sign."
    )
    evidence = forms.MultipleChoiceField(
        label="Evidence that has to be in date",
        required=False,
        choices=EvidenceKind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    lacking = forms.BooleanField(label="Show those that lack something", required=False)
    pacs = forms.ChoiceField(label="Reference sites with this PACS", required=False)
    ris = forms.ChoiceField(label="Reference sites with this RIS", required=False)
    chosen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, choices: Choices, today: date) -> None:
        given = data.copy()
        given.setdefault("use_case", choices.use_cases[0][0] if choices.use_cases else "")
        if not given.get("chosen"):
            given.setlist("evidence", [kind.value for kind in choices.needs])
        day = given.get("on", "").strip()
        if not any(given.get(name) for name in ("on", "on_day", "on_month", "on_year")):
            given["on"] = today.isoformat()
        elif day and parse_whole_date(day) is None:
            given["on_day"] = day  # shows what was asked for, and that it is no date
        given["chosen"] = "yes"
        super().__init__(given)
        self.choices, self.today = choices, today
        offered = {"use_case": choices.use_cases, "pacs": _any(choices.pacs), "ris": _any(choices.ris)}
        for name, values in offered.items():
            self.fields[name].choices = list(values)  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """What is asked for."""
        typed: dict[str, Any] = self.cleaned_data
        asked = set(typed["evidence"])
        return Wish(
            use_case=typed["use_case"],
            use_case_name=dict(self.choices.use_cases)[typed["use_case"]],
            day=typed["on"] or self.today,
            kinds=tuple(kind for kind in EvidenceKind if kind in asked),
            shows_lacking=typed["lacking"],
            pacs=typed["pacs"],
            ris=typed["ris"],
        )


def _any(vendors: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", "Any"), *((vendor, vendor) for vendor in vendors)]
