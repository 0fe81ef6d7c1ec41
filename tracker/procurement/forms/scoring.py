"""The forms in which a member scores a bid, and the panel agrees on a score."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.http import QueryDict

from tracker.core.forms import NhsForm
from tracker.networks.editing import EditForm
from tracker.networks.forms import ReasonField
from tracker.procurement.actions.scoring import Outcome, Typed
from tracker.procurement.policies.evaluation import CriterionOn, Scale, ScoreOn

LONGEST_COMMENT = 2000
NUMBER = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,4})?")
MOST_RADIOS = 6  # more stand in a list to choose from
CHANGED = "You changed this score in another window since you opened this page. Compare the two, and save again."


def as_choice(value: Decimal | None) -> str:
    """A score as a form sends it: `3`, `3.5`."""
    return "" if value is None else f"{value.normalize():f}"


def value_field(label: str, scale: Scale) -> forms.CharField:
    """A score to choose. Whether it lies on the scale is for a rule to say, because that has a source."""
    choices = [(as_choice(value), as_choice(value)) for value in scale.values]
    if len(choices) <= MOST_RADIOS:
        widget: forms.Widget = forms.RadioSelect(choices=choices)
    else:
        widget = forms.Select(choices=[("", "Choose a score"), *choices])
    return ReasonField(label=label, widget=widget)


def parse_score(text: str) -> Decimal | None:
    """A score from what was sent; raises `ValidationError` where it is no number."""
    if not text.strip():
        return None
    if not NUMBER.fullmatch(text.strip()):
        raise forms.ValidationError(f"“{text[:20]}” is not a score. Choose one.")
    return Decimal(text.strip())


class SheetForm(NhsForm):
    """A member's scores of one bid: for each criterion a score, its reasons, and the version that the page showed. What is
    in order is saved, whatever is wrong with the rest."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        criteria: Sequence[CriterionOn],
        scale: Scale,
        known: Mapping[int, ScoreOn],
    ) -> None:
        super().__init__(data)
        self.criteria = criteria
        self.stale: dict[int, ScoreOn] = {}
        for each in criteria:
            score = known.get(each.id)
            self._add(each, scale, score)

    def _add(self, criterion: CriterionOn, scale: Scale, score: ScoreOn | None) -> None:
        pk = criterion.id
        self.fields[f"value_{pk}"] = value_field(f"Score for {criterion.code}", scale)
        self.fields[f"comment_{pk}"] = ReasonField(
            label=f"Why, for {criterion.code}", max_length=LONGEST_COMMENT, widget=forms.Textarea(attrs={"rows": "3"})
        )
        self.fields[f"version_{pk}"] = forms.IntegerField(required=False, widget=forms.HiddenInput)
        self.initial[f"value_{pk}"] = as_choice(score.value) if score else ""
        self.initial[f"comment_{pk}"] = score.comment if score else ""
        self.initial[f"version_{pk}"] = score.version if score else None

    def typed(self) -> dict[int, Typed]:
        """What was typed, by criterion, of the cells whose shape is right; the others get their errors."""
        found = {}
        for each in self.criteria:
            names = (f"value_{each.id}", f"comment_{each.id}", f"version_{each.id}")
            if any(name in self.errors for name in names):
                continue
            value, comment, version = (self.cleaned_data[name] for name in names)
            try:
                found[each.id] = Typed(parse_score(value), comment, version)
            except forms.ValidationError as error:
                self.add_error(names[0], error)
        return found

    def show(self, outcome: Outcome, known: Mapping[int, ScoreOn]) -> None:
        """Shows what became of each cell: refusals at their fields, what was saved meanwhile beside what was typed. The form
        then counts from what is stored."""
        data = cast("QueryDict", self.data).copy()
        for pk, score in known.items():
            data[f"version_{pk}"] = str(score.version)
        self.data = data
        codes = {each.id: each.code for each in self.criteria}
        for pk, decision in outcome.refused.items():
            name = f"{decision.field}_{pk}"
            self.add_error(name if name in self.fields else None, f"{codes.get(pk, '')}: {decision.sentence}")
        for pk, score in outcome.stale.items():
            self.stale[pk] = score
            self.add_error(f"value_{pk}", f"{codes[pk]}: {CHANGED}")


class ModerateForm(EditForm):
    """The score on which the panel agreed, and why. The form's version is the agreed score that the page showed."""

    value = ReasonField(label="Agreed score")
    reasons = ReasonField(
        label="Reasons",
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea,
        help_text="The bidder reads them in the assessment summary. Never write anything about a patient here.",
    )

    def __init__(self, *args: Any, scale: Scale, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field("Agreed score", scale)
        self.order_fields(["value", "reasons"])

    def clean_value(self) -> str:
        text: str = self.cleaned_data["value"]
        parse_score(text)
        return text

    @property
    def agreed(self) -> Decimal | None:
        return parse_score(self.cleaned_data["value"])
