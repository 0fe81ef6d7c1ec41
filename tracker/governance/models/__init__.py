"""What must be approved and signed before a tool is used on patients."""

from tracker.governance.models.dpia import Dpia, DpiaState, DpiaStatus
from tracker.governance.models.sign_off import SignOff, SignOffDecision

__all__ = ["Dpia", "DpiaState", "DpiaStatus", "SignOff", "SignOffDecision"]
