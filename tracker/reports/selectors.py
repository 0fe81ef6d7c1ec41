"""Reading reports, and the trust or network that a report is about, for what one person may see."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from tracker.networks.access import Access, SubjectScope, scope_of_network, scope_of_trust
from tracker.networks.models import ImagingNetwork, Trust
from tracker.networks.selectors import current_programme, trusts_on
from tracker.reports.models import Report, ReportKind
from tracker.reports.policies import Sight

LIST_LENGTH = 100  # the newest reports that the list shows


@dataclass(frozen=True)
class Subject:
    """What a report is about, by the name it had on the day."""

    kind: ReportKind
    key: str
    name: str
    scope: SubjectScope

    @property
    def title(self) -> str:
        return f"{self.kind.label}: {self.name}"

    def sight(self, access: Access) -> Sight:
        return Sight(money=access.sees_commercial(self.scope), whole=access.sees(self.scope))


def find_subject(access: Access, kind: str, key: str, *, on: date) -> Subject | None:
    """The trust or network, or None when there is none or the person may not see it."""
    programme = current_programme()
    programme_id = programme.pk if programme else None
    if kind == ReportKind.TRUST:
        trust = Trust.objects.visible_to(access, on=access.day).filter(ods_code=key).first()
        if trust is None:
            return None
        name = trusts_on([trust.pk], on=on)[trust.pk].name
        return Subject(ReportKind.TRUST, key, name, scope_of_trust(trust, day=access.day, programme_id=programme_id))
    if kind == ReportKind.NETWORK:
        network = ImagingNetwork.objects.with_plan_visible_to(access).filter(slug=key).first()
        if network is None:
            return None
        return Subject(ReportKind.NETWORK, key, network.name, scope_of_network(network.pk, programme_id=programme_id))
    return None


def find_report(access: Access, report_id: UUID) -> Report | None:
    """A report whose status the person may see: their own, and nationally everybody's, if they may see its subject."""
    report = _known_to(access).filter(pk=report_id).first()
    if report is None or find_subject(access, report.kind, report.key, on=access.day) is None:
        return None
    return report


def find_subject_of(access: Access, report: Report) -> Subject | None:
    return find_subject(access, report.kind, report.key, on=report.as_of)


def list_reports(access: Access) -> list[Report]:
    """The newest reports that the person may know of, newest first, in four queries at most."""
    return _with_visible_subject(access, list(_known_to(access)[:LIST_LENGTH]))


def visible_reports(access: Access, ids: Collection[UUID]) -> list[Report]:
    """Those of the reports that the person may know of, in three queries at most."""
    return _with_visible_subject(access, list(_known_to(access).filter(pk__in=ids)))


def _with_visible_subject(access: Access, reports: list[Report]) -> list[Report]:
    visible = {
        ReportKind.TRUST: set(
            Trust.objects.visible_to(access, on=access.day)
            .filter(ods_code__in=_keys(reports, ReportKind.TRUST))
            .values_list("ods_code", flat=True)
        ),
        ReportKind.NETWORK: set(
            ImagingNetwork.objects.with_plan_visible_to(access)
            .filter(slug__in=_keys(reports, ReportKind.NETWORK))
            .values_list("slug", flat=True)
        ),
    }
    return [report for report in reports if report.key in visible[ReportKind(report.kind)]]


def _known_to(access: Access) -> QuerySet[Report]:
    rows = Report.objects.select_related("requested_by")
    return rows if access.is_national else rows.filter(requested_by=access.user)


def _keys(reports: Iterable[Report], kind: ReportKind) -> list[str]:
    return [report.key for report in reports if report.kind == kind]
