"""Shapes of the API's answers, which the schema is generated from."""

from rest_framework import serializers


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
