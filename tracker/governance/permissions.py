"""Who may work on DPIAs and sign."""

from tracker.accounts.roles import Role
from tracker.core.permissions import declare
from tracker.networks.permissions import holds, runs_delivery

signs = holds(Role.SIGNATORY)
records_sign_offs = holds(
    Role.NATIONAL_LEAD,
    Role.ADMINISTRATOR,
    Role.PROGRAMME_MANAGER,
    Role.TRUST_USER,
    Role.SIGNATORY,
)

declare(
    "governance.update_dpia",
    runs_delivery | signs,
    sentence="Only people who run delivery of this trust, or who sign for it, may change its DPIA.",
)
declare(
    "governance.record_sign_off",
    records_sign_offs,
    sentence="Only people who run delivery of this trust, or who sign for it, may record a sign-off.",
)
