"""The sheets of the programme workbook, declared once for its reader, its writer and its documentation."""

from dataclasses import dataclass, field, replace

from tracker.exchange.amounts import Money, Number, Share, Whole
from tracker.exchange.cells import (
    ODS_REGION,
    ODS_TRUST,
    SLUG,
    Choice,
    Code,
    Kind,
    ListOf,
    Text,
    YesNo,
)
from tracker.exchange.days import Date, Month


@dataclass(frozen=True)
class Column:
    """One column: its header, what it holds, and whether it is part of the key or needed for a new row."""

    name: str
    kind: Kind
    is_key: bool = False
    is_required: bool = False
    may_default: bool = False  # a key column that may be left empty: `effective on` is then the day of import
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, what one row of it is in the programme, and its columns in the order they are written."""

    name: str
    row_is: str
    columns: tuple[Column, ...]
    by_name: dict[str, Column] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that tell one row from another, dating column included."""
        return tuple(column for column in self.columns if column.is_key)


def key(name: str, kind: Kind, note: str = "") -> Column:
    """A column that every row needs, to say which row it is."""
    return Column(name, kind, is_key=True, is_required=True, note=note)


def dating(name: str, note: str = "") -> Column:
    """A column that dates a row's facts: part of the key, and the day of import when it is left empty."""
    return Column(name, Date(), is_key=True, may_default=True, note=note)


def needed(name: str, kind: Kind, note: str = "") -> Column:
    """A column that a new row can't do without; an update may leave it empty."""
    return Column(name, kind, is_required=True, note=note)


NAME = Text(200)
MEASURED = Number(at_least=0, places=4)
SHORT = Text(60)
LONG = Text(1_000)
USE_CASE = Code(r"[a-z0-9]+(-[a-z0-9]+)*", "a code of a use case", "chest-xray", label="code")

STAGES = ("panel", "tender", "evaluation", "award", "contract")
MILESTONES = (
    "integration", "dpia", "clinical-safety", "training", "patient-communication", "baseline-data",
    "validation", "rollback", "go-no-go", "go-live", "full-live", "review",
)  # fmt: skip
STATES = ("not-started", "shadow", "live-partial", "live-full", "paused", "withdrawn")
SOURCES = ("gp", "ed", "inpatient", "outpatient")
BLOCKERS = ("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8", "B9", "B10")
DPIA_STATUSES = (
    "not-started", "screening", "drafting", "dpo-review", "approved", "rejected", "review-due", "superseded",
)  # fmt: skip
SIGN_OFF_ROLES = (
    "clinical-safety-officer", "caldicott-guardian", "dpo", "siro", "radiology-lead", "it-lead",
    "medical-physics", "executive",
)  # fmt: skip
DECISIONS = ("approved", "approved with conditions", "refused", "withdrawn")
TRAINING_ROLES = (
    "radiologist", "reporting-radiographer", "radiographer", "referrer", "pacs-team", "safety-officer",
)  # fmt: skip
SUPPLIER_STATUSES = ("active", "in administration", "withdrawn")
DEVICE_CLASSES = ("I", "IIa", "IIb", "III")
MARKINGS = ("UKCA", "CE")
RAGS = ("green", "amber-green", "amber", "amber-red", "red")
RISKS = ("low", "medium", "high")

PROGRAMME = Sheet(
    "Programme",
    "the programme that the workbook carries: one row",
    (
        key("programme", replace(SLUG, limit=40), "its code"),
        needed("name", NAME),
        Column("funding", Money()),
        needed("starts on", Date()),
        Column(
            "contracts due",
            Date(),
            note="the day by which every contract was planned to be signed",
        ),
        Column(
            "live due",
            Date(),
            note="the day by which every trust was planned to be live",
        ),
    ),
)
NETWORKS = Sheet(
    "Networks",
    "an imaging network",
    (
        key("network", SLUG),
        needed("name", NAME),
        needed("region", ODS_REGION),
        Column("lead trust", ODS_TRUST),
        Column("funding", Money()),
    ),
)
TRUSTS = Sheet(
    "Trusts",
    "a trust in the programme",
    (
        key("trust", ODS_TRUST),
        Column("name", NAME, note="needed for a trust that is not in the organisation file"),
        needed("network", SLUG),
        needed("joined on", Date()),
        Column("left on", Date()),
        Column("scope reason", Text(500)),
        Column("project manager", NAME),
        Column("clinical lead", NAME),
        Column(
            "protected sessions",
            Number(at_least=0, at_most=999, places=2),
            note="a week",
        ),
        Column("pacs", NAME),
        Column("ris", NAME),
        Column("vna", NAME),
    ),
)
SUPPLIERS = Sheet(
    "Suppliers",
    "a supplier",
    (
        key("supplier", NAME),
        Column("company number", Text(20, keeps_leading_zeros=True)),
        Column("status", Choice(SUPPLIER_STATUSES)),
    ),
)
PRODUCTS = Sheet(
    "Products",
    "one version of a product",
    (
        key("supplier", NAME),
        key("product", NAME),
        key("version", SHORT),
        needed("use cases", ListOf(USE_CASE)),
        Column("device class", Choice(DEVICE_CLASSES)),
        Column("marking", Choice(MARKINGS)),
        Column("certificate expires", Date()),
        Column("mhra reference", SHORT),
        Column("iso 13485 expires", Date()),
        Column("dcb0129 on", Date()),
        Column("dtac on", Date()),
        Column("penetration test on", Date()),
        Column("cyber essentials plus expires", Date()),
        Column("dspt status", SHORT),
    ),
)
PROCUREMENTS = Sheet(
    "Procurements",
    "one stage of a network's procurement, as it was planned on a day",
    (
        key("network", SLUG),
        key("use case", USE_CASE),
        key("stage", Choice(STAGES)),
        Column("baseline", Date()),
        Column("forecast", Date()),
        Column("actual", Date()),
        Column("framework", NAME),
        Column("reason", LONG),
        dating("effective on"),
    ),
)
CONTRACTS = Sheet(
    "Contracts",
    "a contract, as it stood on a day",
    (
        key("contract", SHORT, "its reference"),
        needed("network", SLUG),
        needed("use case", USE_CASE),
        needed("supplier", NAME),
        needed("product", NAME),
        needed("version", SHORT),
        needed("trusts", ListOf(ODS_TRUST, every="all")),
        Column("baseline signature", Date()),
        Column("forecast signature", Date()),
        Column("signed on", Date()),
        Column("starts on", Date()),
        Column("ends on", Date()),
        Column("notice by", Date()),
        Column("value", Money()),
        Column("committed", Money()),
        Column("paid", Money()),
        Column("data use agreed", YesNo()),
        Column("retraining allowed", YesNo()),
        Column("deletion agreed", YesNo()),
        Column("change control agreed", YesNo()),
        Column("kpis agreed", YesNo()),
        Column("reason", LONG),
        dating("effective on"),
    ),
)
DEPLOYMENTS = Sheet(
    "Deployments",
    "the state of one use case at one trust, from a day on",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        Column("state", Choice(STATES)),
        Column("sources", ListOf(Choice(SOURCES))),
        dating("state on"),
        Column("blockers", ListOf(Choice(BLOCKERS))),
        Column("stated rag", Choice(RAGS)),
        Column("rag reason", LONG),
        Column("owner", NAME),
        Column("updated on", Date()),
    ),
)
MILESTONE_SHEET = Sheet(
    "Milestones",
    "one milestone of one deployment, as it was planned on a day",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        key("milestone", Choice(MILESTONES)),
        Column("baseline", Date()),
        Column("forecast", Date()),
        Column("actual", Date()),
        Column("reason", LONG),
        dating("effective on"),
    ),
)
DPIAS = Sheet(
    "DPIAs",
    "the data protection impact assessment of one deployment",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        needed("status", Choice(DPIA_STATUSES)),
        Column("controller", NAME),
        Column("processor", NAME),
        Column("lawful basis", NAME),
        Column("special category basis", NAME),
        Column("retention", NAME),
        Column("residual risk", Choice(RISKS)),
        Column("started on", Date()),
        Column("approved on", Date()),
        Column("review due", Date()),
    ),
)
SIGN_OFFS = Sheet(
    "Sign-offs",
    "one decision by one person in one role",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        key("role", Choice(SIGN_OFF_ROLES)),
        needed("decision", Choice(DECISIONS)),
        key("decided on", Date()),
        needed("name", NAME),
        Column("conditions", LONG),
        Column("expires on", Date()),
    ),
)
TRAINING = Sheet(
    "Training",
    "how many people of one role are trained, on a day",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        key("role", Choice(TRAINING_ROLES)),
        needed("eligible", Whole()),
        needed("completed", Whole()),
        dating("as at"),
    ),
)
VALIDATION = Sheet(
    "Validation",
    "one run of a local validation",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        key("run on", Date()),
        needed("cases", Whole()),
        Column("true positives", Whole()),
        Column("false positives", Whole()),
        Column("true negatives", Whole()),
        Column("false negatives", Whole()),
        Column("minimum sensitivity", Share()),
        Column("minimum specificity", Share()),
        Column("result", SHORT),
    ),
)
MONITORING = Sheet(
    "Monitoring",
    "one measure of one deployment in one month",
    (
        key("trust", ODS_TRUST),
        key("use case", USE_CASE),
        key("metric", SHORT),
        key("period", Month(), "a month, such as 2025-06"),
        Column("value", MEASURED, note="worked out from the counts where it is left empty"),
        Column("numerator", MEASURED),
        Column("denominator", MEASURED),
    ),
)

SHEETS = (
    PROGRAMME, NETWORKS, TRUSTS, SUPPLIERS, PRODUCTS, PROCUREMENTS, CONTRACTS, DEPLOYMENTS, MILESTONE_SHEET,
    DPIAS, SIGN_OFFS, TRAINING, VALIDATION, MONITORING,
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
