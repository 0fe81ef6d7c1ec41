"""A tool is in clinical use under a signed contract: what a workbook tells of contract and go-live must agree."""

from collections import defaultdict
from datetime import date

from tracker.core.decisions import ALLOWED
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.networks.models import Deployment, RevisionKind
from tracker.procurement.models import ContractCoverage, SignatureRevision
from tracker.procurement.policies import may_go_live_under


class GoLives:
    """The days of signature of the contracts that cover each deployment, read once for all.

    A deployment that no contract covers is let through: an import tells history as it happened, and the flags say what
    is missing. Where there is a contract, the two must not contradict each other; unless the signature itself has
    a mistake, which is told there.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        contracts: dict[int, set[int]] = defaultdict(set)
        coverages = ContractCoverage.objects.filter(contract__programme=run.programme)
        for deployment_id, contract_id in coverages.values_list("deployment_id", "contract_id"):
            contracts[deployment_id].add(contract_id)
        signed: dict[int, date | None] = {}
        revisions = SignatureRevision.objects.filter(contract__programme=run.programme, kind=RevisionKind.ACTUAL)
        for revision in revisions.order_by("effective_on", "pk"):
            signed[revision.contract_id] = revision.date
        self.signed = {
            deployment_id: [day for contract in ids if (day := signed.get(contract))]
            for deployment_id, ids in contracts.items()
            if not ids & run.contracts_with_unknown_signature
        }

    def check(self, sheet: str, row: Row, column: str, deployment: Deployment, day: date) -> bool:
        """Tells a going live before the contract that covers it was signed; answers whether the two agree."""
        dates = self.signed.get(deployment.pk)
        decision = ALLOWED if dates is None else may_go_live_under(dates, day)
        if not decision:
            self.run.problem(sheet, row, column, decision.sentence)
        return decision.allowed
