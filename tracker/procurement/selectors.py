"""Reading procurements and contracts."""

from datetime import date

from tracker.core.decisions import Decision
from tracker.networks.models import RevisionKind
from tracker.procurement.models import ContractCoverage, SignatureRevision
from tracker.procurement.policies import may_go_live_under


def signed_dates(deployment_id: int) -> list[date]:
    """The days of signature of the contracts that cover a deployment, as known now."""
    contracts = ContractCoverage.objects.filter(deployment=deployment_id).values(
        "contract"
    )
    newest: dict[int, date | None] = {}
    revisions = SignatureRevision.objects.filter(
        contract__in=contracts, kind=RevisionKind.ACTUAL
    )
    for row in revisions.order_by("effective_on", "pk"):
        newest[row.contract_id] = row.date
    return [signed for signed in newest.values() if signed is not None]


def contract_allows_go_live(deployment_id: int, day: date) -> Decision:
    """The go-live check of this app: a contract that covers the deployment is signed by the day."""
    return may_go_live_under(signed_dates(deployment_id), day)
