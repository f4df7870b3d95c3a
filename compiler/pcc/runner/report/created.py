"""What a run created on the other side: the list that somebody needs who has to clean up."""

from collections.abc import Iterable, Iterator

from pcc.model.ports import HttpRequest, HttpResponse
from pcc.model.result import ItemResult
from pcc.runner.request.headers import find_header
from pcc.runner.request.url import resolve_location
from pcc.values import decode_json

__all__ = ["created_resources"]


def created_resources(items: Iterable[ItemResult]) -> Iterator[tuple[str, str]]:
    """Yield item name and URL of everything that a POST answered 201 has created, in order.

    The URL is `$._links.self.href`, else the Location header, else the request's URL and `/` and `$.id`, else the
    request's URL.
    """
    for item in items:
        for exchange in item.exchanges:
            response = exchange.response
            if exchange.request.method == "POST" and response is not None and response.status == 201:
                yield item.name, _url(exchange.request, response)


def _url(request: HttpRequest, response: HttpResponse) -> str:
    document = _document(response.body)
    match document.get("_links"):
        case {"self": {"href": str(href)}}:
            return href
    location = find_header(response.headers, "Location")
    if location:
        return resolve_location(request.url, location)
    identifier = document.get("id")
    base = request.url.partition("?")[0]
    return f"{base}/{identifier}" if isinstance(identifier, str | int) and identifier else request.url


def _document(body: bytes) -> dict[str, object]:
    try:
        document = decode_json(body.decode("utf-8"))
    except ValueError:
        return {}
    return document if isinstance(document, dict) else {}
