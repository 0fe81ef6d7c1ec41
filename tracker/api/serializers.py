"""Shapes of the API's answers, which the schema is generated from."""

from rest_framework import serializers

from tracker.networks.vocabulary import ClinicalUse, ReferralSource


class AsOfSerializer(serializers.Serializer):
    """The day that a list is about; today when left out. It can't lie in the future."""

    as_of = serializers.DateField(required=False, help_text="A day, such as 2025-06-30. Today when left out.")


class TrustCountsSerializer(serializers.Serializer):
    in_scope = serializers.IntegerField(help_text="Trusts in the programme on the day")
    live = serializers.IntegerField(help_text="Those with a deployment in clinical use, partly or fully")
    not_live = serializers.IntegerField()


class SlipMonthsSerializer(serializers.Serializer):
    min = serializers.IntegerField(allow_null=True)
    median = serializers.FloatField(allow_null=True)
    max = serializers.IntegerField(allow_null=True)


class ContractCountsSerializer(serializers.Serializer):
    signed = serializers.IntegerField()
    slip_months = SlipMonthsSerializer(help_text="Signature later than baseline, in months, over the signed contracts")


class FlagCountsSerializer(serializers.Serializer):
    critical = serializers.IntegerField()
    high = serializers.IntegerField()
    medium = serializers.IntegerField()
    low = serializers.IntegerField()


class FundingSerializer(serializers.Serializer):
    allocated_pence = serializers.IntegerField(allow_null=True)
    committed_pence = serializers.IntegerField(allow_null=True)
    paid_pence = serializers.IntegerField(allow_null=True)


class QuantilesSerializer(serializers.Serializer):
    p10 = serializers.DateField(allow_null=True)
    p50 = serializers.DateField(allow_null=True)
    p90 = serializers.DateField(allow_null=True)


class ForecastSerializer(serializers.Serializer):
    all_live = QuantilesSerializer()


class SummarySerializer(serializers.Serializer):
    """The programme in figures on a day, over what the caller may see."""

    as_of = serializers.DateField()
    trusts = TrustCountsSerializer()
    networks = serializers.IntegerField()
    contracts = ContractCountsSerializer()
    flags = FlagCountsSerializer()
    funding = FundingSerializer(help_text="Null where the caller may not see commercial figures")
    forecast = ForecastSerializer(help_text="Null where there is too little to say")


class GateReasonSerializer(serializers.Serializer):
    """A requirement that keeps the gate closed."""

    code = serializers.CharField()
    title = serializers.CharField()
    reason = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)


class GateSerializer(serializers.Serializer):
    """The go-live gate on the day. A programme that is held to no catalogue has neither an open nor a closed one."""

    is_open = serializers.BooleanField(allow_null=True)
    held_to = serializers.CharField(allow_null=True, help_text="The code of the catalogue's version")
    in_place = serializers.IntegerField()
    requirements = serializers.IntegerField()
    reasons = GateReasonSerializer(many=True)


class DeploymentSerializer(serializers.Serializer):
    """A use case at a trust, as it stood on the day."""

    id = serializers.IntegerField()
    version = serializers.IntegerField(help_text="Send it back with a change, so that nobody's change is lost")
    as_of = serializers.DateField()
    trust = serializers.CharField(help_text="ODS code")
    trust_name = serializers.CharField()
    network = serializers.CharField(help_text="Slug; empty where the trust is in none")
    use_case = serializers.CharField()
    state = serializers.ChoiceField(choices=ClinicalUse.choices)
    sources = serializers.ListField(child=serializers.ChoiceField(choices=ReferralSource.choices))
    state_since = serializers.DateField(allow_null=True)
    go_live_on = serializers.DateField(allow_null=True, help_text="Actual, else forecast, else baseline")
    gate = GateSerializer()


class DeploymentPageSerializer(serializers.Serializer):
    count = serializers.IntegerField(help_text="Of all pages")
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    results = DeploymentSerializer(many=True)


class DeploymentQuerySerializer(AsOfSerializer):
    """Which deployments a list has."""

    network = serializers.CharField(required=False, help_text="Slug")
    trust = serializers.CharField(required=False, help_text="ODS code")
    use_case = serializers.CharField(required=False)
    state = serializers.ChoiceField(required=False, choices=ClinicalUse.choices)
    gate = serializers.ChoiceField(required=False, choices=[("open", "Open"), ("closed", "Closed")])
    ordering = serializers.ChoiceField(
        required=False, choices=["trust", "-trust", "go_live_on", "-go_live_on", "id", "-id"], default="trust"
    )
    page = serializers.IntegerField(required=False, min_value=1, default=1)
    page_size = serializers.IntegerField(required=False, min_value=1, max_value=500, default=100)


class StateChangeSerializer(serializers.Serializer):
    """A wish to change clinical use."""

    state = serializers.ChoiceField(choices=ClinicalUse.choices)
    sources = serializers.ListField(
        child=serializers.ChoiceField(choices=ReferralSource.choices),
        required=False,
        default=list,
        help_text="Whose patients it is used for; needed while it is live in part",
    )
    effective_on = serializers.DateField(required=False, help_text="Today when left out")
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)
    version = serializers.IntegerField(
        required=False, allow_null=True, default=None, help_text="Refused when the deployment is at another one by now"
    )


class NewReadingSerializer(serializers.Serializer):
    """One reading: its value, or what it is counted from."""

    metric = serializers.CharField(max_length=60, help_text="The code of a measure of the monitoring plan")
    period = serializers.RegexField(
        r"^[12]\d{3}-(0[1-9]|1[0-2])$",
        help_text="The month that it is of, such as 2025-06",
        error_messages={"invalid": "Write the month as 2025-06."},
    )
    value = serializers.DecimalField(max_digits=14, decimal_places=4, required=False, allow_null=True, default=None)
    numerator = serializers.DecimalField(max_digits=14, decimal_places=4, required=False, allow_null=True, default=None)
    denominator = serializers.DecimalField(
        max_digits=14, decimal_places=4, required=False, allow_null=True, default=None
    )
    counts = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        default=list,
        help_text="Of a population stability index: the cases in each class of the baseline",
    )
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)


class NewReadingsSerializer(serializers.Serializer):
    """Readings to record, all of them or none."""

    readings = NewReadingSerializer(many=True, allow_empty=False)


class ReadingsRecordedSerializer(serializers.Serializer):
    recorded = serializers.IntegerField(help_text="How many were new; those that stand as sent already are passed over")


class ReadingSerializer(serializers.Serializer):
    """A reading as it stands."""

    metric = serializers.CharField()
    period = serializers.CharField(help_text="The month that it is of, such as 2025-06")
    value = serializers.DecimalField(max_digits=14, decimal_places=4)
    numerator = serializers.DecimalField(max_digits=14, decimal_places=4, allow_null=True)
    denominator = serializers.DecimalField(max_digits=14, decimal_places=4, allow_null=True)
    known_on = serializers.DateField(help_text="Since when it stands so")


class ReadingsSerializer(serializers.Serializer):
    """Every reading of a deployment that stands on a day."""

    as_of = serializers.DateField()
    results = ReadingSerializer(many=True)
