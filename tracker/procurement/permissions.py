"""Who may change procurements, contracts and suppliers."""

from tracker.accounts.roles import Role
from tracker.core.permissions import declare
from tracker.networks.permissions import holds, leads_delivery, leads_programme

runs_procurement = holds(Role.NATIONAL_LEAD, Role.ADMINISTRATOR, Role.PROGRAMME_MANAGER, Role.PROCUREMENT)
keeps_suppliers = holds(Role.NATIONAL_LEAD, Role.ADMINISTRATOR, Role.PROCUREMENT)

declare(
    "procurement.update_procurement",
    runs_procurement,
    sentence="Only procurement and programme managers of the network, a national lead or an administrator may change "
    "a procurement.",
)
declare(
    "procurement.update_contract",
    runs_procurement,
    sentence="Only procurement and programme managers of the network, a national lead or an administrator may change "
    "a contract.",
)
declare(
    "procurement.release_payment",
    runs_procurement,
    sentence="Only procurement and programme managers of the network, a national lead or an administrator may propose, "
    "release and record payments, and always two different people.",
)
declare(
    "procurement.manage_suppliers",
    keeps_suppliers,
    sentence="Only procurement, a national lead or an administrator may change suppliers and products.",
)

declare(
    "procurement.waive_pack",
    leads_delivery,
    sentence="Only a programme manager of the network, a national lead or an administrator may decide on a waiver of "
    "a procurement pack.",
)
declare(
    "procurement.publish_pack",
    leads_programme,
    sentence="Only a national lead or an administrator may publish a version of the procurement pack.",
)
declare(
    "procurement.adopt_packs",
    leads_programme,
    sentence="Only a national lead or an administrator may have a programme ask for procurement packs.",
)
