"""Addresses of contracts and their parts."""

from django.urls import path

from tracker.procurement.views import (
    clauses,
    contract_terms,
    contracts,
    metrics,
    modifications,
    payments,
    performance,
)

ONE = "contracts/<int:contract_id>/"
METRIC, PAYMENT, KPI = f"{ONE}metrics/<int:metric_id>/", f"{ONE}payments/<int:payment_id>/", f"{ONE}kpis/<int:kpi_id>/"

contract_urls = [
    path("contracts/", contracts.contracts, name="contracts"),
    path("contracts/export.csv", contracts.export_contracts, name="contracts-export"),
    path("contracts/add/", contracts.add_contract, name="add-contract"),
    path(ONE, contracts.contract, name="contract"),
    path(f"{ONE}terms/", contract_terms.edit_terms, name="edit-terms"),
    path(f"{ONE}coverage/", contract_terms.edit_coverage, name="edit-coverage"),
    path(f"{ONE}replaces/", contract_terms.edit_replaces, name="edit-replaces"),
    path(f"{ONE}arrangements/", contract_terms.edit_arrangements, name="edit-arrangements"),
    path(f"{ONE}clauses/", clauses.edit_checklist, name="edit-checklist"),
    path(f"{ONE}clauses/<slug:clause>/", clauses.edit_clause, name="edit-clause"),
    path(f"{ONE}metrics/add/", metrics.add_metric, name="add-metric"),
    path(METRIC, metrics.edit_metric, name="edit-metric"),
    path(f"{METRIC}reading/", metrics.add_reading, name="add-reading"),
    path(f"{METRIC}renewal/", metrics.add_renewal, name="add-renewal"),
    path(f"{ONE}renewal/<int:renewal_id>/", metrics.end_renewal, name="end-renewal"),
    path(f"{ONE}payments/add/", payments.add_payment, name="add-payment"),
    path(PAYMENT, payments.edit_payment, name="edit-payment"),
    path(f"{PAYMENT}propose/", payments.propose, name="propose-payment"),
    path(f"{PAYMENT}decide/", payments.decide_payment, name="decide-payment"),
    path(f"{PAYMENT}paid/", payments.pay, name="pay-payment"),
    path(f"{ONE}kpis/add/", performance.add_kpi, name="add-kpi"),
    path(KPI, performance.edit_kpi, name="edit-kpi"),
    path(f"{KPI}assess/", performance.assess, name="assess-kpi"),
    path(f"{ONE}service-levels/add/", performance.add_service_level, name="add-service-level"),
    path(f"{ONE}reviews/add/", performance.add_review, name="add-performance-review"),
    path(f"{ONE}modifications/add/", modifications.add_modification, name="add-modification"),
    path(f"{ONE}modifications/<int:modification_id>/", modifications.modification_step, name="modification-step"),
    path(f"{ONE}options/add/", modifications.add_options, name="add-options"),
    path(f"{ONE}extend/", modifications.extend, name="extend-contract"),
]
