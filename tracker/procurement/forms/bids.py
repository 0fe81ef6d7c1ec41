"""The forms over bids and their reference sites."""

from typing import Any

from django import forms

from tracker.core.forms import DateInputField
from tracker.networks.editing import EditForm
from tracker.networks.forms import DATE_HINT, LONGEST_NAME, LONGEST_TEXT, reason_field
from tracker.procurement.evaluation_vocabulary import BidStatus
from tracker.procurement.policies.comparing_sites import SiteFacts

PENCE = 100


def line(label: str, hint: str = "", *, longest: int = LONGEST_NAME) -> forms.CharField:
    """A line of text that may stay empty."""
    return forms.CharField(label=label, help_text=hint, required=False, max_length=longest)


class BidForm(EditForm):
    """A bid as entered; the supplier is chosen once and stands."""

    supplier = forms.ChoiceField(label="Supplier")
    release = forms.ChoiceField(label="Product release", required=False, help_text="Must be the supplier's own.")
    price = forms.DecimalField(
        label="Price of the whole term, in pounds",
        required=False,
        max_digits=13,
        decimal_places=2,
        help_text="Only people who may see commercial figures see it.",
    )
    received_on = DateInputField(label="Received on", help_text=DATE_HINT)

    def __init__(
        self, *args: Any, suppliers: list[tuple[str, str]], releases: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if suppliers:
            self.fields["supplier"].choices = [("", "Choose a supplier"), *suppliers]  # type: ignore[attr-defined]
        else:
            del self.fields["supplier"]
        self.fields["release"].choices = [("", "Not named"), *releases]  # type: ignore[attr-defined]

    @property
    def price_pence(self) -> int | None:
        typed = self.cleaned_data["price"]
        return None if typed is None else int(typed * PENCE)


class BidStatusForm(EditForm):
    status = forms.ChoiceField(label="The bid is", choices=BidStatus.choices, widget=forms.RadioSelect)
    reason = reason_field("Reason", "The bidder is told.")


class SiteForm(EditForm):
    """A reference site as the bid names it."""

    organisation = forms.CharField(label="NHS organisation", max_length=LONGEST_NAME)
    pacs_vendor = line("PACS vendor", "As in “Oriole”. A site with a PACS of one of your trusts is comparable.")
    ris_vendor = line("RIS vendor")
    yearly_volume = forms.IntegerField(
        label="Examinations a year", required=False, min_value=1, max_value=2_000_000_000
    )
    modality = line("Modality", "For example, chest X-ray.", longest=100)
    live_since = DateInputField(label="In use since", required=False, help_text=DATE_HINT)
    evidence = line(
        "Evidence that it runs well",
        "A report, or a link to one: figures over months, not a promise.",
        longest=LONGEST_TEXT,
    )
    contact_role = line("Whom to ask", "A role, such as PACS manager. Never anything about a patient.")

    @property
    def facts(self) -> SiteFacts:
        names = ("organisation", "pacs_vendor", "ris_vendor", "yearly_volume", "modality", "live_since", "evidence")
        return SiteFacts(**{name: self.cleaned_data[name] for name in names})


class SiteCheckForm(EditForm):
    checked_on = DateInputField(label="Checked on", help_text=DATE_HINT)
    is_confirmed = forms.TypedChoiceField(
        label="The site bears the bid out",
        choices=[("yes", "Yes"), ("no", "No, or in part")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = reason_field("What the site said", "Never write anything about a patient here.")
