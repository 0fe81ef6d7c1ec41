"""Opening contracts, planning and recording their signature, their terms, and what they cover."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import Door, change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, deny, require
from tracker.core.touched import touch
from tracker.networks.actions.revising import new_revisions
from tracker.networks.models import (
    Deployment,
    ImagingNetwork,
    Programme,
    UseCase,
)
from tracker.networks.policies import DateChange
from tracker.procurement.actions.contract_checks import (
    check_covered,
    check_funding,
    check_milestones,
    check_overlap,
)
from tracker.procurement.actions.contract_common import (
    SEES_MONEY,
    UPDATES,
    contract_changed,
    demand_on,
    lock_contract,
    scope_of,
)
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


MONEY = frozenset({"value_pence", "committed_pence", "paid_pence"})


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
        demand_on(contract, UPDATES, by=by)
        _check_release(supplier, release)
        if Contract.objects.filter(reference=contract.reference).exists():
            raise Refused(
                deny(
                    f"The reference {contract.reference} is taken.",
                    remedy="Write the reference that stands on this contract.",
                    field="reference",
                )
            )
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
        demand_on(contract, UPDATES, by=by)
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
        access, today = demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract, version=version)
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
            check=DateRules(access, scope_of(current), today, award=award),
            by=by,
        )
        SignatureRevision.objects.bulk_create(added)
        if added:
            contract_changed(current)
            if door != Door.IMPORT:
                check_overlap(current, by=by)
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
    nothing differs. An import asks what holds between contracts once all its rows are in (`check_among_contracts`)."""
    if on > today_in_london():
        raise Refused(
            deny(
                "Terms can't be recorded from a day in the future.",
                remedy="Use today or earlier.",
                field="effective_on",
            )
        )
    with change(reason=reason, door=door, by=by):
        demand_on(contract, UPDATES, *([SEES_MONEY] if MONEY & set(terms) else []), by=by)
        current = lock_contract(contract)
        stood = current.terms.filter(effective_on__lte=on).order_by("effective_on", "pk").last()
        before = {name: getattr(stood, name, None) for name in TERMS}
        after = {**before, **terms}
        if after == before:
            return None
        fits = ("starts_on", "ends_on", "notice_by", "value_pence", "paid_pence")
        require(terms_fit(**{name: after[name] for name in fits}))
        if "value_pence" in terms:
            check_milestones(current, after["value_pence"])
        row = ContractTerms.objects.create(
            contract=current,
            effective_on=on,
            reason=reason.strip(),
            recorded_by=by,
            **after,
        )
        contract_changed(current)
        if door != Door.IMPORT:
            _check_terms(current, terms, by=by)
    return row


def _check_terms(contract: Contract, terms: Mapping[str, Any], *, by: User) -> None:
    """What holds between contracts, of the terms that were set."""
    if {"starts_on", "ends_on"} & set(terms):
        check_overlap(contract, by=by)
    if terms.get("committed_pence") is not None:
        check_funding(contract)


def cover_deployments(
    *, contract: Contract, deployments: Iterable[Deployment], on: date, version: int | None = None, by: User
) -> None:
    """Has the contract cover exactly these deployments from a day on: adds what is new, ends what is no longer there."""
    wanted = {deployment.pk: deployment for deployment in deployments}
    with change(by=by):
        demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract, version=version)
        standing = {row.deployment_id: row for row in current.coverages.filter(valid_to=None)}
        check_covered(current, [each for pk, each in wanted.items() if pk not in standing], on=on)
        for deployment_id, row in standing.items():
            if deployment_id not in wanted:
                row.valid_to = max(on, row.valid_from)
                row.delete() if row.valid_to == row.valid_from else row.save(update_fields=["valid_to"])
        ContractCoverage.objects.bulk_create(
            [
                ContractCoverage(contract=current, deployment=deployment, valid_from=on)
                for pk, deployment in wanted.items()
                if pk not in standing
            ]
        )
        if set(standing) != set(wanted):
            contract_changed(current)
            touch("deployment", *(set(standing) ^ set(wanted)))
            check_overlap(current, by=by)


def say_replaced(*, contract: Contract, replaces: Contract | None, version: int | None = None, by: User) -> None:
    """Records which contract this one takes over from: the two may run side by side while work moves over."""
    with change(by=by):
        demand_on(contract, UPDATES, by=by)
        current = lock_contract(contract, version=version)
        if replaces is not None:
            same = (replaces.network_id, replaces.use_case_id) == (current.network_id, current.use_case_id)
            if not same or current.pk in (replaces.pk, replaces.replaces_id):
                raise Refused(
                    deny(
                        f"{current.reference} can't replace {replaces.reference}.",
                        remedy="Name an earlier contract of the same network and use case.",
                        field="replaces",
                    )
                )
        current.replaces = replaces
        current.save(update_fields=["replaces"])
        contract_changed(current)
        check_overlap(current, by=by)
