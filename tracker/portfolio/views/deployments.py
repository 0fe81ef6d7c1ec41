from django.http import Http404, HttpRequest, HttpResponse


def deployment(request: HttpRequest, deployment_id: int) -> HttpResponse:
    raise Http404
