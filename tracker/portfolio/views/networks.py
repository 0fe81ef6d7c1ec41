from django.http import Http404, HttpRequest, HttpResponse


def network(request: HttpRequest, slug: str) -> HttpResponse:
    raise Http404
