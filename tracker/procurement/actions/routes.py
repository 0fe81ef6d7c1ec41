"""Recording how a network buys: the framework and law, notices, and what suppliers raise."""

from datetime import date
from typing import Any

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import Refused, StaleWrite, deny, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.networks.access import SubjectScope, access_of, scope_of_network
from tracker.procurement.models import (
    Challenge,
    ChallengeStep,
    Framework,
    Notice,
    Procurement,
    ProcurementRoute,
)
from tracker.procurement.policies.challenges import may_close_challenge, may_record_challenge
from tracker.procurement.policies.route import NoticeOn, RouteOn, due_of_challenge, may_record_notice, may_take_route
from tracker.procurement.route_vocabulary import ChallengeKind, ChallengeStepKind, NoticeState
from tracker.procurement.selectors.routes import regime_terms, standing_on

UPDATE = "procurement.update_procurement"


def _locked(procurement: Procurement, *, by: User) -> tuple[Procurement, date]:
    """The procurement's row, locked, for somebody who may change it; and today."""
    today = today_in_london()
    scope = scope_of_network(procurement.network_id, programme_id=procurement.programme_id)
    demand(UPDATE, access_of(by, day=today), scope)
    return Procurement.objects.select_for_update().get(pk=procurement.pk), today


def _changed(procurement: Procurement) -> None:
    procurement.version += 1
    procurement.save(update_fields=["version", "framework"])
    touch("procurement", procurement.pk)


def record_route(
    *,
    procurement: Procurement,
    route: RouteOn,
    framework: str | None = None,
    effective_on: date | None = None,
    reason: str = "",
    version: int | None = None,
    by: User,
) -> ProcurementRoute | None:
    """Records from a day on (today, when none is given) by which law and method the network buys; `framework` names the
    framework, None leaves the name as it is. None when nothing differs. With `version`, refuses a write over a newer
    procurement."""
    with change(reason=reason, by=by):
        current, today = _locked(procurement, by=by)
        if version is not None and current.version != version:
            raise StaleWrite(current)
        day = effective_on or today
        name = current.framework if framework is None else framework.strip()
        require(may_take_route(route, regime_terms(), framework=name, today=today))
        if day > today:
            require(deny("A route can't count from a day in the future.", remedy="Use today.", field="effective_on"))
        if standing_on(current.pk, on=day).route == route and name == current.framework:
            return None
        row = ProcurementRoute.objects.create(
            procurement=current,
            effective_on=max(day, route.started_on),
            regime=route.regime,
            method=route.method,
            started_on=route.started_on,
            keeps_voluntary_standstill=route.keeps_voluntary_standstill,
            reason=reason.strip(),
            recorded_by=by,
        )
        current.framework = name
        _changed(current)
    return row


def record_notice(*, procurement: Procurement, notice: NoticeOn, ocid: str = "", note: str = "", by: User) -> Notice:
    """A notice was published in Find a Tender."""
    with change(reason=note, by=by):
        current, today = _locked(procurement, by=by)
        require(may_record_notice(standing_on(current.pk, on=today), notice, ocid=ocid.strip(), today=today))
        row = Notice.objects.create(
            procurement=current,
            code=notice.code,
            published_on=notice.published_on,
            reference=notice.reference,
            ocid=ocid.strip(),
            address=notice.address,
            note=note.strip(),
            recorded_by=by,
        )
        _changed(current)
    return row


def take_back_notice(*, procurement: Procurement, notice_id: int, note: str, by: User) -> Notice:
    """A notice was recorded by mistake; both rows stay."""
    with change(reason=note, by=by):
        current, today = _locked(procurement, by=by)
        standing = standing_on(current.pk, on=today)
        found = next((each for each in standing.notices if each.id == notice_id), None)
        if found is None:
            raise Refused(deny("This notice is taken back already.", remedy="Nothing is left to do."))
        if not note.strip():
            require(deny("Why it was a mistake is missing.", remedy="Say it in a sentence.", field="note"))
        row = Notice.objects.create(
            procurement=current,
            code=found.code,
            state=NoticeState.TAKEN_BACK,
            published_on=found.published_on,
            note=note.strip(),
            recorded_by=by,
        )
        _changed(current)
    return row


def record_challenge(
    *,
    procurement: Procurement,
    kind: ChallengeKind,
    supplier_name: str,
    received_on: date,
    summary: str,
    by: User,
) -> Challenge:
    """A supplier raised something about the outcome; its answer is due by the standard that holds."""
    with change(by=by):
        current, today = _locked(procurement, by=by)
        require(
            may_record_challenge(supplier_name=supplier_name, received_on=received_on, summary=summary, today=today)
        )
        duties = standing_on(current.pk, on=today).duties
        row = Challenge.objects.create(
            procurement=current,
            kind=kind,
            supplier_name=supplier_name.strip(),
            received_on=received_on,
            due_on=due_of_challenge(kind, received_on, duties),
            summary=summary.strip(),
            recorded_by=by,
        )
        _changed(current)
    return row


def close_challenge(
    *,
    procurement: Procurement,
    challenge_id: int,
    kind: ChallengeStepKind,
    happened_on: date,
    note: str,
    by: User,
) -> ChallengeStep:
    """What a supplier raised was answered, withdrawn, settled, or its suspension lifted."""
    with change(reason=note, by=by):
        current, today = _locked(procurement, by=by)
        found = next((each for each in standing_on(current.pk, on=today).challenges if each.id == challenge_id), None)
        if found is None:
            raise Challenge.DoesNotExist
        require(may_close_challenge(found, kind, happened_on=happened_on, note=note, today=today))
        step = ChallengeStep.objects.create(
            challenge_id=challenge_id, kind=kind, happened_on=happened_on, note=note.strip(), recorded_by=by
        )
        _changed(current)
    return step


def save_framework(
    *, name: str, framework_id: int | None = None, version: int | None = None, by: User, **fields: Any
) -> Framework:
    """Updates the framework of that id, or else the one of that name, and enters it where there is none. With `version`,
    refuses a write over a newer one. A new name is taken over by the procurements that name it."""
    with change(by=by):
        demand("procurement.manage_suppliers", access_of(by, day=today_in_london()), SubjectScope())
        _check_framework(fields)
        rows = Framework.objects.select_for_update()
        current = rows.get(pk=framework_id) if framework_id else rows.filter(name=name.strip()).first()
        framework = current or Framework(version=0)
        if version is not None and framework.version != version:
            raise StaleWrite(framework)
        if current is None or current.name != name.strip():
            _check_name(name, framework)
        names = {framework.name, name.strip()} - {""}
        touched = list(Procurement.objects.filter(framework__in=names).values_list("pk", flat=True))
        Procurement.objects.filter(framework__in=names).update(framework=name.strip())
        for field, value in {"name": name.strip(), **fields, "version": framework.version + 1}.items():
            setattr(framework, field, value)
        framework.save()
        touch("procurement", *touched)
    return framework


def _check_framework(fields: dict[str, Any]) -> None:
    starts_on, expires_on = fields.get("starts_on"), fields.get("expires_on")
    if starts_on and expires_on and expires_on <= starts_on:
        raise Refused(
            deny(
                "The framework would expire before it starts.",
                remedy="Correct one of the two dates.",
                field="expires_on",
            )
        )


def _check_name(name: str, framework: Framework) -> None:
    if Framework.objects.filter(name=name.strip()).exclude(pk=framework.pk).exists():
        raise Refused(
            deny(
                "There is a framework of this name already.",
                remedy="Open that one, or choose another name.",
                field="name",
            )
        )
