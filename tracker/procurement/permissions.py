"""Who may change procurements, contracts and suppliers."""

from dataclasses import dataclass

import rules

from tracker.accounts.roles import Role
from tracker.core.permissions import declare
from tracker.networks.access import Access, SubjectScope
from tracker.networks.permissions import holds, leads_delivery, leads_programme, sees_commercial

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

# --- Evaluation -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EvaluationScope(SubjectScope):
    """Where an evaluation lies; the people on its panel today, and those of them whom no interest bars; and whether all
    who have to score have submitted."""

    panel: frozenset[int] = frozenset()
    impartial: frozenset[int] = frozenset()
    is_revealed: bool = False


@rules.predicate
def is_on_panel(access: Access, scope: SubjectScope) -> bool:
    """The person sits on the panel, and still sees the network's plan."""
    return isinstance(access, Access) and isinstance(scope, EvaluationScope) and _sits(access, scope, scope.panel)


@rules.predicate
def is_impartial_on_panel(access: Access, scope: SubjectScope) -> bool:
    """The same, and no interest bars them from scoring."""
    return isinstance(access, Access) and isinstance(scope, EvaluationScope) and _sits(access, scope, scope.impartial)


@rules.predicate
def scores_are_in(_access: Access, scope: SubjectScope) -> bool:
    """Everybody who has to score has submitted."""
    return isinstance(scope, EvaluationScope) and scope.is_revealed


def _sits(access: Access, scope: EvaluationScope, people: frozenset[int]) -> bool:
    return access.user.pk in people and any(access.sees_plan_of(network_id) for network_id in scope.network_ids)


declare(
    "procurement.run_evaluation",
    runs_procurement & sees_commercial,
    sentence="Only procurement and programme managers of the network, a national lead or an administrator may run an "
    "evaluation.",
)
declare(
    "procurement.view_evaluation",
    sees_commercial | is_on_panel,
    sentence="Only people who may see commercial figures, and the panel, may see an evaluation.",
)
declare(
    "procurement.score_bids",
    is_on_panel,
    sentence="Only members of the panel may declare their interests and score bids.",
)
declare(
    "procurement.view_scores",
    (sees_commercial | is_impartial_on_panel) & scores_are_in,
    sentence="Nobody may see what others scored before every member of the panel has submitted. After that, only people who "
    "may see commercial figures, and the panel, may.",
)
