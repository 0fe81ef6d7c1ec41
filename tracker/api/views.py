"""The API's views: read what was asked, ask a selector or an action, answer."""

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tracker.api.deployments import find_deployment_data, list_deployments
from tracker.api.readings import new_readings, readings_data
from tracker.api.serializers import (
    AsOfSerializer,
    DeploymentPageSerializer,
    DeploymentQuerySerializer,
    DeploymentSerializer,
    NewReadingsSerializer,
    ReadingsRecordedSerializer,
    ReadingsSerializer,
    StateChangeSerializer,
    SummarySerializer,
)
from tracker.audit.changes import Door, change
from tracker.core.permissions import demand
from tracker.governance.actions.monitoring import record_readings
from tracker.networks.actions.deployments import StateChange, record_state
from tracker.networks.finding import FoundDeployment, find_deployment
from tracker.networks.models import ClinicalUse
from tracker.networks.requests import Viewing, viewing
from tracker.portfolio.selectors.summary import summary


def looked_at(request: Request) -> Viewing:
    """Who asks, and for which day; a day that is none is a bad request."""
    seen = viewing(request)
    if seen.as_of_error:
        raise ValidationError({"as_of": [seen.as_of_error]})
    return seen


def found_or_404(seen: Viewing, deployment_id: int, permission: str) -> FoundDeployment:
    """The deployment of the address, for somebody who may see it and has this right over it."""
    found = find_deployment(seen.access, deployment_id, on=seen.today)
    if found is None:
        raise Http404
    demand(permission, seen.access, found.scope)
    return found


class SummaryView(APIView):
    """The programme in figures on a day."""

    @extend_schema(operation_id="summary", parameters=[AsOfSerializer], responses=SummarySerializer, tags=["summary"])
    def get(self, request: Request) -> Response:
        """What the programme looks like on a day, over what the caller may see: trusts live, contracts and their slip,
        open flags, funding."""
        seen = looked_at(request)
        return Response(summary(seen.access, on=seen.as_of))


class DeploymentsView(APIView):
    """The deployments in scope on a day."""

    @extend_schema(
        operation_id="deployments",
        parameters=[DeploymentQuerySerializer],
        responses=DeploymentPageSerializer,
        tags=["deployments"],
    )
    def get(self, request: Request) -> Response:
        """Each deployment that the caller may see: clinical use, go-live, and the gate with its reasons."""
        seen = looked_at(request)
        query = DeploymentQuerySerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        return Response(list_deployments(seen.access, query.validated_data, on=seen.as_of))


class DeploymentView(APIView):
    """One deployment on a day."""

    @extend_schema(
        operation_id="deployment", parameters=[AsOfSerializer], responses=DeploymentSerializer, tags=["deployments"]
    )
    def get(self, request: Request, deployment_id: int) -> Response:
        """The deployment's clinical use, go-live, and the gate with its reasons."""
        seen = looked_at(request)
        found = find_deployment_data(seen.access, deployment_id, on=seen.as_of)
        if found is None:
            raise Http404
        return Response(found)


class DeploymentStateView(APIView):
    """Clinical use of one deployment."""

    @extend_schema(
        operation_id="deployment_state",
        request=StateChangeSerializer,
        responses=DeploymentSerializer,
        tags=["deployments"],
    )
    def post(self, request: Request, deployment_id: int) -> Response:
        """Changes clinical use by the same rules as the page: going live is refused while the gate is closed, and the
        answer says which requirements are not met."""
        seen = viewing(request)
        found = found_or_404(seen, deployment_id, "networks.update_deployment")
        sent = StateChangeSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        told = sent.validated_data
        wish = StateChange(
            found.row,
            ClinicalUse(told["state"]),
            effective_on=told.get("effective_on") or seen.today,
            sources=tuple(told["sources"]),
            reason=told["reason"],
        )
        with change(reason=wish.reason, door=Door.API, by=seen.user):
            record_state(wish=wish, version=told["version"], by=seen.user)
        return Response(find_deployment_data(seen.access, deployment_id, on=seen.today))


class ReadingsView(APIView):
    """What is measured of a deployment in use."""

    @extend_schema(
        operation_id="deployment_readings",
        parameters=[AsOfSerializer],
        responses=ReadingsSerializer,
        tags=["monitoring"],
    )
    def get(self, request: Request, deployment_id: int) -> Response:
        """The readings that stood on a day, by measure and month."""
        seen = looked_at(request)
        if find_deployment(seen.access, deployment_id, on=seen.as_of) is None:
            raise Http404
        return Response(ReadingsSerializer(readings_data(deployment_id, on=seen.as_of)).data)

    @extend_schema(
        operation_id="record_readings",
        request=NewReadingsSerializer,
        responses=ReadingsRecordedSerializer,
        tags=["monitoring"],
    )
    def post(self, request: Request, deployment_id: int) -> Response:
        """Records readings by the same rules as the page and the workbook. One that differs from what stands is a
        correction; the earlier one is kept."""
        seen = viewing(request)
        found = found_or_404(seen, deployment_id, "governance.update_monitoring")
        sent = NewReadingsSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        readings = new_readings(found.row, sent.validated_data["readings"])
        return Response({"recorded": record_readings(readings, door=Door.API, by=seen.user)})
