"""Reading re-validation cases and what bears on the validation of deployments, as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from tracker.governance.models import ReleaseInUse, RevalidationCase, ValidationResult
from tracker.governance.policies.monitoring import Standards
from tracker.governance.policies.revalidation import CaseOn, ReleaseChange, RevalidationOn
from tracker.governance.selectors.monitoring import standards_on
from tracker.governance.selectors.reviews import first_live_days
from tracker.governance.vocabulary import RevalidationResult, RevalidationTrigger
from tracker.networks.models import Deployment


def revalidation_on(
    deployment_ids: Iterable[int],
    *,
    on: date,
    standards: Standards | None = None,
    live: Mapping[int, date] | None = None,
) -> dict[int, RevalidationOn]:
    """Cases of deployments on a day, with the releases that they ran and since when they are live, by deployment id, in
    five queries. The caller has checked who may see them."""
    ids = list(deployment_ids)
    standards = standards or standards_on(on)
    live = first_live_days(ids, on=on) if live is None else live
    cases: dict[int, list[CaseOn]] = defaultdict(list)
    for row in RevalidationCase.objects.filter(deployment__in=ids, opened_on__lte=on).select_related("decision"):
        cases[row.deployment_id].append(_case(row, on))
    releases: dict[int, list[ReleaseChange]] = defaultdict(list)
    in_use = ReleaseInUse.objects.filter(deployment__in=ids, effective_on__lte=on).order_by("effective_on", "pk")
    for pk, deployment_id, product, version, effective_on in in_use.values_list(
        "pk", "deployment_id", "release__product__name", "release__version", "effective_on"
    ):
        releases[deployment_id].append(ReleaseChange(pk, f"{product} {version}", effective_on))
    results = ValidationResult.objects.filter(study__deployment__in=ids, run_on__lte=on).order_by("run_on")
    validated = dict(results.values_list("study__deployment_id", "run_on"))
    return {
        pk: RevalidationOn(pk, standards, tuple(cases[pk]), live.get(pk), validated.get(pk), tuple(releases[pk]))
        for pk in ids
    }


def _case(row: RevalidationCase, on: date) -> CaseOn:
    decision = getattr(row, "decision", None)
    is_decided = decision is not None and decision.decided_on <= on
    return CaseOn(
        id=row.pk,
        trigger=RevalidationTrigger(row.trigger),
        key=row.key,
        detail=row.detail,
        opened_on=row.opened_on,
        due_on=row.due_on,
        result=RevalidationResult(decision.result) if is_decided and decision else None,
        decided_on=decision.decided_on if is_decided and decision else None,
        reason=decision.reason if is_decided and decision else "",
    )


def find_case(deployment: Deployment, case_id: int, *, on: date) -> CaseOn | None:
    """One case of a deployment, None when it has none of that id."""
    cases = revalidation_on([deployment.pk], on=on)[deployment.pk].cases
    return next((each for each in cases if each.id == case_id), None)
