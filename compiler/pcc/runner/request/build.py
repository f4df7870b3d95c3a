"""The request of an item, ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pcc.model.ports import Headers, HttpRequest, Randomness
from pcc.model.request import FormdataBody, Header, UrlencodedBody
from pcc.model.template import Template
from pcc.runner.request.auth import sign
from pcc.runner.request.body import BodyContext, RenderedBody, render_body
from pcc.runner.request.headers import check_headers, find_header
from pcc.runner.request.url import encode_url, parse_url, write_url
from pcc.runner.steps import Step
from pcc.templating import render_postman
from pcc.templating.notation import TOKEN
from pcc.version import VERSION

__all__ = ["BuiltRequest", "build_request"]

_WITHOUT_BODY = frozenset({"GET", "COPY", "HEAD", "PURGE", "UNLOCK"})
# Node's client, which Postman uses, sends no Content-Length of 0 for these.
_WITHOUT_LENGTH = frozenset({"GET", "HEAD", "TRACE", "DELETE", "CONNECT", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class BuiltRequest:
    """What goes out (without the jar's cookies), and what scripts see of its body: raw text or form fields.

    `unseen` are headers that scripts do not see: Postman hides the Content-Type that it gives a form.
    """

    http: HttpRequest
    text: str | None
    form: tuple[tuple[str, str], ...] | None
    unseen: tuple[str, ...] = ()


def build_request(
    step: Step,
    *,
    resolve: Callable[[str], str],
    randomness: Randomness,
    working_dir: Path,
    unresolved: set[str],
) -> BuiltRequest:
    """Build the item's request. Names of references that nothing resolved are added to `unresolved`.

    Raises UnsendableError when it cannot be sent; `unresolved` is filled as far as the request was read.
    """

    def resolved(source: Template | str) -> str:
        text = resolve(source if isinstance(source, str) else render_postman(source))
        unresolved.update(match[1] for match in TOKEN.finditer(text) if match[1])
        return text

    request, settings = step.item.request, step.settings
    method = request.method.upper()
    url = parse_url(resolved(write_url(request.url)))
    headers = _written_headers(request.headers, resolved)
    url, headers = sign(step.auth, url, headers, resolve=resolved)
    pruned = method in _WITHOUT_BODY and not settings.disable_body_pruning
    typed = find_header(headers, "Content-Type") is not None
    unseen = () if typed or not isinstance(request.body, UrlencodedBody | FormdataBody) else ("Content-Type",)
    body = render_body(request.body, headers, BodyContext(resolved, randomness, working_dir), pruned=pruned)
    target = encode_url(url, encoding=not settings.disable_url_encoding)
    headers = _with_automatic(method, url.authority, body)
    check_headers(headers)
    return BuiltRequest(HttpRequest(method, target, headers, body.content), body.text, body.form, unseen)


def _written_headers(headers: tuple[Header, ...], resolved: Callable[[Template], str]) -> Headers:
    pairs = (
        (resolved(header.key).strip(), resolved(header.value).strip()) for header in headers if not header.disabled
    )
    return tuple(pair for pair in pairs if pair[0])


def _with_automatic(method: str, authority: str, body: RenderedBody) -> Headers:
    automatic = [
        ("User-Agent", f"pcc/{VERSION}"),
        ("Accept", "*/*"),
        ("Cache-Control", "no-cache"),
        ("Host", authority),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "keep-alive"),
    ]
    if body.content or method not in _WITHOUT_LENGTH:
        automatic.append(("Content-Length", str(len(body.content))))
    missing = (header for header in automatic if find_header(body.headers, header[0]) is None)
    return (*body.headers, *missing)
