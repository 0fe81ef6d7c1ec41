"""What clinical safety is held to, as dated data: versions of the standards, risk schemes and starter
hazards.

A change of a standard is a row. Rows of standards and schemes never change, because older documents keep theirs.
"""

from django.db import models

from tracker.core.history import AppendOnly, tracked


@tracked()
class SafetyStandard(AppendOnly):
    """A version of DCB0129 (manufacture) or DCB0160 (deployment and use). `sections` hold its requirements as the rows
    of a checklist (`tracker.governance.policies.checklists`)."""

    code = models.CharField(max_length=20)
    version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    effective_on = models.DateField()
    sections = models.JSONField(default=list, blank=True)
    source = models.CharField(max_length=300)

    class Meta(AppendOnly.Meta):
        ordering = ["code", "effective_on"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="governance_safetystandard_is_unique")]

    def __str__(self) -> str:
        return f"{self.code} version {self.version}"


@tracked()
class RiskScheme(AppendOnly):
    """A scheme by which a safety document scores risk: severities and likelihoods with their meaning, the rating of
    each pair, and what each rating asks for (`tracker.governance.policies.risk`). No scheme is mandated: each document
    names its own (DTAC version 2.0, C1.2.4)."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=100)
    effective_on = models.DateField()
    severities = models.JSONField()
    likelihoods = models.JSONField()
    matrix = models.JSONField()
    ratings = models.JSONField()
    source = models.CharField(max_length=300)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "code"]

    def __str__(self) -> str:
        return self.name


@tracked()
class StarterHazard(AppendOnly):
    """A hazard that deployments of chest imaging AI have in common, to begin a hazard log with."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    description = models.CharField(max_length=2000)
    impact = models.CharField(max_length=2000)
    causes = models.CharField(max_length=2000)
    effective_on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta(AppendOnly.Meta):
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
