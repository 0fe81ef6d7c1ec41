"""Sheet Milestones: the plan of each deployment."""

from collections import defaultdict
from datetime import date

from tracker.audit.changes import Door
from tracker.exchange.importing.deployments import find_deployment
from tracker.exchange.importing.go_live import GoLives
from tracker.exchange.importing.plans import Event, date_rights
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.networks.actions.milestones import LIVE_TYPES, MilestoneChange, revise_milestones
from tracker.networks.models import Deployment, MilestoneRevision, MilestoneType, RevisionKind
from tracker.networks.plans import RevisionLike

MILESTONES = "Milestones"


def apply_milestones(run: Run) -> None:
    """Dates the milestones of deployments."""
    stored: dict[tuple[int, str], list[RevisionLike]] = defaultdict(list)
    revisions = MilestoneRevision.objects.filter(milestone__deployment__programme=run.programme)
    for revision in revisions.select_related("milestone").order_by("pk"):
        stored[revision.milestone.deployment_id, revision.milestone.type].append(revision)
    go_lives = GoLives(run)
    groups: dict[tuple[Deployment, str], list[Row]] = defaultdict(list)
    for row in run.rows(MILESTONES):
        deployment = find_deployment(run, MILESTONES, row)
        if deployment is not None:
            groups[deployment, str(row.cells["milestone"])].append(row)
    wishes: list[MilestoneChange] = []
    for (deployment, type_code), rows in groups.items():
        scope = run.known.scope_of(deployment)
        rights = date_rights(run, "networks.update_deployment", scope, first_baseline="networks.set_first_baseline")
        event = Event(MILESTONES, stored[deployment.pk, type_code], rows, may=rights)
        milestone = MilestoneType(type_code)
        for change in event.wishes(run):
            wishes.append(MilestoneChange(deployment, milestone, change))
            if milestone in LIVE_TYPES and change.kind == RevisionKind.ACTUAL and change.date:
                check_go_live(go_lives, deployment, rows, change.date)
    if wishes and not run.result.problems:
        revise_milestones(wishes, door=Door.IMPORT, by=run.by)


def check_go_live(go_lives: GoLives, deployment: Deployment, rows: list[Row], day: date) -> None:
    """Checks the going live against the contract and the gate, at the row that tells it."""
    row = next(each for each in rows if each.get("actual") == day)
    go_lives.check(MILESTONES, row, "actual", deployment, day)
    go_lives.check_gate(MILESTONES, row, "actual", deployment, day)
