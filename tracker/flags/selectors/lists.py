"""Open flags as people see them: the stored ones today, and what the rules would have found on a day gone by."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tracker.accounts.models import User
from tracker.accounts.roles import Role
from tracker.core.data_version import remembered
from tracker.flags.models import Flag
from tracker.flags.policies import is_acknowledged
from tracker.flags.rules import Finding, judge, rule_of
from tracker.flags.selectors.facts import facts_on, thresholds_on
from tracker.flags.vocabulary import PLAN_KINDS, Severity, SubjectKind
from tracker.networks.access import Access, SubjectScope
from tracker.networks.models import Deployment, ImagingNetwork, NetworkMembership, Programme
from tracker.networks.selectors import TrustOn, trusts_on
from tracker.procurement.models import Contract, Procurement


@dataclass(frozen=True)
class FlagOn:
    """A flag on a day. `id` is None for one that was computed for a day gone by. Names are those of that day, and
    `subject` says in words what it is about: a trust and use case, a network's procurement, a contract.
    `acknowledged_until` is None unless an acknowledgement holds on the day."""

    rule: str
    title: str
    severity: Severity
    finding: str
    meaning: str
    what_to_do: str
    closes_when: str
    owner_role: Role
    programme_id: int
    subject_kind: SubjectKind
    subject_id: int
    detail_key: str
    since: date
    opened_on: date
    needs_national_decision: bool
    id: int | None = None
    version: int | None = None
    network_id: int | None = None
    trust_id: int | None = None
    deployment_id: int | None = None
    closed_on: date | None = None
    acknowledged_until: date | None = None
    acknowledged_reason: str = ""
    assigned_to_id: int | None = None
    assigned_to: str = ""
    subject: str = ""
    network_name: str = ""
    network_slug: str = ""
    trust_name: str = ""
    ods_code: str = ""
    use_case_name: str = ""

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def order(self) -> tuple[int, bool, date, str]:
        """Sorts the worst first, then what needs a national decision, then the oldest."""
        return -self.severity.rank, not self.needs_national_decision, self.since, self.subject


def open_flags(access: Access, *, on: date, programme: Programme | None = None) -> list[FlagOn]:
    """What the person may see of the flags open on a day, worst first: today's are the stored ones, those of a day gone
    by are computed by the rules from what counted on it. A fixed number of queries for any number of flags."""
    if on >= access.day:
        rows = Flag.objects.open().visible_to(access, on=on)
        return flags_of(rows if programme is None else rows.filter(programme=programme), on=on)
    programmes = Programme.objects.all() if programme is None else [programme]
    found = [finding for each in programmes for finding in _findings_on(each, on)]
    return _described([_computed(finding, on) for finding in _visible(found, access, on)], on)


def _findings_on(programme: Programme, day: date) -> list[Finding]:
    """What the rules find on a day gone by, whoever asks: judged once for each version of the data, because every
    dashboard compares with the week before."""
    return remembered(
        f"findings:{programme.pk}:{day}", lambda: judge(facts_on(programme, on=day), thresholds_on(programme, day))
    )


def flags_of(rows: Iterable[Flag], *, on: date) -> list[FlagOn]:
    """Stored flags as seen on a day, worst first, in a fixed number of queries."""
    return _described([_stored(row, on) for row in rows], on)


def flag_counts(flags: Iterable[FlagOn]) -> dict[Severity, int]:
    """How many flags of each severity, the worst first; severities without any count as 0."""
    counts = dict.fromkeys(reversed(Severity), 0)
    for flag in flags:
        counts[flag.severity] += 1
    return counts


def _visible(findings: Sequence[Finding], access: Access, on: date) -> list[Finding]:
    """Those that the person may see, by the rule of `Flag.objects.visible_to`."""
    if access.sees_every_programme:
        return list(findings)
    networks: dict[int, set[int]] = {}
    members = NetworkMembership.objects.on(on).filter(trust__in={each.trust_id for each in findings if each.trust_id})
    for trust_id, network_id in members.values_list("trust_id", "network_id"):
        networks.setdefault(trust_id, set()).add(network_id)
    return [each for each in findings if _may_see(each, access, networks)]


def _may_see(finding: Finding, access: Access, networks: dict[int, set[int]]) -> bool:
    own = {finding.network_id} if finding.network_id else set()
    lies_in = networks.get(finding.trust_id, set()) if finding.trust_id else own
    scope = SubjectScope(finding.programme_id, frozenset(lies_in), finding.trust_id)
    is_plan = finding.trust_id is None and finding.subject_kind in PLAN_KINDS
    return access.sees(scope) or (is_plan and finding.network_id in access.plan_network_ids)


def _stored(row: Flag, on: date) -> FlagOn:
    rule = rule_of(row.rule)
    holds = is_acknowledged(row.acknowledged_until, on=on)
    return FlagOn(
        rule=rule.code,
        title=rule.title,
        severity=Severity(row.severity),
        finding=row.finding,
        meaning=rule.meaning,
        what_to_do=rule.what_to_do,
        closes_when=rule.closes_when,
        owner_role=Role(row.owner_role),
        programme_id=row.programme_id,
        subject_kind=SubjectKind(row.subject_kind),
        subject_id=row.subject_id,
        detail_key=row.detail_key,
        since=row.since,
        opened_on=row.opened_on,
        needs_national_decision=row.needs_national_decision,
        id=row.pk,
        version=row.version,
        network_id=row.network_id,
        trust_id=row.trust_id,
        deployment_id=row.deployment_id,
        closed_on=row.closed_on,
        acknowledged_until=row.acknowledged_until if holds else None,
        acknowledged_reason=row.acknowledged_reason if holds else "",
        assigned_to_id=row.assigned_to_id,
    )


def _computed(finding: Finding, on: date) -> FlagOn:
    rule = rule_of(finding.rule)
    return FlagOn(
        rule=rule.code,
        title=rule.title,
        severity=finding.severity,
        finding=finding.sentence,
        meaning=rule.meaning,
        what_to_do=rule.what_to_do,
        closes_when=rule.closes_when,
        owner_role=finding.owner_role or rule.owner_role,
        programme_id=finding.programme_id,
        subject_kind=finding.subject_kind,
        subject_id=finding.subject_id,
        detail_key=finding.detail_key,
        since=finding.since,
        opened_on=min(finding.since, on),
        needs_national_decision=finding.needs_national_decision,
        network_id=finding.network_id,
        trust_id=finding.trust_id,
        deployment_id=finding.deployment_id,
    )


@dataclass(frozen=True)
class _Names:
    """The names that flags need, by id."""

    networks: dict[int, ImagingNetwork]
    trusts: dict[int, TrustOn]
    use_cases: dict[int, str]
    procurements: dict[int, str]
    contracts: dict[int, str]
    people: dict[int, User]


def _described(flags: Collection[FlagOn], on: date) -> list[FlagOn]:
    """The flags with the names of that day, worst first."""
    names = _Names(
        networks=ImagingNetwork.objects.in_bulk({each.network_id for each in flags if each.network_id}),
        trusts=trusts_on(sorted({each.trust_id for each in flags if each.trust_id}), on=on),
        use_cases=dict(
            Deployment.objects.filter(pk__in={each.deployment_id for each in flags if each.deployment_id}).values_list(
                "pk", "use_case__name"
            )
        ),
        procurements=dict(
            Procurement.objects.filter(pk__in=_subjects(flags, SubjectKind.PROCUREMENT)).values_list(
                "pk", "use_case__name"
            )
        ),
        contracts=dict(
            Contract.objects.filter(pk__in=_subjects(flags, SubjectKind.CONTRACT)).values_list("pk", "reference")
        ),
        people=User.objects.in_bulk({each.assigned_to_id for each in flags if each.assigned_to_id}),
    )
    return sorted((_named(each, names) for each in flags), key=lambda each: each.order)


def _subjects(flags: Collection[FlagOn], kind: SubjectKind) -> set[int]:
    return {each.subject_id for each in flags if each.subject_kind == kind}


def _named(flag: FlagOn, names: _Names) -> FlagOn:
    network = names.networks.get(flag.network_id) if flag.network_id else None
    trust = names.trusts.get(flag.trust_id) if flag.trust_id else None
    use_case = names.use_cases.get(flag.deployment_id, "") if flag.deployment_id else ""
    parts = [trust.name if trust else network.name if network else "", use_case]
    if flag.subject_kind == SubjectKind.PROCUREMENT:
        use_case = names.procurements.get(flag.subject_id, "")
        parts.append(f"{use_case} procurement")
    elif flag.subject_kind == SubjectKind.CONTRACT:
        parts.append(f"contract {names.contracts.get(flag.subject_id, '')}")
    return replace(
        flag,
        subject=", ".join(part for part in parts if part),
        network_name=network.name if network else "",
        network_slug=network.slug if network else "",
        trust_name=trust.name if trust else "",
        ods_code=trust.ods_code if trust else "",
        use_case_name=use_case,
        assigned_to=str(names.people[flag.assigned_to_id]) if flag.assigned_to_id else "",
    )
