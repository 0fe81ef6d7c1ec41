"""Sheet Deployments: which use case is planned where, and its clinical use, blockers and confidence over time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from tracker.audit.changes import Door
from tracker.exchange.cells import CLEAR, LEAVE
from tracker.exchange.importing.go_live import GoLives
from tracker.exchange.importing.run import Run
from tracker.exchange.workbook import Row
from tracker.networks.actions.deployment_history import (
    DeploymentFacts,
    as_intervals,
    may_count_from,
    may_state_rating,
    record_deployment_facts,
)
from tracker.networks.actions.deployments import StateChange, open_deployment, record_states
from tracker.networks.intervals import Interval, held_on, restate
from tracker.networks.models import (
    Blocker,
    ClinicalUse,
    Deployment,
    DeploymentState,
    DeploymentUpdate,
    StatedRag,
    StatedRating,
)
from tracker.networks.policies import is_live, may_change_state, widens_use

DEPLOYMENTS = "Deployments"
# The sheet has no reason of its own for a pause or a withdrawal, which the rules ask for.
AS_TOLD = "As told in the workbook"


def open_deployments(run: Run) -> None:
    """Opens the deployments that the workbook brings, before contracts and milestones refer to them."""
    for row in run.rows(DEPLOYMENTS):
        code, use_case_code = str(row.cells["trust"]), str(row.cells["use case"])
        use_case = run.known.use_cases.get(use_case_code)
        trust = run.known.trusts.get(code)
        if use_case is None:
            known = ", ".join(sorted(run.known.use_cases))
            run.problem(DEPLOYMENTS, row, "use case", f"There is no such use case. Use one of: {known}.")
        elif trust is None:
            remedy = "There is no trust of this code that you may change. Add it on sheet Trusts or correct the code."
            run.unknown(DEPLOYMENTS, row, "trust", defined_on="Trusts", key=code, remedy=remedy)
        elif (code, use_case_code) not in run.known.deployments:
            if not run.known.scopes.get(code) and not is_joining(run, code):
                remedy = "The trust is not in the programme. Add it on sheet Trusts with the day it joined."
                run.problem(DEPLOYMENTS, row, "trust", remedy)
            run.note(DEPLOYMENTS, row, "trust", None, code, is_new=True)
            fields = {"programme": run.programme, "trust": trust, "use_case": use_case}
            made = run.attempt(DEPLOYMENTS, row, open_deployment, **fields)
            if made is not None:
                run.known.deployments[code, use_case_code] = made


def is_joining(run: Run, code: str) -> bool:
    """Whether a row of sheet Trusts was to bring the trust in; its own mistakes are told there."""
    return any(row.cells["trust"] == code for row in run.rows("Trusts"))


def find_deployment(run: Run, sheet: str, row: Row) -> Deployment | None:
    """The deployment that a row names by trust and use case."""
    code, use_case = str(row.cells["trust"]), str(row.cells["use case"])
    found = run.known.deployments.get((code, use_case))
    if found is None and use_case not in run.known.use_cases:
        known = ", ".join(sorted(run.known.use_cases))
        run.problem(sheet, row, "use case", f"There is no such use case. Use one of: {known}.")
    elif found is None:
        remedy = f"There is no deployment of {use_case} at {code} that you may change. Add it on sheet Deployments."
        if code not in run.known.trusts:
            run.unknown(sheet, row, "trust", defined_on="Trusts", key=code, remedy=remedy)
        else:
            key = f"{code} {use_case}"
            run.unknown(sheet, row, "trust", defined_on=DEPLOYMENTS, key=key, remedy=remedy)
    return found


def state_on(row: Row) -> date:
    """The day from which a row counts."""
    return row.day("state on")


class History:
    """What is stored of the clinical use, blockers, confidence and updates of the programme's deployments."""

    def __init__(self, deployments: Iterable[Deployment]) -> None:
        ids = [deployment.pk for deployment in deployments]
        self.states: dict[int, list[DeploymentState]] = defaultdict(list)
        for state in DeploymentState.objects.filter(deployment__in=ids).order_by("effective_on", "pk"):
            self.states[state.deployment_id].append(state)
        self.blockers: dict[int, list[Interval[str]]] = defaultdict(list)
        for blocker in Blocker.objects.filter(deployment__in=ids):
            self.blockers[blocker.deployment_id] += as_intervals([blocker])
        self.ratings: dict[int, list[tuple[date, str, str]]] = defaultdict(list)
        for rag in StatedRag.objects.filter(deployment__in=ids).order_by("effective_on", "pk"):
            self.ratings[rag.deployment_id].append((rag.effective_on, rag.rating, rag.reason))
        updates = DeploymentUpdate.objects.filter(deployment__in=ids)
        self.updates = set(updates.values_list("deployment_id", "updated_on"))


def apply_deployments(run: Run) -> None:
    """Records clinical use, blockers, stated confidence, owners and updates, each deployment's rows in order of day."""
    history = History(run.known.deployments.values())
    go_lives = GoLives(run)
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in run.rows(DEPLOYMENTS):
        groups[str(row.cells["trust"]), str(row.cells["use case"])].append(row)
    states: list[StateChange] = []
    facts: list[DeploymentFacts] = []
    for key, rows in groups.items():
        deployment = run.known.deployments.get(key)
        if deployment is None:
            continue
        found = DeploymentRows(run, history, go_lives, deployment, sorted(rows, key=state_on))
        states += found.states
        facts += found.facts
    if states and not run.result.problems:
        record_states(states, door=Door.IMPORT, by=run.by)
    if facts and not run.result.problems:
        record_deployment_facts(facts, door=Door.IMPORT, by=run.by)


class DeploymentRows:
    """The rows of one deployment, oldest first, checked against its history and turned into what has to be recorded."""

    def __init__(self, run: Run, history: History, go_lives: GoLives, deployment: Deployment, rows: list[Row]) -> None:
        self.run, self.go_lives, self.deployment = run, go_lives, deployment
        self.known_states = [
            (row.effective_on, row.state, sorted(row.sources)) for row in history.states[deployment.pk]
        ]
        self.stored_days = {day for day, _, _ in self.known_states}
        self.blockers = history.blockers[deployment.pk]
        self.ratings = history.ratings[deployment.pk]
        self.updates = history.updates
        self.newest_known = max(self.stored_days, default=date.min)
        self.states: list[StateChange] = []
        self.facts: list[DeploymentFacts] = []
        for row in rows:
            self.add_state(row)
            self.add_facts(row, is_newest=row is rows[-1])

    def note(self, row: Row, column: str, old: object, new: object) -> None:
        is_new = state_on(row) not in self.stored_days
        self.run.note(DEPLOYMENTS, row, column, old, new, is_new=is_new)
        self.run.may(DEPLOYMENTS, row, "networks.update_deployment", self.run.known.scope_of(self.deployment))

    def add_state(self, row: Row) -> None:
        """The clinical use that the row tells."""
        day, told, sources = state_on(row), row.get("state"), row.get("sources")
        before = [known for known in self.known_states if known[0] <= day]
        _, state, stood_sources = before[-1] if before else (day, ClinicalUse.NOT_STARTED.value, [])
        if told is CLEAR:
            self.run.problem(DEPLOYMENTS, row, "state", "A state can't be cleared. Write the state or not-started.")
        wanted = ClinicalUse(str(told)) if isinstance(told, str) else ClinicalUse(state)
        is_same_state = wanted == state
        codes = sorted(sources) if isinstance(sources, tuple) else [] if sources is CLEAR else None
        if codes is None:
            codes = stood_sources if is_same_state else []
        if (is_same_state and codes == stood_sources) or row.bad & {"state", "sources"}:
            return
        self.note(row, "sources" if is_same_state else "state", state, wanted.value)
        reason = row.get("rag reason")
        text = reason if isinstance(reason, str) else AS_TOLD
        decision = may_change_state(
            ClinicalUse(state), wanted, sources=codes, effective_on=day, reason=text, today=self.run.today
        )
        if not decision:
            self.run.refusal(DEPLOYMENTS, row, decision, {"effective_on": "state on"})
            return
        if is_live(wanted.value) and not is_live(state):
            self.go_lives.check(DEPLOYMENTS, row, "state on", self.deployment, day)
        if widens_use(state, stood_sources, wanted, codes):
            self.go_lives.check_gate(DEPLOYMENTS, row, "state on", self.deployment, day)
        self.known_states.append((day, wanted.value, codes))
        self.known_states.sort(key=lambda known: known[0])
        self.states.append(StateChange(self.deployment, wanted, day, tuple(codes), text))

    def add_facts(self, row: Row, *, is_newest: bool) -> None:
        """Blockers, stated confidence, owner and update that the row tells."""
        fact = DeploymentFacts(
            deployment=self.deployment,
            on=state_on(row),
            blockers=self.new_blockers(row),
            **self.new_rating(row),  # type: ignore[arg-type]
            owner=self.new_owner(row) if is_newest else None,
            updated_on=self.new_update(row),
        )
        if (fact.blockers, fact.rating, fact.owner, fact.updated_on) == (None, None, None, None):
            return
        decision = may_count_from(fact.on, today=self.run.today, field="state_on")
        if not decision:
            self.run.refusal(DEPLOYMENTS, row, decision, {"state_on": "state on"})
        self.facts.append(fact)

    def new_blockers(self, row: Row) -> tuple[str, ...] | None:
        """The blockers from the day of the row, when others stood."""
        told, day = row.get("blockers"), state_on(row)
        if told is LEAVE:
            return None
        codes = told if isinstance(told, tuple) else ()
        before = held_on(self.blockers, day)
        if before == set(codes):
            return None
        self.note(row, "blockers", tuple(sorted(before)), codes)
        self.blockers = restate(self.blockers, day=day, wanted=sorted(codes))
        return codes

    def new_rating(self, row: Row) -> dict[str, object]:
        """Stated confidence with its reason, when another stood."""
        told, reason, day = row.get("stated rag"), row.get("rag reason"), state_on(row)
        if told is CLEAR:
            self.run.problem(
                DEPLOYMENTS, row, "stated rag", "Stated confidence can't be cleared. Write another rating."
            )
        if not isinstance(told, str):
            return {"rating": None}
        text = reason if isinstance(reason, str) else ""
        before = [known for known in self.ratings if known[0] <= day]
        if before and before[-1][1:] == (told, text):
            return {"rating": None}
        self.note(row, "stated rag", before[-1][1] if before else None, told)
        decision = may_state_rating(StatedRating(told), text)
        if not decision:
            self.run.refusal(DEPLOYMENTS, row, decision)
        self.ratings.append((day, told, text))
        self.ratings.sort(key=lambda known: known[0])
        return {"rating": StatedRating(told), "rating_reason": text}

    def new_owner(self, row: Row) -> str | None:
        """The owner of the newest row, unless something newer is stored."""
        told = row.get("owner")
        if told is LEAVE or state_on(row) < self.newest_known:
            return None
        owner = told if isinstance(told, str) else ""
        if owner == self.deployment.owner:
            return None
        self.note(row, "owner", self.deployment.owner, owner)
        return owner

    def new_update(self, row: Row) -> date | None:
        """A day on which somebody confirmed what stands, when it is not recorded yet."""
        told = row.get("updated on")
        if told is CLEAR:
            self.run.problem(DEPLOYMENTS, row, "updated on", "An update that was made can't be cleared.")
        if not isinstance(told, date) or (self.deployment.pk, told) in self.updates:
            return None
        self.updates.add((self.deployment.pk, told))
        self.note(row, "updated on", None, told)
        decision = may_count_from(told, today=self.run.today, field="updated_on")
        if not decision:
            self.run.refusal(DEPLOYMENTS, row, decision, {"updated_on": "updated on"})
        return told
