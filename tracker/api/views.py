"""The API's views: read what was asked, ask a selector, answer."""

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tracker.api.serializers import AsOfSerializer, SummarySerializer
from tracker.networks.requests import viewing
from tracker.portfolio.selectors.summary import summary


class SummaryView(APIView):
    """The programme in figures on a day."""

    @extend_schema(operation_id="summary", parameters=[AsOfSerializer], responses=SummarySerializer, tags=["summary"])
    def get(self, request: Request) -> Response:
        """What the programme looks like on a day, over what the caller may see: trusts live, contracts and their slip,
        open flags, funding."""
        looked_at = viewing(request)
        if looked_at.as_of_error:
            raise ValidationError({"as_of": [looked_at.as_of_error]})
        return Response(summary(looked_at.access, on=looked_at.as_of))
