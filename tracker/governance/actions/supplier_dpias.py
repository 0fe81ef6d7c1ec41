"""Recording a supplier's own DPIA as the trust received it."""

from collections.abc import Mapping
from datetime import date

from tracker.accounts.models import User
from tracker.audit.changes import change
from tracker.core.days import today_in_london
from tracker.core.decisions import StaleWrite, require
from tracker.core.permissions import demand
from tracker.core.touched import touch
from tracker.governance.models import SupplierDpia
from tracker.governance.policies.dpia_template import may_answer, template_of
from tracker.governance.selectors.dpia_content import newest_template
from tracker.governance.vocabulary import DpiaKind
from tracker.networks.access import access_of, scope_of_deployment
from tracker.networks.models import Deployment
from tracker.networks.policies import may_count_from
from tracker.procurement.models import ProductRelease


def save_supplier_dpia(
    *,
    deployment: Deployment,
    release: ProductRelease,
    reference: str,
    received_on: date,
    coverage: Mapping[str, str],
    version: int | None,
    by: User,
) -> SupplierDpia:
    """Records the supplier's DPIA of a release, and where it covers each item that the technology assessment criteria ask
    for; `version` is None where none was recorded."""
    today = today_in_london()
    with change(by=by):
        demand("governance.draft_dpia", access_of(by, day=today), scope_of_deployment(deployment, day=today))
        require(may_count_from(received_on, today=today, field="received_on"))
        row = SupplierDpia.objects.select_for_update().filter(deployment=deployment, release=release).first()
        if row is not None and row.version != version:
            raise StaleWrite(row)
        template = row.template if row else newest_template(DpiaKind.SUPPLIER, on=today)
        require(may_answer(template_of(template.content).sections[0], coverage))
        row = row or SupplierDpia(deployment=deployment, release=release, template=template, version=0)
        row.reference, row.received_on = reference.strip(), received_on
        row.coverage = {code: page.strip() for code, page in coverage.items() if page.strip()}
        row.version += 1
        row.save()
        touch("deployment", deployment.pk)
    return row
