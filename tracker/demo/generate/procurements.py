"""Each network's call-offs: the stages as planned, as they slipped step by step, and as they were done."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from tracker.demo.generate import names, suppliers
from tracker.demo.generate.calendar import Calendar, working_day
from tracker.demo.generate.organisations import Network, signing_day
from tracker.demo.generate.rows import Dated, Row
from tracker.demo.generate.suppliers import CT, XRAY, Product

STAGES = {"panel": 0.23, "tender": 0.43, "evaluation": 0.69, "award": 0.85, "contract": 1.0}
SLIPPED_BY = {"panel": 0.12, "tender": 0.3, "evaluation": 0.6, "award": 0.84, "contract": 1.0}  # of the whole slip
REASONS = {
    "panel": "B3: Panel members could not be released from clinical lists in the weeks that were planned",
    "tender": "B9: The procurement team needed more time for the technical detail of integration and hosting",
    "evaluation": "B1: Panel members asked for a second round of scoring and reference site visits",
    "award": "B5: An unsuccessful supplier challenged the outcome; the debrief and standstill took longer",
    "contract": "law: Legal review of data use and liability terms between the trusts and the supplier",
}
CONTRACT_REASONS = (
    "B3: Panel members could not be released from clinical lists, so scoring starts later",
    "B9: Technical detail of the bids overloaded the procurement team; clarifications take longer",
    "B5: An unsuccessful supplier challenged the award; standstill was extended",
    "law: Legal review of data use, retraining and liability terms is not finished",
)


class Fate(Enum):
    """How a call-off stands on the anchor day."""

    SIGNED = "signed"
    FAILED = "signed, and the supplier failed"
    RESTLESS = "not signed, and the forecast moves"
    STUCK = "not signed, the forecast has passed, and nobody has moved it"


# Which networks, by their place among the first twelve, buy chest CT as well, and how that went.
CT_FATES = {
    1: Fate.RESTLESS, 4: Fate.STUCK, 6: Fate.SIGNED, 7: Fate.SIGNED, 8: Fate.SIGNED, 10: Fate.FAILED,
}  # fmt: skip
CT_SLIPS = {6: 6, 7: 8, 8: 9, 10: 5}  # months


@dataclass(frozen=True)
class Forecast:
    """From `on` the signature is expected on `day`, for a reason."""

    on: date
    day: date
    reason: str


@dataclass
class CallOff:
    """One network's procurement for one use case, and its contract."""

    network: Network
    use_case: str
    fate: Fate
    product: Product
    signed_on: date | None
    forecasts: list[Forecast]
    value_pence: int
    months: int = 24

    @property
    def reference(self) -> str:
        return f"{self.network.slug.upper()}-{'CXR' if self.use_case == XRAY else 'CCT'}-01"


def make_call_offs(networks: list[Network], calendar: Calendar, rng: random.Random) -> list[CallOff]:
    """Chest X-ray for every network, and chest CT for some."""
    earliest = min(networks, key=lambda network: network.signed_on)
    made = []
    for network in networks:
        fate = CT_FATES.get(network.place % 12) if len(networks) > 1 else None
        product = suppliers.PRODUCTS[suppliers.XRAY_CHOICES[network.place % len(suppliers.XRAY_CHOICES)]]
        portion = rng.uniform(0.46, 0.58) if fate else rng.uniform(0.62, 0.78)
        call_off = CallOff(
            network, XRAY, Fate.SIGNED, product, network.signed_on,
            path_to(network.signed_on, network.slip_months, calendar, rng), _pounds(network, portion),
        )  # fmt: skip
        call_off.months = 18 if network is earliest else 24
        made.append(call_off)
        if fate:
            made.append(_for_ct(network, fate, calendar, rng))
    return made


def _pounds(network: Network, portion: float) -> int:
    """A part of the network's money in whole hundreds of pounds, as pence."""
    return round(network.funding_pence * portion / 100_00) * 100_00


def _for_ct(network: Network, fate: Fate, calendar: Calendar, rng: random.Random) -> CallOff:
    product = suppliers.PRODUCTS[suppliers.CT_CHOICES[network.place % len(suppliers.CT_CHOICES)]]
    signed_on = None
    if fate in (Fate.SIGNED, Fate.FAILED):
        slip = CT_SLIPS[network.place % 12]
        signed_on = signing_day(calendar.contracts_due_on, slip, rng)
        forecasts = path_to(signed_on, slip, calendar, rng)
    elif fate == Fate.RESTLESS:
        forecasts = path_to(calendar.before(200), 12, calendar, rng)
        days = ((85, -8), (58, -31), (31, -60))  # the last of them more than twenty working days ago
        forecasts += [
            Forecast(calendar.before(on), calendar.after(-day), CONTRACT_REASONS[number + 1])
            for number, (on, day) in enumerate(days)
        ]
    else:
        forecasts = path_to(calendar.before(220), 11, calendar, rng)
        forecasts.append(Forecast(calendar.before(118), calendar.before(31), CONTRACT_REASONS[2]))
    if fate == Fate.FAILED:
        product = suppliers.FAILED_PRODUCT
    return CallOff(network, CT, fate, product, signed_on, forecasts, _pounds(network, rng.uniform(0.14, 0.2)))


def path_to(end: date, slip_months: int, calendar: Calendar, rng: random.Random) -> list[Forecast]:
    """Forecasts of a signature as they were given, each moving it a part of the way to where it ended."""
    due = calendar.contracts_due_on
    steps = 2 if slip_months <= 5 else 3 if slip_months <= 8 else 4
    path: list[Forecast] = []
    for step in range(1, steps + 1):
        day = working_day(due + (end - due) * step // steps)
        before = path[-1].day if path else due
        on = working_day(before - timedelta(days=rng.randint(9, 24)))
        path.append(Forecast(on, day, CONTRACT_REASONS[min(step - 1, 3)]))
    return path


def procurement_rows(call_offs: list[CallOff], calendar: Calendar, rng: random.Random) -> Iterator[Row]:
    """The stages of every call-off with every revision of their dates."""
    for call_off in call_offs:
        for stage in STAGES:
            subject = {"network": call_off.network.slug, "use case": call_off.use_case, "stage": stage}
            plan = Dated(subject, "effective on")
            due = stage_due(stage, calendar)
            plan.say(calendar.starts_on, baseline=due, framework=names.FRAMEWORK)
            if stage == "contract":
                for forecast in call_off.forecasts:
                    plan.say(forecast.on, forecast=forecast.day, reason=forecast.reason)
                if call_off.signed_on:
                    plan.say(call_off.signed_on, actual=call_off.signed_on)
            else:
                _say_stage(plan, call_off, stage, calendar, rng)
            yield from plan.rows()


def stage_due(stage: str, calendar: Calendar) -> date:
    """The baseline of a stage: the five months from the start to the contract, divided."""
    whole = (calendar.contracts_due_on - calendar.starts_on).days
    due = calendar.starts_on + timedelta(days=round(whole * STAGES[stage]))
    return due if stage == "contract" else working_day(due)


def _say_stage(plan: Dated, call_off: CallOff, stage: str, calendar: Calendar, rng: random.Random) -> None:
    """A stage before the contract: one forecast when it was seen to slip, then the day it was done."""
    due = stage_due(stage, calendar)
    end = call_off.signed_on or call_off.forecasts[-1].day
    slip = round((end - calendar.contracts_due_on).days * SLIPPED_BY[stage])
    done_on = working_day(due + timedelta(days=slip + rng.randint(-4, 4)))
    if call_off.fate == Fate.RESTLESS and stage == "award":
        for forecast in call_off.forecasts[-3:]:
            day = working_day(forecast.day - timedelta(days=21))
            plan.say(forecast.on, forecast=day, reason=REASONS["award"])
        return
    done_on = min(done_on, calendar.before(130))
    expected = working_day(done_on - timedelta(days=rng.randint(0, 9)))
    plan.say(working_day(due - timedelta(days=rng.randint(3, 10))), forecast=expected, reason=REASONS[stage])
    plan.say(done_on, actual=done_on)


Covers = Callable[[CallOff, date], list[str]]  # codes of the trusts that a call-off serves on a day


def contract_rows(call_offs: list[CallOff], calendar: Calendar, covers: Covers, rng: random.Random) -> Iterator[Row]:
    """Each contract with the history of its signature, its terms and its payments."""
    for call_off in call_offs:
        plan = Dated({"contract": call_off.reference}, "effective on")
        plan.say(
            calendar.starts_on,
            network=call_off.network.slug,
            use_case=call_off.use_case,
            trusts=covers(call_off, calendar.starts_on),
            baseline_signature=calendar.contracts_due_on,
            **call_off.product.as_bought,
        )
        joined = {trust.joined_on for trust in call_off.network.trusts} - {calendar.starts_on}
        for day in sorted(joined) if call_off.use_case == XRAY else ():
            plan.say(day, trusts=covers(call_off, day))
        for forecast in call_off.forecasts:
            plan.say(forecast.on, forecast_signature=forecast.day, reason=forecast.reason)
        if call_off.signed_on:
            _say_terms(plan, call_off, call_off.signed_on, calendar, rng)
        yield from plan.rows()


def _say_terms(plan: Dated, call_off: CallOff, signed_on: date, calendar: Calendar, rng: random.Random) -> None:
    """The terms from the signature on, and what was paid each quarter since."""
    starts_on = working_day(signed_on + timedelta(days=rng.randint(7, 24)))
    ends_on = starts_on + timedelta(days=round(call_off.months * 30.4375))
    is_failed = call_off.fate == Fate.FAILED
    plan.say(
        signed_on,
        signed_on=signed_on,
        starts_on=starts_on,
        ends_on=ends_on,
        notice_by=ends_on - timedelta(days=90),
        value=call_off.value_pence,
        committed=call_off.value_pence,
        paid=0,
        data_use_agreed=True,
        retraining_allowed=rng.random() < 0.2,
        deletion_agreed=rng.random() < 0.85,
        change_control_agreed=rng.random() < 0.7,
        kpis_agreed=not is_failed and rng.random() < 0.8,
    )
    quarter = call_off.value_pence * 3 // call_off.months // 1_00 * 1_00
    day, number = working_day(starts_on + timedelta(days=91)), 1
    while day < calendar.anchor and not (is_failed and day > calendar.supplier_fails_on):
        plan.say(day, paid=min(call_off.value_pence, quarter * number))
        day, number = working_day(day + timedelta(days=91)), number + 1
    if is_failed:
        plan.say(
            calendar.supplier_fails_on,
            committed=min(call_off.value_pence, quarter * number),
            reason="The supplier went into administration; nothing further is committed until the network decides",
        )
