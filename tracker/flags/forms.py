"""The form that sets a flag aside."""

from tracker.core.forms import DateInputField
from tracker.networks.editing import EditForm
from tracker.networks.forms import reason_field


class AcknowledgeForm(EditForm):
    reason = reason_field(
        "Why it can wait", "What is being done, and by whom. Everybody who sees the flag reads it.", required=True
    )
    until = DateInputField(label="Look again on", help_text="At most 90 days from today. On that day the flag is back.")
