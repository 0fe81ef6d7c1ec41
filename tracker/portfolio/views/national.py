from django.http import Http404, HttpRequest, HttpResponse


def national(request: HttpRequest) -> HttpResponse:
    raise Http404
