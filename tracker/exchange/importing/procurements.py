"""Sheet Procurements: the stages of each network's call-off."""

from collections import defaultdict
from collections.abc import Mapping

from tracker.audit.changes import Door
from tracker.exchange.cells import CLEAR
from tracker.exchange.importing.plans import Event, date_rights, effective_on
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.networks.access import SubjectScope, scope_of_network
from tracker.networks.models import ImagingNetwork, RevisionKind, UseCase
from tracker.networks.plans import RevisionLike
from tracker.procurement.actions.procurements import StageChange, open_procurement, revise_stages, set_framework
from tracker.procurement.models import Procurement, Stage, StageRevision
from tracker.procurement.selectors.tenders import tender_decisions

PROCUREMENTS = "Procurements"
UPDATE = "procurement.update_procurement"
Tender = tuple[StageChange, list[Row]]  # a tender that is said to be issued, and the rows of its stage


def apply_procurements(run: Run) -> None:
    """Opens procurements and dates their stages."""
    stored: dict[tuple[int, str], list[RevisionLike]] = defaultdict(list)
    revisions = StageRevision.objects.filter(stage__procurement__programme=run.programme).select_related("stage")
    for revision in revisions.order_by("pk"):
        stored[revision.stage.procurement_id, revision.stage.stage].append(revision)
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in run.rows(PROCUREMENTS):
        groups[str(row.cells["network"]), str(row.cells["use case"])].append(row)
    wishes: list[StageChange] = []
    tenders: dict[int, Tender] = {}
    for key, rows in groups.items():
        network = find_network(run, PROCUREMENTS, rows)
        use_case = find_use_case(run, PROCUREMENTS, rows)
        if network is None or use_case is None:
            continue
        scope = scope_of_network(network.pk, programme_id=run.programme.pk)
        current = run.known.procurements.get(key)
        if current is None and not may_open(run, rows, scope):
            continue
        procurement = save_procurement(run, rows, network, use_case, current)
        by_stage: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            by_stage[str(row.cells["stage"])].append(row)
        for stage, stage_rows in by_stage.items():
            rights = date_rights(run, UPDATE, scope)
            event = Event(PROCUREMENTS, stored[procurement.pk, stage], stage_rows, may=rights)
            found = [StageChange(procurement, Stage(stage), change) for change in event.wishes(run)]
            for wish in filter(is_tender, found):
                tenders[procurement.pk] = (wish, stage_rows)
            wishes += found
    check_packs(run, tenders)
    if wishes and not run.result.problems:
        revise_stages(wishes, door=Door.IMPORT, by=run.by)


def is_tender(wish: StageChange) -> bool:
    """The wish says on which day the tender was issued."""
    change = wish.change
    return wish.stage == Stage.TENDER and change.kind == RevisionKind.ACTUAL and change.date is not None


def check_packs(run: Run, tenders: Mapping[int, Tender]) -> None:
    """Tells each tender that was issued without a complete pack, at its own row."""
    issued = {pk: wish.change.date for pk, (wish, _) in tenders.items() if wish.change.date}
    procurements = [wish.procurement for wish, _ in tenders.values()]
    for pk, decision in tender_decisions(issued, procurements, today=run.today).items():
        if not decision:
            wish, rows = tenders[pk]
            row = next(each for each in rows if effective_on(each) == wish.change.effective_on)
            run.refusal(PROCUREMENTS, row, decision)


def may_open(run: Run, rows: list[Row], scope: SubjectScope) -> bool:
    """Whether the person may open a procurement; told at each of its rows if not."""
    answers = [run.may(PROCUREMENTS, row, UPDATE, scope) for row in rows]
    return all(answers)


def find_network(run: Run, sheet: str, rows: list[Row]) -> ImagingNetwork | None:
    """The network that rows name; told for each of them when there is none."""
    slug = str(rows[0].cells.get("network", ""))
    network = run.known.networks.get(slug)
    if network is None:
        for row in rows:
            if "network" in row.cells:
                remedy = "No network has this short name. Add it on sheet Networks or correct it."
                run.unknown(sheet, row, "network", defined_on="Networks", key=slug, remedy=remedy)
    return network


def find_use_case(run: Run, sheet: str, rows: list[Row]) -> UseCase | None:
    """The use case that rows name; told for each of them when there is none."""
    code = str(rows[0].cells.get("use case", ""))
    use_case = run.known.use_cases.get(code)
    if use_case is None:
        for row in rows:
            if "use case" in row.cells:
                known = ", ".join(sorted(run.known.use_cases))
                run.problem(sheet, row, "use case", f"There is no such use case. Use one of: {known}.")
    return use_case


def save_procurement(
    run: Run,
    rows: list[Row],
    network: ImagingNetwork,
    use_case: UseCase,
    current: Procurement | None,
) -> Procurement:
    """The procurement of the rows, opened when it is new, with the framework that the newest row names."""
    first = rows[0]
    if current is None:
        run.note(PROCUREMENTS, first, "network", None, network.slug, is_new=True)
        fields = {"programme": run.programme, "network": network, "use_case": use_case}
        current = run.attempt_or_stand_in(PROCUREMENTS, first, open_procurement, **fields)
        run.known.procurements[network.slug, use_case.code] = current
    named = [row for row in sorted(rows, key=effective_on) if "framework" in row.cells]
    if named:
        value = named[-1].cells["framework"]
        framework = "" if value is CLEAR else str(value)
        if framework != current.framework:
            run.note(PROCUREMENTS, named[-1], "framework", current.framework, framework)
            run.attempt(PROCUREMENTS, named[-1], set_framework, procurement=current, framework=framework)
    return current
