"""The words of local validation, training, human oversight and plans, with the codes that the workbook uses."""

from django.db.models import TextChoices

# --- Local validation -----------------------------------------------------------------------------------------------


class StudyDesign(TextChoices):
    RETROSPECTIVE = "retrospective", "Retrospective"
    SILENT = "silent-prospective", "Prospective, in shadow mode"
    LIVE_PILOT = "live-pilot", "Live pilot"


class Sampling(TextChoices):
    """Consecutive cases show the real prevalence and workload, an enriched set tests failure modes with fewer cases."""

    CONSECUTIVE = "consecutive", "Consecutive cases"
    ENRICHED = "enriched", "Enriched with positive cases"


class Metric(TextChoices):
    SENSITIVITY = "sensitivity", "Sensitivity"
    SPECIFICITY = "specificity", "Specificity"
    PPV = "ppv", "Positive predictive value"
    NPV = "npv", "Negative predictive value"
    FPR = "fpr", "False-positive rate"
    FDR = "fdr", "False discovery rate"
    FNR = "fnr", "False-negative rate"
    PREVALENCE = "prevalence", "Prevalence"
    FLAG_RATE = "flag-rate", "Flag rate"


class Operator(TextChoices):
    AT_LEAST = "at-least", "At least"
    AT_MOST = "at-most", "At most"


class CriterionRule(TextChoices):
    """What is held against the threshold: the figure itself, or the end of its interval that is the worse one."""

    POINT_ESTIMATE = "point-estimate", "The figure itself"
    CI_LOWER_BOUND = "ci-lower-bound", "The lower end of its 95% interval"
    CI_UPPER_BOUND = "ci-upper-bound", "The upper end of its 95% interval"


class IntervalMethod(TextChoices):
    WILSON = "wilson", "Wilson"
    CLOPPER_PEARSON = "clopper-pearson", "Clopper-Pearson (exact, conservative)"


class CriterionSource(TextChoices):
    SUPPLIER_CLAIM = "supplier-claim", "The supplier's claim"
    LITERATURE = "literature", "Published literature"
    CONSENSUS = "clinical-consensus", "Local clinical consensus"
    WORKBOOK = "workbook", "As stated in a programme workbook"


class SubgroupKind(TextChoices):
    ALL = "all", "All cases"
    SITE = "site", "Site"
    SOURCE = "source", "Referral source"
    MODALITY = "modality", "Modality or scanner"


class Outcome(TextChoices):
    PASS = "pass", "Pass"
    FAIL = "fail", "Fail"
    INCONCLUSIVE = "inconclusive", "Inconclusive"


class ApprovalSubject(TextChoices):
    """Records that count once they are approved in certain capacities."""

    VALIDATION = "validation", "Local validation"
    OVERSIGHT = "oversight", "Human oversight record"
    ROLLBACK = "rollback", "Rollback plan"
    DOWNTIME = "downtime", "Downtime plan"


class ApprovalDecision(TextChoices):
    APPROVED = "approved", "Approved"
    REFUSED = "refused", "Refused"


# --- Training -------------------------------------------------------------------------------------------------------


class TrainingRole(TextChoices):
    RADIOLOGIST = "radiologist", "Radiologists"
    REPORTING_RADIOGRAPHER = "reporting-radiographer", "Reporting radiographers"
    RADIOGRAPHER = "radiographer", "Radiographers"
    REFERRER = "referrer", "Referrers"
    PACS_TEAM = "pacs-team", "PACS and IT team"
    SAFETY_OFFICER = "safety-officer", "Clinical safety officers"


# --- Human oversight, rollback and downtime -------------------------------------------------------------------------


class PermittedEffect(TextChoices):
    """What the AI may change, from the least to the most; from the third on it does more than flag."""

    PRIORITISE = "prioritise-worklist", "Put the worklist in another order"
    FLAG = "flag-to-reader", "Flag a finding to the reader"
    SECOND_READ = "second-read", "Act as second reader"
    DRAFT = "draft-text", "Draft text of the report"
    RULE_OUT = "rule-out-triage", "Rule out cases from a reader's list"
    AUTONOMOUS = "autonomous-report", "Report without a reader"


class EscalationRole(TextChoices):
    """Whom a reader turns to, in this order."""

    DUTY_CONSULTANT = "duty-consultant", "Duty consultant"
    AI_CLINICAL_LEAD = "ai-clinical-lead", "AI clinical lead"
    SAFETY_OFFICER = "clinical-safety-officer", "Clinical safety officer"
    IT_ON_CALL = "it-on-call", "IT on call"
    SUPPLIER = "supplier", "Supplier"


class PlanKind(TextChoices):
    ROLLBACK = "rollback", "Rollback plan"
    DOWNTIME = "downtime", "Downtime plan"


class DrillResult(TextChoices):
    PASSED = "passed", "Passed"
    FAILED = "failed", "Failed"
