"""The whole of the demo: the story, and the sheets of the workbook that tell it."""

import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import chain

from tracker.demo.generate import (
    assurance,
    deployments,
    governance,
    milestones,
    organisations,
    procurements,
    second_wave,
    suppliers,
)
from tracker.demo.generate.calendar import Calendar
from tracker.demo.generate.deployments import Deployment
from tracker.demo.generate.governance import DpiaHistory
from tracker.demo.generate.organisations import Network
from tracker.demo.generate.procurements import CallOff
from tracker.demo.generate.rows import Row

SEED = 660_012_024
NETWORKS, TRUSTS = 12, 66
MOST_NETWORKS, MOST_TRUSTS = 60, 400  # as many as there are invented names


@dataclass(frozen=True)
class DemoProgramme:
    """An invented programme: its story, its workbook's rows by sheet, and DPIA statuses that the workbook can't date."""

    calendar: Calendar
    networks: list[Network]
    call_offs: list[CallOff]
    deployments: list[Deployment]
    sheets: dict[str, list[Row]]
    dpia_histories: list[DpiaHistory]


def generate(anchor: date, *, networks: int = NETWORKS, trusts: int = TRUSTS) -> DemoProgramme:
    """The demo as it stands on the anchor day; the same arguments give the same programme."""
    if not 1 <= networks <= min(trusts, MOST_NETWORKS) or trusts > MOST_TRUSTS:
        raise ValueError(
            f"The demo has from 1 to {MOST_NETWORKS} networks, and from as many trusts up to {MOST_TRUSTS}. "
            f"{networks} networks with {trusts} trusts can't be made."
        )
    calendar = Calendar(anchor)
    made = organisations.make_networks(calendar, networks=networks, trusts=trusts, rng=_chance("organisations"))
    call_offs = procurements.make_call_offs(made, calendar, _chance("call-offs"))
    all_deployments = deployments.make_deployments(call_offs, calendar, _chance("deployments"))
    assessments = [governance.assess(deployment, calendar) for deployment in all_deployments]
    served: dict[str, list[Deployment]] = defaultdict(list)
    for deployment in all_deployments:
        served[deployment.call_off.reference].append(deployment)

    def covers(call_off: CallOff, day: date) -> list[str]:
        found = served[call_off.reference]
        return [deployment.trust.code for deployment in found if deployment.trust.joined_on <= day]

    sheets = {
        "Programme": organisations.programme_rows(calendar),
        "Networks": organisations.network_rows(made),
        "Trusts": organisations.trust_rows(made, _chance("systems")),
        "Suppliers": suppliers.supplier_rows(),
        "Products": suppliers.product_rows(calendar),
        "Procurements": chain(
            procurements.procurement_rows(call_offs, calendar, _chance("stages")),
            second_wave.second_wave_rows(made, calendar),
        ),
        "Contracts": procurements.contract_rows(call_offs, calendar, covers, _chance("terms")),
        "Deployments": deployments.deployment_rows(all_deployments, calendar, _chance("updates")),
        "Milestones": milestones.milestone_rows(all_deployments, calendar, _chance("milestones")),
        "DPIAs": governance.dpia_rows(assessments, calendar),
        "Sign-offs": governance.sign_off_rows(all_deployments, calendar, _chance("signatories")),
        "Training": assurance.training_rows(all_deployments, calendar),
        "Validation": assurance.validation_rows(all_deployments, calendar),
    }
    rows = {name: list(found) for name, found in sheets.items()}
    histories = [history for assessment in assessments if (history := assessment.history)]
    return DemoProgramme(calendar, made, call_offs, all_deployments, rows, histories)


def _chance(what: str) -> random.Random:
    """Each part draws its own numbers, so that a change of one leaves the others as they are."""
    return random.Random(f"{SEED} {what}")
