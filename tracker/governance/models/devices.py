"""Medical-device regulation and cyber security of a release, as somebody checked it, and what a deployment means to use
it for."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from tracker.core.history import AppendOnly, tracked
from tracker.core.models import Dated, DatedQuerySet
from tracker.governance.safety_vocabulary import Autonomy, DeviceMark, View
from tracker.networks.models import Deployment, ReferralSource
from tracker.procurement.models import ProductRelease
from tracker.procurement.vocabulary import DeviceClass

if TYPE_CHECKING:
    from tracker.accounts.models import User


def codes(choices: list[tuple[str, str]]) -> ArrayField:
    """Several codes of one kind."""
    return ArrayField(models.CharField(max_length=20, choices=choices), default=list, blank=True)


class IntendedPurpose(models.Model):
    """What a tool is for: the images, patients and settings. Ages are in years; no upper age where it is empty."""

    views = codes(View.choices)
    referral_sources = codes(ReferralSource.choices)
    minimum_age = models.PositiveSmallIntegerField(default=0)
    maximum_age = models.PositiveSmallIntegerField(null=True, blank=True)
    autonomy = models.CharField(max_length=20, choices=Autonomy.choices)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(autonomy__in=Autonomy.values), name="%(app_label)s_%(class)s_autonomy_is_known"
            ),
            models.CheckConstraint(
                condition=Q(maximum_age__isnull=True) | Q(maximum_age__gte=F("minimum_age")),
                name="%(app_label)s_%(class)s_ages_are_in_order",
            ),
        ]


@tracked()
class DeviceRegistration(IntendedPurpose, AppendOnly):
    """A release's standing as a medical device in Great Britain (UK Medical Devices Regulations 2002), as checked on a
    day; the newest check counts. `use_cases` are codes of the programme's use cases that its intended purpose names."""

    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, related_name="device_registrations")
    mark = models.CharField(max_length=10, choices=DeviceMark.choices)
    device_class = models.CharField(max_length=4, choices=DeviceClass.choices)
    body = models.CharField(max_length=200, blank=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    declared_on = models.DateField(null=True, blank=True)
    mhra_reference = models.CharField(max_length=60, blank=True)
    is_uk_manufacturer = models.BooleanField(default=False)
    uk_responsible_person = models.CharField(max_length=200, blank=True)
    intended_purpose = models.CharField(max_length=2000)
    intended_users = models.CharField(max_length=200, blank=True)
    use_cases = ArrayField(models.CharField(max_length=40), default=list)
    findings = models.CharField(max_length=1000, blank=True)
    checked_on = models.DateField()
    checked_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["checked_on", "pk"]
        constraints = [
            *IntendedPurpose.Meta.constraints,
            models.CheckConstraint(
                condition=Q(mark__in=DeviceMark.values), name="governance_deviceregistration_mark_is_known"
            ),
            models.CheckConstraint(
                condition=Q(device_class__in=DeviceClass.values), name="governance_deviceregistration_class_is_known"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(issued_on__isnull=True) | Q(expires_on__gt=F("issued_on")),
                name="governance_deviceregistration_expires_after_issue",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release}: {self.get_mark_display()}, class {self.device_class}"


@tracked()
class CeAcceptance(Dated):
    """Until when a CE mark is accepted in Great Britain, as the law stood over a time. `is_policy_pending` tells that a
    change was consulted on and its outcome is not known here."""

    mark = models.CharField(max_length=10, choices=DeviceMark.choices)
    accepted_until = models.DateField(null=True, blank=True)
    is_policy_pending = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)

    objects = DatedQuerySet.as_manager()

    class Meta(Dated.Meta):
        ordering = ["mark", "valid_from"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["mark"], condition=Q(valid_to__isnull=True), name="governance_ceacceptance_one_is_current"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_mark_display()} until {self.accepted_until}"


@tracked()
class IntendedUse(IntendedPurpose, AppendOnly):
    """What a deployment means to use the tool for, from a day on. Outside the device's intended purpose it may not."""

    deployment = models.ForeignKey(Deployment, on_delete=models.PROTECT, related_name="intended_uses")
    effective_on = models.DateField()
    reason = models.CharField(max_length=1000, blank=True)
    recorded_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["effective_on", "pk"]
        constraints = [*IntendedPurpose.Meta.constraints]

    def __str__(self) -> str:
        return f"Intended use from {self.effective_on}, {self.deployment}"


@tracked()
class CyberCheck(AppendOnly):
    """Cyber security of a release as checked on a day, beside the dates that procurement keeps; the newest counts.
    `highest_open_cvss` is the base score (0.0 to 10.0) of the worst finding that is still open, empty when not known."""

    release = models.ForeignKey(ProductRelease, on_delete=models.PROTECT, related_name="cyber_checks")
    highest_open_cvss = models.DecimalField(max_digits=3, decimal_places=1, null=True, blank=True)
    charter_signed_on = models.DateField(null=True, blank=True)
    cyber_essentials_expires_on = models.DateField(null=True, blank=True)
    dspt_expires_on = models.DateField(null=True, blank=True)
    ico_registration_expires_on = models.DateField(null=True, blank=True)
    checked_on = models.DateField()
    checked_by: "models.ForeignKey[User, User]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta(AppendOnly.Meta):
        ordering = ["checked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(highest_open_cvss__isnull=True) | Q(highest_open_cvss__gte=0, highest_open_cvss__lte=10),
                name="governance_cybercheck_cvss_is_a_score",
            )
        ]

    def __str__(self) -> str:
        return f"{self.release}, checked on {self.checked_on}"
