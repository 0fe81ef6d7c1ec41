"""Opening contracts, planning and recording their signature, their terms, and what they cover."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import Access, SubjectScope, access_of, scope_of_network
from tracker.networks.actions.revising import new_revisions
from tracker.networks.models import (
    Deployment,
    ImagingNetwork,
    NetworkMembership,
    Programme,
    UseCase,
)
from tracker.networks.policies import DateChange
from tracker.procurement.actions.dating import DateRules
from tracker.procurement.models import (
    Contract,
    ContractCoverage,
    ContractTerms,
    ProductRelease,
    SignatureRevision,
    Supplier,
)
from tracker.procurement.policies.contracts import terms_fit
from tracker.procurement.selectors.routes import standing_of_plan

TERMS = (
    "starts_on",
    "ends_on",
    "notice_by",
    "value_pence",
    "committed_pence",
    "paid_pence",
    "data_use_agreed",
    "retraining_allowed",
    "deletion_agreed",
    "change_control_agreed",
    "kpis_agreed",
)


def _scope(contract: Contract) -> SubjectScope:
    return scope_of_network(contract.network_id, programme_id=contract.programme_id)


def _demand(contract: Contract, by: User) -> Access:
    access = access_of(by, day=today_in_london())
    demand("procurement.update_contract", access, _scope(contract))
    return access


def open_contract(
    *,
    reference: str,
    programme: Programme,
    network: ImagingNetwork,
    use_case: UseCase,
    supplier: Supplier,
    release: ProductRelease | None = None,
    by: User,
) -> Contract:
    """Enters a contract, planned or signed, of a network with a supplier."""
    with change(by=by):
        contract = Contract(
            reference=reference.strip(),
            programme=programme,
            network=network,
            use_case=use_case,
            supplier=supplier,
            release=release,
        )
        _demand(contract, by)
        _check_release(supplier, release)
        contract.save()
        touch("contract", contract.pk)
    return contract


def _check_release(supplier: Supplier, release: ProductRelease | None) -> None:
    if release is not None and release.product.supplier_id != supplier.pk:
        raise Refused(
            deny(
                f"{release} is not a product of {supplier}.",
                remedy="Choose a product of the contract's supplier.",
                field="product",
            )
        )


def change_contract(
    *,
    contract: Contract,
    supplier: Supplier | None = None,
    release: ProductRelease | None = None,
    by: User,
) -> Contract:
    """Changes who supplies, or which release; None leaves either as it is."""
    with change(by=by):
        _demand(contract, by)
        contract.supplier = supplier or contract.supplier
        contract.release = release or contract.release
        _check_release(contract.supplier, contract.release)
        contract.version += 1
        contract.save()
        touch("contract", contract.pk)
    return contract


def revise_signature(
    *,
    contract: Contract,
    changes: Sequence[DateChange],
    version: int | None = None,
    door: Door | None = None,
    by: User,
) -> int:
    """Sets the planned, forecast or actual day of signature. With `version`, refuses a write over a newer contract.
    Answers how many revisions were added."""
    reason = " ".join(sorted({wish.reason for wish in changes if wish.reason}))
    with change(reason=reason, door=door, by=by):
        access = _demand(contract, by)
        current = Contract.objects.select_for_update().get(pk=contract.pk)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        today = today_in_london()
        award = standing_of_plan(
            programme_id=current.programme_id,
            network_id=current.network_id,
            use_case_id=current.use_case_id,
            on=today,
        )
        added = new_revisions(
            SignatureRevision,
            of={"contract": current},
            known=list(current.signature_revisions.order_by("pk")),
            wishes=changes,
            check=DateRules(access, _scope(current), today, award=award),
            by=by,
        )
        SignatureRevision.objects.bulk_create(added)
        if added:
            _changed(current)
    return len(added)


def record_terms(
    *,
    contract: Contract,
    on: date,
    reason: str = "",
    door: Door | None = None,
    by: User,
    **terms: Any,
) -> ContractTerms | None:
    """Records the contract's terms from a day on; those that are not named stay as they stood on that day. None when
    nothing differs."""
    today = today_in_london()
    if on > today:
        raise Refused(
            deny(
                "Terms can't be recorded from a day in the future.",
                remedy="Use today or earlier.",
                field="effective_on",
            )
        )
    with change(reason=reason, door=door, by=by):
        _demand(contract, by)
        current = Contract.objects.select_for_update().get(pk=contract.pk)
        stood = current.terms.filter(effective_on__lte=on).order_by("effective_on", "pk").last()
        before = {name: getattr(stood, name, None) for name in TERMS}
        after = {**before, **terms}
        if after == before:
            return None
        fits = ("starts_on", "ends_on", "notice_by", "value_pence", "paid_pence")
        require(terms_fit(**{name: after[name] for name in fits}))
        row = ContractTerms.objects.create(
            contract=current,
            effective_on=on,
            reason=reason.strip(),
            recorded_by=by,
            **after,
        )
        _changed(current)
    return row


def cover_deployments(*, contract: Contract, deployments: Iterable[Deployment], on: date, by: User) -> None:
    """Has the contract cover exactly these deployments from a day on: adds what is new, ends what is no longer there."""
    wanted = {deployment.pk: deployment for deployment in deployments}
    with change(by=by):
        _demand(contract, by)
        _check_covered(contract, list(wanted.values()))
        standing = {row.deployment_id: row for row in contract.coverages.filter(valid_to=None)}
        for deployment_id, row in standing.items():
            if deployment_id not in wanted:
                row.valid_to = max(on, row.valid_from)
                row.delete() if row.valid_to == row.valid_from else row.save(update_fields=["valid_to"])
        ContractCoverage.objects.bulk_create(
            [
                ContractCoverage(contract=contract, deployment=deployment, valid_from=on)
                for pk, deployment in wanted.items()
                if pk not in standing
            ]
        )
        if set(standing) != set(wanted):
            _changed(contract)
            touch("deployment", *(set(standing) ^ set(wanted)))


def _check_covered(contract: Contract, deployments: list[Deployment]) -> None:
    """A contract covers deployments of its own use case at trusts of its own network."""
    members = set(NetworkMembership.objects.filter(network=contract.network_id).values_list("trust_id", flat=True))
    for deployment in deployments:
        if deployment.use_case_id != contract.use_case_id or deployment.trust_id not in members:
            raise Refused(
                deny(
                    f"{deployment} is not a deployment of {contract.use_case} in {contract.network}, so "
                    f"{contract.reference} can't cover it.",
                    remedy="Name trusts of the contract's own network and use case.",
                    field="trusts",
                )
            )


def _changed(contract: Contract) -> None:
    contract.version += 1
    contract.save(update_fields=["version"])
    touch("contract", contract.pk)
