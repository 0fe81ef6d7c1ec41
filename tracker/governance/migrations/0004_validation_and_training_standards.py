from datetime import date
from decimal import Decimal

from django.db import migrations

SINCE = date(2020, 1, 1)
STANDARDS = "Planning default of the programme governance standards"
DART_ED = (
    "Planning default; archetypes of the DART-Ed AI and digital healthcare technologies capability framework, 2023"
)

LIMITS = (
    ("rollback_test_months", 12, STANDARDS),
    ("downtime_test_months", 12, STANDARDS),
    ("simulation_months", 12, STANDARDS),
    ("local_cases", 5, STANDARDS),
)
APPROVALS = {
    "validation": ("radiology-lead", "clinical-safety-officer", "medical-physics"),
    "oversight": ("radiology-lead",),
    "rollback": ("radiology-lead", "it-lead", "clinical-safety-officer"),
    "downtime": ("radiology-lead", "it-lead", "clinical-safety-officer"),
}
MODULES = (
    (1, "AI basics and this product's intended use and limits", False),
    (2, "Accountability and human oversight, IR(ME)R clinical evaluation", True),
    (3, "Reading outputs: explainability and its limits, thresholds, predictive value at low prevalence", True),
    (4, "Bias and subgroups", True),
    (5, "Error handling, discrepancy, duty of candour, reporting to LFPSE and Yellow Card", True),
    (6, "Medico-legal questions", True),
    (7, "Failure modes and edge cases, with local cases", True),
    (8, "Escalation, downtime, rollback", False),
    (9, "Integration and monitoring: PACS, RIS and VNA, logs, control charts", False),
    (10, "Cyber security and incident response", False),
    (11, "Workflow simulation", False),
    (12, "Clinical risk management: DCB0129, DCB0160, ISO 14971", False),
    (13, "Information governance: DPIA, roles, retention", False),
    (14, "Procurement and contract pitfalls", False),
)
REPORTERS = ("radiologist", "reporting-radiographer")
ALL = tuple(number for number, _, _ in MODULES)
ROLES = (
    (
        "Radiologists, registrars and radiographers who report",
        REPORTERS,
        "User",
        (1, 2, 3, 4, 5, 6, 7, 8, 11),
        12,
        "0.9",
    ),
    ("Radiographers who acquire images", ("radiographer",), "User", (1, 2, 7, 8), 12, None),
    ("Referrers: GPs, emergency and respiratory departments", ("referrer",), "User", (1, 2, 5, 8), 24, None),
    ("Radiology AI clinical lead", (), "Embedder and driver", ALL, 12, "1"),
    (
        "PACS and RIS managers, integration engineers, IT security",
        ("pacs-team",),
        "Embedder",
        (1, 7, 8, 9, 10),
        12,
        "1",
    ),
    ("Clinical safety officers", ("safety-officer",), "Embedder", (1, 2, 3, 4, 5, 6, 7, 8, 10, 12), 12, "1"),
    ("Medical physics and data scientists", (), "Embedder and creator", (1, 2, 3, 4, 9, 12), 12, None),
    ("IG lead, DPO, Caldicott Guardian, SIRO", (), "Driver", (1, 2, 5, 6, 13), 24, None),
    ("Procurement lead", (), "Driver", (1, 6, 13, 14), 24, None),
    ("Project manager, network lead, SRO", (), "Driver", (1, 2, 6, 8, 13, 14), 24, None),
    ("Administration and booking", (), "User", (1, 8), 24, None),
)
SCENARIOS = (
    ("ai-down", "The AI is down at 9am on a Monday"),
    ("silent-delay", "Results are delayed and nobody is told"),
    ("wrong-patient", "An overlay belongs to another patient"),
    ("missed-finding", "A missed pneumothorax is found later"),
    ("alert-storm", "An update sets off a storm of alerts"),
    ("ransomware", "Ransomware at the host"),
    ("false-negatives", "A cluster of false negatives from one scanner"),
    ("complaint", "A patient complains about the use of AI"),
)


def load_standards(apps, schema_editor):
    """What validation, training and plans are held to until the programme sets other values."""
    limit = apps.get_model("governance", "AssuranceLimit")
    for name, value, source in LIMITS:
        limit.objects.create(name=name, value=value, source=source, valid_from=SINCE)
    approval = apps.get_model("governance", "RequiredApproval")
    for subject, roles in APPROVALS.items():
        for role in roles:
            approval.objects.create(subject=subject, role=role, source=STANDARDS, valid_from=SINCE)
    module = apps.get_model("governance", "TrainingModule")
    for number, title, is_mandatory in MODULES:
        module.objects.create(number=number, title=title, is_mandatory=is_mandatory, source=STANDARDS, valid_from=SINCE)
    curriculum = apps.get_model("governance", "RoleCurriculum")
    for group, roles, archetype, modules, months, minimum in ROLES:
        curriculum.objects.create(
            group=group,
            roles=list(roles),
            archetype=archetype,
            modules=list(modules),
            refresh_months=months,
            minimum_share=Decimal(minimum) if minimum else None,
            source=DART_ED,
            valid_from=SINCE,
        )
    scenario = apps.get_model("governance", "SimulationScenario")
    for code, title in SCENARIOS:
        scenario.objects.create(code=code, title=title, source=STANDARDS, valid_from=SINCE)


def remove_standards(apps, schema_editor):
    """Takes them away again, before their tables go."""
    for name in ("AssuranceLimit", "RequiredApproval", "TrainingModule", "RoleCurriculum", "SimulationScenario"):
        apps.get_model("governance", name).objects.filter(valid_from=SINCE).delete()


class Migration(migrations.Migration):
    dependencies = [("governance", "0003_dpia_templates")]
    operations = [migrations.RunPython(load_standards, remove_standards)]
