"""The forms that pause clinical use and let it begin again."""

from tracker.governance.policies.patient_data import NOTICE
from tracker.networks.editing import EditForm
from tracker.networks.forms import reason_field


class PauseForm(EditForm):
    reason = reason_field("What is wrong", f"One sentence is enough: everyone is told it. {NOTICE}", required=True)


class ResumeForm(EditForm):
    reason = reason_field("What makes it safe again", NOTICE, required=True)
