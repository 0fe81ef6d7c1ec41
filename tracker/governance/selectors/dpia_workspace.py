"""Everything that the pages of one DPIA show, and the rows that its forms start from. The caller has checked who may see
the deployment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tracker.core.decisions import Decision
from tracker.core.permissions import decide
from tracker.governance.models import (
    AdviceResponse,
    Dpia,
    DpiaActionItem,
    DpiaAnswers,
    DpiaCondition,
    DpiaRisk,
    IcoConsultation,
    ProcessingActivity,
    ProcessingParty,
    SupplierDpia,
)
from tracker.governance.permissions import actors_of, dpia_roles_of
from tracker.governance.policies.dpia_standing import DpiaOn, Limits
from tracker.governance.policies.dpia_template import Template, template_of
from tracker.governance.policies.dpias import Actor
from tracker.governance.selectors.dpia_content import newest_template
from tracker.governance.selectors.dpias import dpia_on, limits_on
from tracker.governance.vocabulary import DpiaKind, DpiaRole
from tracker.networks.access import Access, SubjectScope
from tracker.networks.models import Deployment, NetworkMembership
from tracker.procurement.models import ProductRelease

PERMISSIONS = (
    "governance.update_dpia",
    "governance.draft_dpia",
    "governance.sign_dpia",
    "governance.adopt_lead_dpia",
)


@dataclass(frozen=True)
class Happened:
    """Something that happened to a DPIA."""

    day: date
    recorded_at: datetime
    what: str
    who: str
    reason: str = ""


@dataclass(frozen=True)
class SupplierDpiaOn:
    """The supplier's DPIA of the release in use: how many of the items that are asked for it covers."""

    reference: str
    received_on: date
    covered: int
    asked: int


@dataclass(frozen=True)
class Workspace:
    """One DPIA on a day, and what somebody may do to it."""

    deployment_id: int
    name: str
    dpia: DpiaOn
    template: Template
    limits: Limits | None
    version: int | None = None
    edition: int = 1
    release: str = ""
    lead: str = ""
    followers: tuple[str, ...] = ()
    supplier: SupplierDpiaOn | None = None
    answered: frozenset[str] = frozenset()
    actors: frozenset[Actor] = frozenset()
    roles: frozenset[DpiaRole] = frozenset()
    may: dict[str, Decision] | None = None
    history: tuple[Happened, ...] = ()

    def allows(self, permission: str) -> bool:
        return bool((self.may or {}).get(permission))


def workspace(deployment: Deployment, access: Access, scope: SubjectScope, *, on: date) -> Workspace:
    """The DPIA of a deployment, as its page shows it, in a fixed number of queries."""
    row = (
        Dpia.objects.filter(deployment=deployment).select_related("release__product", "lead__deployment__trust").first()
    )
    standing = dpia_on(deployment.pk, on=on)
    content = standing.content
    followers = row.followers.select_related("deployment__trust") if row else ()
    return Workspace(
        deployment_id=deployment.pk,
        name=str(deployment),
        dpia=standing,
        template=content.template if content else template_of(newest_template(DpiaKind.TRUST, on=on).content),
        limits=limits_on(on),
        version=row.version if row else None,
        edition=row.edition if row else 1,
        release=f"{row.release.product.name} {row.release.version}" if row and row.release else "",
        lead=row.lead.deployment.trust.name if row and row.lead else "",
        followers=tuple(sorted(follower.deployment.trust.name for follower in followers)),
        supplier=_supplier(deployment, standing),
        answered=frozenset(content.sections) if content else frozenset(),
        actors=actors_of(access, scope),
        roles=dpia_roles_of(access, scope),
        may={name: decide(name, access, scope) for name in PERMISSIONS},
        history=tuple(sorted(_history(row), key=lambda each: (each.day, each.recorded_at), reverse=True))
        if row
        else (),
    )


def _supplier(deployment: Deployment, standing: DpiaOn) -> SupplierDpiaOn | None:
    if standing.release_in_use is None:
        return None
    row = find_supplier_dpia(deployment, standing.release_in_use[0])
    if row is None:
        return None
    asked = template_of(row.template.content).sections[0].questions
    return SupplierDpiaOn(row.reference, row.received_on, len(row.coverage), len(asked))


def _history(dpia: Dpia) -> Iterator[Happened]:
    for revision in dpia.revisions.select_related("recorded_by"):
        who = str(revision.recorded_by)
        yield Happened(revision.revised_on, revision.recorded_at, f"Written: {revision.what}", who)
    for decision in dpia.decisions.all():
        what = f"{decision.get_role_display()}: {decision.get_opinion_display().lower()}"
        yield Happened(decision.decided_on, decision.recorded_at, what, decision.signatory_name, decision.text)
    for answer in AdviceResponse.objects.filter(advice__dpia=dpia).select_related("responded_by"):
        what = f"Advice of the data protection officer {'accepted' if answer.is_accepted else 'overruled'}"
        yield Happened(answer.responded_on, answer.recorded_at, what, str(answer.responded_by), answer.reasons)
    for state in dpia.states.select_related("recorded_by"):
        what = f"Status: {state.get_status_display()}"
        yield Happened(state.effective_on, state.recorded_at, what, str(state.recorded_by), state.reason)


# --- What forms start from ------------------------------------------------------------------------------------------


def find_answers(deployment: Deployment, section: str) -> DpiaAnswers | None:
    """The trust's own answers of one section."""
    return DpiaAnswers.objects.filter(dpia__deployment=deployment, section=section).first()


def find_activity(deployment: Deployment, pk: int, *, on: date) -> ProcessingActivity | None:
    """An activity of the trust's own DPIA that holds on the day."""
    return ProcessingActivity.objects.on(on).filter(dpia__deployment=deployment, pk=pk).first()


def find_party(deployment: Deployment, pk: int, *, on: date) -> ProcessingParty | None:
    """An organisation in an activity of the trust's own DPIA."""
    rows = ProcessingParty.objects.on(on).filter(activity__dpia__deployment=deployment, pk=pk)
    return rows.select_related("activity").first()


def find_risk(deployment: Deployment, pk: int) -> DpiaRisk | None:
    return DpiaRisk.objects.filter(dpia__deployment=deployment, pk=pk).first()


def find_action_item(deployment: Deployment, pk: int) -> DpiaActionItem | None:
    return DpiaActionItem.objects.filter(dpia__deployment=deployment, pk=pk).first()


def find_condition(deployment: Deployment, pk: int) -> DpiaCondition | None:
    """A condition that is not met yet."""
    return DpiaCondition.objects.filter(decision__dpia__deployment=deployment, pk=pk, met_on=None).first()


def find_open_consultation(deployment: Deployment) -> IcoConsultation | None:
    return IcoConsultation.objects.filter(dpia__deployment=deployment, closed_on=None).first()


def find_supplier_dpia(deployment: Deployment, release_id: int) -> SupplierDpia | None:
    rows = SupplierDpia.objects.filter(deployment=deployment, release=release_id)
    return rows.select_related("template").first()


def trust_template(*, on: date) -> Template:
    """The template that a trust's DPIA is begun with on a day."""
    return template_of(newest_template(DpiaKind.TRUST, on=on).content)


def supplier_template(*, on: date) -> Template:
    """What a supplier's DPIA has to cover, on a day."""
    return template_of(newest_template(DpiaKind.SUPPLIER, on=on).content)


def find_release(pk: int | None) -> ProductRelease | None:
    return ProductRelease.objects.filter(pk=pk).select_related("product").first() if pk else None


def releases_for(deployment: Deployment) -> list[ProductRelease]:
    """The releases of products for the deployment's use case."""
    rows = ProductRelease.objects.filter(product__use_cases=deployment.use_case_id)
    return list(rows.select_related("product").order_by("product__name", "version"))


def lead_candidates(deployment: Deployment, *, on: date) -> list[Dpia]:
    """DPIAs of the same use case, at other trusts of the same network on the day, that adopt no other."""
    networks = NetworkMembership.objects.on(on).filter(trust=deployment.trust_id).values("network")
    trusts = NetworkMembership.objects.on(on).filter(network__in=networks).values("trust")
    rows = Dpia.objects.filter(
        deployment__use_case=deployment.use_case_id, deployment__trust__in=trusts, lead__isnull=True
    )
    return list(
        rows.exclude(deployment=deployment).select_related("deployment__trust").order_by("deployment__trust__name")
    )


def find_dpia(deployment: Deployment) -> Dpia | None:
    return Dpia.objects.filter(deployment=deployment).first()
