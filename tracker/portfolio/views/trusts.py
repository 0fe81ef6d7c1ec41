from django.http import Http404, HttpRequest, HttpResponse


def trust(request: HttpRequest, ods_code: str) -> HttpResponse:
    raise Http404
