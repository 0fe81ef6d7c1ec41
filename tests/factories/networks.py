"""Programmes, networks, trusts in scope, deployments and their milestones."""

from collections.abc import Collection
from datetime import date

from tests.factories.numbers import next_number, next_ods_code
from tests.factories.people import system
from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.networks.actions.deployments import (
    StateChange,
    open_deployment,
    record_states,
)
from tracker.networks.actions.milestones import MilestoneChange, revise_milestones
from tracker.networks.actions.organisations import (
    OrganisationFacts,
    record_organisation,
)
from tracker.networks.actions.programmes import (
    fund_network,
    join_programme,
    record_capacity,
    save_network,
)
from tracker.networks.models import (
    ClinicalUse,
    Deployment,
    ImagingNetwork,
    Milestone,
    MilestoneType,
    Programme,
    Region,
    RevisionKind,
    Trust,
    UseCase,
)
from tracker.networks.policies import DateChange

START = date(2023, 6, 30)
CONTRACTS_DUE = date(2023, 11, 30)
LIVE_DUE = date(2023, 12, 31)


def make_programme(code: str = "", *, funding_pence: int = 2_100_000_000, starts_on: date = START) -> Programme:
    """A programme with the study's dates. The first one that a test asks for by no code is `chest-ai`, and asked for
    again it is the same one, so that trusts and networks of a test share it.

    It is held to no requirement catalogue, as a programme was before there was one: what begins with a programme that is
    set up today is left out. `tests.factories.adopt` holds it to one.
    """
    found = Programme.objects.filter(code=code or "chest-ai").first()
    if found is not None:
        return found
    with change(by=system()):
        return Programme.objects.create(
            code=code or "chest-ai",
            name="Chest imaging AI programme" if not code else f"Programme {code}",
            funding_pence=funding_pence,
            starts_on=starts_on,
            contracts_due_on=CONTRACTS_DUE,
            live_due_on=LIVE_DUE,
        )


def make_network(
    slug: str = "",
    *,
    name: str = "",
    region: str = "Y62",
    programme: Programme | None = None,
    funding_pence: int | None = 100_000_00,
) -> ImagingNetwork:
    """A network with an allocation of the programme's money (none when `funding_pence` is None)."""
    number = next_number()
    network = save_network(
        slug=slug or f"network-{number}",
        name=name or f"Imaging network {number}",
        region=Region.objects.get(ods_code=region),
        by=system(),
    )
    if funding_pence is not None:
        fund_network(
            programme=programme or make_programme(),
            network=network,
            allocated_pence=funding_pence,
            by=system(),
        )
    return network


def make_trust(
    network: ImagingNetwork | None = None,
    *,
    programme: Programme | None = None,
    ods_code: str = "",
    name: str = "",
    joined_on: date = START,
    project_manager: str = "Asha Example",
) -> Trust:
    """A trust that is in the programme through the network since `joined_on`, with a project manager (empty: none)."""
    code = ods_code or next_ods_code()
    facts = OrganisationFacts(ods_code=code, name=name or f"Trust {code}", opened_on=date(2010, 4, 1))
    trust = record_organisation(facts=facts, on=date(2010, 4, 1), by=system())
    join_programme(
        programme=programme or make_programme(),
        network=network or make_network(),
        trust=trust,
        joined_on=joined_on,
        by=system(),
    )
    record_capacity(trust=trust, on=joined_on, project_manager=project_manager, by=system())
    return trust


def make_use_case(code: str = "chest-xray") -> UseCase:
    """A use case; the migrations bring `chest-xray` and `chest-ct`."""
    return UseCase.objects.get(code=code)


def make_deployment(
    trust: Trust | None = None,
    *,
    programme: Programme | None = None,
    use_case: str = "chest-xray",
    owner: str = "",
) -> Deployment:
    """A deployment that has not started and has no milestone."""
    return open_deployment(
        programme=programme or make_programme(),
        trust=trust or make_trust(),
        use_case=make_use_case(use_case),
        owner=owner,
        by=system(),
    )


def revise(
    deployment: Deployment,
    type: MilestoneType | str,
    kind: RevisionKind | str,
    day: date | None,
    *,
    on: date,
    reason: str = "Moved in a test",
    by: User | None = None,
) -> Milestone:
    """Sets one date of a milestone, known from `on`. History is recorded as it was: no go-live check is asked."""
    change = DateChange(RevisionKind(kind), day, effective_on=on, reason=reason)
    revise_milestones(
        [MilestoneChange(deployment, MilestoneType(type), change)],
        door=Door.IMPORT,
        by=by or system(),
    )
    return Milestone.objects.get(deployment=deployment, type=type)


def make_milestone(
    deployment: Deployment | None = None,
    type: MilestoneType | str = MilestoneType.GO_LIVE,
    *,
    baseline: date | None = LIVE_DUE,
    forecast: date | None = None,
    actual: date | None = None,
    on: date = START,
    forecast_on: date | None = None,
    reason: str = "Moved in a test",
) -> Milestone:
    """A milestone whose baseline is known from `on`, its forecast from `forecast_on` (else `on`), and its actual from
    the day itself."""
    deployment = deployment or make_deployment()
    if baseline is not None:
        revise(deployment, type, RevisionKind.BASELINE, baseline, on=on, reason="")
    if forecast is not None:
        revise(
            deployment,
            type,
            RevisionKind.FORECAST,
            forecast,
            on=forecast_on or on,
            reason=reason,
        )
    if actual is not None:
        revise(deployment, type, RevisionKind.ACTUAL, actual, on=actual, reason="")
    return Milestone.objects.get(deployment=deployment, type=type)


def set_state(
    deployment: Deployment,
    state: ClinicalUse | str,
    *,
    on: date,
    sources: Collection[str] = (),
    reason: str = "In a test",
) -> None:
    """Clinical use from a day on, as history: no go-live check is asked."""
    wish = StateChange(
        deployment,
        ClinicalUse(state),
        effective_on=on,
        sources=tuple(sources),
        reason=reason,
    )
    record_states([wish], door=Door.IMPORT, by=system())


def go_live(deployment: Deployment, *, on: date, sources: Collection[str] = ("gp",)) -> None:
    """Partly live from a day on, with the go-live milestone done on that day."""
    set_state(deployment, ClinicalUse.LIVE_PARTIAL, on=on, sources=sources)
    make_milestone(deployment, MilestoneType.GO_LIVE, actual=on)
