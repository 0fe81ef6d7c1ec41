"""The addresses that show most of each scene, with who opens them, for the look at every page."""

from collections.abc import Callable, Iterator

from tests.browser import scenes
from tests.browser.scenes import BUYER, LEAD, MANAGER, OF_TRUST, RADIOLOGIST, SIRO
from tests.factories import adopt, make_programme, make_scoring, make_waiver, moderate_all, score_all, settle, system
from tests.factories.dpia import make_action_item, make_risk, write_dpia
from tracker.accounts.models import User
from tracker.procurement.actions.evaluations import begin_moderation, conclude

Opened = tuple[User, list[str]]  # who opens these addresses


def _at(home: str, *parts: str) -> list[str]:
    return [home + part for part in parts]


def _person(email: str) -> User:
    return User.objects.get(email=email)


def _validation() -> Iterator[Opened]:
    study = scenes.validated()
    sizes = "validation/sample-size/?sensitivity=90&specificity=85&prevalence=5&precision=5"
    own = ["", "validation/", f"validation/{study.pk}/", f"validation/{study.pk}/counts/", "validation/plan/", sizes]
    more = ["training/", "training/course/", "oversight/", "oversight/edit/", "rollback/", "rollback/edit/"]
    home = f"/deployments/{study.deployment_id}/"
    yield _person(OF_TRUST), _at(home, *own, *more, "downtime/test/")
    yield _person(RADIOLOGIST), _at(home, f"validation/{study.pk}/")


def _flags() -> Iterator[Opened]:
    flag = scenes.flagged()
    yield _person(LEAD), _at("/flags/", "", "?rule=T03", "?page=2", f"{flag.pk}/", f"{flag.pk}/acknowledge/")
    yield _person(LEAD), ["/", "/national/", "/networks/", "/work/", "/deployments/"]


def _dpia() -> Iterator[Opened]:
    deployment, people = scenes.under_dpia()
    write_dpia(deployment, by=people.author, without=["rights"])
    make_risk(deployment, by=people.author, description="Bias in the training data", residual_impact=5)
    make_action_item(deployment, by=people.author)
    parts = ["", "status/", "document/", "subject/", "sections/rights/", "sections/flows/", "activities/"]
    forms = ["activities/add/", "risks/", "risks/add/?suggestion=bias", "actions/add/"]
    yield people.author, _at(f"/deployments/{deployment.pk}/dpia/", *parts, *forms)


def _evidence() -> Iterator[Opened]:
    evidence = scenes.evidenced()
    yield _person(LEAD), _at(f"/deployments/{evidence.deployment_id}/evidence/", "", "add/")
    yield _person(LEAD), _at(f"/evidence/{evidence.pk}/", "", "edit/", "replace/", "review/", "withdraw/")


def _procurement() -> Iterator[Opened]:
    row = scenes.procured()
    forms = ("route/", "notices/new/", "challenges/new/", "stages/contract/")
    yield _person(BUYER), ["/procurements/", "/frameworks/", *_at(f"/procurements/{row.pk}/", "", *forms)]


def _supply() -> Iterator[Opened]:
    scene = scenes.supplied()
    item = "clinical-requirements/clinical-need/"
    pack = ("", "clinical-requirements/", item, f"{item}answer/", f"waivers/{scene.waiver_id}/")
    yield _person(LEAD), _at(f"/suppliers/{scene.supplier.pk}/", "", "edit/", "sub-processors/add/")
    yield _person(LEAD), ["/suppliers/", "/suppliers/shortlist/?lacking=on"]
    yield _person(LEAD), _at(f"/procurements/{scene.procurement.pk}/pack/", *pack)
    yield _person(BUYER), _at(f"/procurements/{scene.procurement.pk}/pack/", item)


def _evaluation() -> Iterator[Opened]:
    evaluation = scenes.bid_for()
    bid, criterion, lead = evaluation.bids.earliest("pk"), evaluation.criteria.earliest("pk"), _person(LEAD)
    home = f"/procurements/{evaluation.procurement_id}/evaluation/"
    make_scoring(evaluation, members=0)
    forms = (f"bids/{bid.pk}/sites/add/", "panel/add/", "interests/", "scores/", f"scores/{bid.pk}/")
    yield lead, _at(home, "", "criteria/add/", f"bids/{bid.pk}/", *forms)
    for place, member in enumerate(evaluation.members.all()):
        score_all(member, lambda cell, place=place: (cell[0] + cell[1] + place) % 6)
    begin_moderation(evaluation=evaluation, by=system())
    yield lead, _at(home, "", "moderation/", f"moderation/{bid.pk}/{criterion.pk}/", "ranking/")
    moderate_all(evaluation)
    conclude(evaluation=evaluation, by=system())
    yield lead, _at(home, "", "ranking/")


def _contracts() -> Iterator[Opened]:
    contract = scenes.contracted()
    forms = ("terms/", "coverage/", "clauses/", "clauses/secondary-use/", "metrics/add/", "payments/add/")
    yield _person(BUYER), ["/contracts/?order=value", "/contracts/add/"]
    yield _person(BUYER), _at(f"/contracts/{contract.pk}/", "", *forms, "reviews/add/", "modifications/add/")


def _gate() -> Iterator[Opened]:
    deployment = scenes.gated()
    adopt(make_programme())
    settle(deployment, "8-acceptance")
    waiver = make_waiver(deployment, "8-integration")
    home, requirement = f"/deployments/{deployment.pk}/", "requirements/8-integration/"
    forms = (f"{requirement}state/", f"{requirement}plan/", f"{requirement}waiver/")
    yield _person(MANAGER), _at(home, "gate/", requirement, *forms)
    yield _person(MANAGER), ["/networks/wealdshire/readiness/", "/waivers/", f"/waivers/{waiver.pk}/"]


def _signing() -> Iterator[Opened]:
    deployment = scenes.gated()
    adopt(make_programme())
    waiver = make_waiver(deployment, "8-integration", is_agreed=False)
    yield _person(SIRO), ["/", "/sign-offs/", f"/waivers/{waiver.pk}/decide/"]


def _monitoring() -> Iterator[Opened]:
    row = scenes.monitored()
    measure = "monitoring/measures/turnaround/"
    pages = ("monitoring/", measure, f"{measure}reading/", "incidents/", "bias-audits/", "reviews/week-1/", "pause/")
    yield _person(OF_TRUST), ["/", f"/trusts/{row.trust.ods_code}/", *_at(f"/deployments/{row.pk}/", "", *pages)]


def _finding() -> Iterator[Opened]:
    lead = scenes.named()
    yield lead, _at("/search/", "?q=northern+kings", "?q=kingz", "?q=xqxqxq")
    yield lead, _at("/contracts/", "?status=signed&order=-value", "?status=lost")
    yield lead, ["/views/", "/views/save/contracts/?status=signed&next=/contracts/"]


def _safety() -> Iterator[Opened]:
    deployment = scenes.kept_safe()
    release = deployment.releases.get().release_id
    yield _person(MANAGER), _at(f"/deployments/{deployment.pk}/", "release/record/")
    yield _person(MANAGER), _at(f"/deployments/{deployment.pk}/safety/", "", "hazards/add/", "use/", "officers/")
    yield _person(MANAGER), _at(f"/releases/{release}/", "", "device/", "cyber/", "dtac/c1/", "dcb0129/2/")


EVERY_SCENE: tuple[Callable[[], Iterator[Opened]], ...] = (
    _validation,
    _flags,
    _dpia,
    _evidence,
    _procurement,
    _supply,
    _evaluation,
    _contracts,
    _gate,
    _signing,
    _monitoring,
    _finding,
    _safety,
)
