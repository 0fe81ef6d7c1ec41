"""What a workbook tells of a go-live must agree with the contract, and with the gate once the programme has one."""

from collections import defaultdict
from datetime import date

from tracker.core.decisions import ALLOWED
from tracker.core.formats import nhs_date, plural
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.governance.policies.gate import reasons_of
from tracker.governance.selectors.catalogue import first_held_on
from tracker.governance.selectors.gate import gate_of
from tracker.networks.models import Deployment, RevisionKind
from tracker.procurement.models import ContractCoverage, SignatureRevision
from tracker.procurement.policies.contracts import may_go_live_under

ANSWERS = ("Contracts", "DPIAs", "Sign-offs")


class GoLives:
    """The days of signature of the contracts that cover each deployment, and the day from which go-lives pass through
    the gate, read once for all.

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
        self.gate_since = first_held_on(run.programme.pk)
        # Where the sheets that answer requirements have mistakes nothing of them is kept, and the gate can't be judged.
        self.can_judge_gate = not any(problem.sheet in ANSWERS for problem in run.result.problems)

    def check(self, sheet: str, row: Row, column: str, deployment: Deployment, day: date) -> bool:
        """Tells a going live before the contract that covers it was signed; answers whether the two agree."""
        dates = self.signed.get(deployment.pk)
        decision = ALLOWED if dates is None else may_go_live_under(dates, day)
        if not decision:
            self.run.problem(sheet, row, column, decision.sentence)
        return decision.allowed

    def check_gate(self, sheet: str, row: Row, column: str, deployment: Deployment, day: date) -> None:
        """Tells a going live through a gate that was closed on the day. What happened before the programme had a gate is
        history, and is recorded as it happened."""
        if self.gate_since is None or day < self.gate_since or not self.can_judge_gate:
            return
        gate = gate_of(deployment.pk, on=day)
        if not gate.is_open:
            many = plural(len(gate.blocking), "requirement is", "requirements are")
            self.run.problem(
                sheet,
                row,
                column,
                f"The gate was closed on {nhs_date(day)}, because {many} not met. {reasons_of(gate.blocking)} "
                f"Bring the evidence, or leave the go-live out.",
            )
