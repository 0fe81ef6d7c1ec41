"""Who may work on DPIAs and sign."""

from tracker.accounts.roles import Role
from tracker.core.permissions import declare
from tracker.networks.permissions import holds, leads_delivery, runs_delivery, sees_commercial
from tracker.procurement.permissions import runs_procurement

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
declare(
    "governance.add_evidence",
    runs_delivery | signs,
    sentence="Only people who run delivery here, or who sign here, may add, replace or withdraw evidence.",
)
declare(
    "governance.review_evidence",
    leads_delivery | signs,
    sentence="Only people who sign here, a programme manager, a national lead or an administrator may review evidence.",
)
declare(
    "governance.manage_contract_evidence",
    runs_procurement & sees_commercial,
    sentence="Only procurement and programme managers of the network, a national lead or an administrator may add or "
    "review evidence of a contract.",
)
