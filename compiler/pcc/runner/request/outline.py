"""What of a request is known before it is sent: prepared once, however often it goes out."""

from dataclasses import dataclass

from pcc.model.request import FileBody, FormdataBody, Request, UrlencodedBody
from pcc.runner.request.url import write_url
from pcc.templating import render_postman

__all__ = ["Outline", "outline_request"]


@dataclass(frozen=True, slots=True)
class Outline:
    """The URL and the enabled headers as text in Postman's notation, and which kinds of body are treated specially."""

    url: str
    headers: tuple[tuple[str, str], ...]
    is_form: bool
    is_file: bool


def outline_request(request: Request) -> Outline:
    """Return the outline of a request."""
    return Outline(
        write_url(request.url),
        tuple(
            (render_postman(entry.key), render_postman(entry.value)) for entry in request.headers if not entry.disabled
        ),
        is_form=isinstance(request.body, UrlencodedBody | FormdataBody),
        is_file=isinstance(request.body, FileBody),
    )
