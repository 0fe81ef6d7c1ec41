"""Reading rollback and downtime plans as of a day, and whom they give authority to pause."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q

from tracker.accounts.models import User
from tracker.accounts.selectors import has_usable_account
from tracker.governance.models import ContingencyApproval, ContingencyPlan, ContingencyTest, PauseAuthority
from tracker.governance.policies.approvals import missing_roles
from tracker.governance.policies.hashing import content_hash
from tracker.governance.policies.oversight import Edition
from tracker.governance.policies.rollback import ContingencyOn, DrillOn, PlanOn
from tracker.governance.selectors.assurance import Required, limits_on, required_roles_on, standing_approvals
from tracker.governance.validation_vocabulary import ApprovalSubject, DrillResult, PlanKind
from tracker.networks.models import Deployment, NetworkMembership, RoleAssignment, ScopeKind

SUBJECTS = {PlanKind.ROLLBACK: ApprovalSubject.ROLLBACK, PlanKind.DOWNTIME: ApprovalSubject.DOWNTIME}
SAID = ("kind", "triggers", "authority", "steps", "reread_rule", "communication", "target_minutes")


def contingency_on(deployment_ids: Iterable[int], *, on: date) -> dict[int, ContingencyOn]:
    """Both plans of each deployment on a day, in six queries. The caller has checked who may see them."""
    ids = list(deployment_ids)
    required, limits = required_roles_on(on), limits_on(on)
    rows: dict[int, dict[PlanKind, list[ContingencyPlan]]] = {pk: {kind: [] for kind in PlanKind} for pk in ids}
    found = ContingencyPlan.objects.filter(deployment__in=ids, recorded_on__lte=on).select_related("recorded_by")
    for row in found.prefetch_related(*_whole()).order_by("number"):
        rows[row.deployment_id][PlanKind(row.kind)].append(row)
    return {
        pk: ContingencyOn(
            **{
                kind.value: _plan_on(each, required, on, limits.get(f"{kind.value}_test_months", 0))
                for kind, each in kinds.items()
            }
        )
        for pk, kinds in rows.items()
    }


def _plan_on(rows: list[ContingencyPlan], required: Required, on: date, test_months: int) -> PlanOn:
    editions = [edition_of(row, required=required, on=on) for row in rows]
    approved = [each for each in editions if each.is_approved]
    tests = [test for row in rows for test in row.tests.all() if test.tested_on <= on]
    tests.sort(key=lambda test: (test.tested_on, test.pk))
    return PlanOn(
        in_force=approved[-1] if approved else None,
        newest=editions[-1] if editions else None,
        last_test=_test_on(tests[-1]) if tests else None,
        test_months=test_months,
    )


def _test_on(row: ContingencyTest) -> DrillOn:
    return DrillOn(row.tested_on, DrillResult(row.result), row.minutes_taken, row.note)


def newest_plan(deployment: Deployment, kind: PlanKind) -> ContingencyPlan | None:
    """The newest edition of one plan, whole."""
    rows = deployment.contingency_plans.filter(kind=kind).select_related("recorded_by")
    return rows.prefetch_related(*_whole()).order_by("number").last()


def is_newest(plan: ContingencyPlan) -> bool:
    """Whether no later edition of the same plan has been written."""
    later = ContingencyPlan.objects.filter(deployment=plan.deployment_id, kind=plan.kind, number__gt=plan.number)
    return not later.exists()


def find_plan(deployment: Deployment, kind: PlanKind, number: int) -> ContingencyPlan | None:
    """One edition of one plan, whole."""
    rows = deployment.contingency_plans.filter(kind=kind, number=number).select_related("recorded_by")
    return rows.prefetch_related(*_whole()).first()


def drills_of(deployment: Deployment, kind: PlanKind) -> list[ContingencyTest]:
    """Every test of one plan, the newest first."""
    rows = ContingencyTest.objects.filter(plan__deployment=deployment, plan__kind=kind)
    return list(rows.select_related("plan", "recorded_by").order_by("-tested_on", "-pk"))


def edition_of(row: ContingencyPlan, *, required: Required, on: date) -> Edition:
    """One edition and its approvals, as they stand on a day."""
    signed_hash = hash_of(row)
    approvals = standing_approvals(
        row.approvals.all(),
        names={each.pk: str(each.recorded_by) for each in row.approvals.all()},
        content_hash=signed_hash,
        on=on,
    )
    return Edition(
        id=row.pk,
        number=row.number,
        recorded_on=row.recorded_on,
        author_id=row.recorded_by_id,
        author=str(row.recorded_by),
        approvals=approvals,
        missing_roles=missing_roles(required[SUBJECTS[PlanKind(row.kind)]], approvals),
        content_hash=signed_hash,
    )


def hash_of(row: ContingencyPlan) -> str:
    """The hash of what an edition says, which its approvals carry."""
    return content_hash(_content(row))


def pausers_of(deployment: Deployment, *, on: date) -> list[User]:
    """Whom the rollback plan gives the authority to pause use of the tool: those of the edition in force, and before any
    is approved those of the newest, because nobody should look for a signature while patients may come to harm."""
    plan = contingency_on([deployment.pk], on=on)[deployment.pk].rollback
    edition = plan.in_force or plan.newest
    if edition is None:
        return []
    rows = PauseAuthority.objects.filter(plan=edition.id).select_related("person").order_by("pk")
    return [row.person for row in rows if has_usable_account(row.person)]


def people_over(deployment: Deployment, *, on: date) -> list[User]:
    """People with a role over the deployment's programme, its trust, or its network on a day, by name."""
    networks = NetworkMembership.objects.on(on).filter(trust=deployment.trust_id).values("network")
    holders = RoleAssignment.objects.on(on).filter(
        Q(trust=deployment.trust_id)
        | Q(network__in=networks)
        | Q(programme=deployment.programme_id)
        | Q(scope_kind=ScopeKind.PROGRAMME, programme=None)
    )
    people = User.objects.filter(pk__in=holders.values("user")).order_by("name", "pk")
    return [person for person in people if has_usable_account(person)]


def _whole() -> tuple[str | Prefetch, ...]:
    approvals = ContingencyApproval.objects.select_related("recorded_by").order_by("decided_on", "pk")
    return "pausers__person", "tests", Prefetch("approvals", approvals)


def _content(row: ContingencyPlan) -> dict[str, Any]:
    pausers = sorted(each.person_id for each in row.pausers.all())
    return {name: getattr(row, name) for name in SAID} | {"pausers": pausers}
