"""The request of an item, ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pcc.model.ports import Headers, HttpRequest, HttpResponse
from pcc.model.request import FormdataBody, Header, UrlencodedBody
from pcc.model.template import Template
from pcc.runner.request.auth import Draft, Signer, Tools, open_signer, sign_by_url
from pcc.runner.request.body import BodyContext, RenderedBody, render_body
from pcc.runner.request.headers import check_headers, check_method, find_header, set_header
from pcc.runner.request.url import parse_url, write_url
from pcc.runner.steps import Step
from pcc.templating import render_postman
from pcc.templating.notation import TOKEN
from pcc.version import VERSION

__all__ = ["BuiltRequest", "build_request"]

_WITHOUT_BODY = frozenset({"GET", "COPY", "HEAD", "PURGE", "UNLOCK"})
# Node's client, which Postman uses, sends no Content-Length of 0 for these.
_WITHOUT_LENGTH = frozenset({"GET", "HEAD", "TRACE", "DELETE", "CONNECT", "OPTIONS"})


def _no_answer(_: HttpResponse) -> None:
    return None


@dataclass(frozen=True, slots=True)
class BuiltRequest:
    """What goes out (without the jar's cookies), and what scripts see of its body: raw text or form fields.

    `unseen` are headers that scripts do not see: Postman hides the Content-Type that it gives a form. `answer` returns
    the request once more, signed as its response asked for, or None when the response is the last one.
    """

    http: HttpRequest
    text: str | None
    form: tuple[tuple[str, str], ...] | None
    unseen: tuple[str, ...] = ()
    answer: Callable[[HttpResponse], "BuiltRequest | None"] = field(default=_no_answer, compare=False, repr=False)


def build_request(
    step: Step,
    *,
    resolve: Callable[[str], str],
    tools: Tools,
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
    check_method(method)
    url = parse_url(resolved(write_url(request.url)))
    headers = _written_headers(request.headers, resolved)
    signer = open_signer(step.auth, tools, resolve=resolved)
    pruned = method in _WITHOUT_BODY and not settings.disable_body_pruning
    body = render_body(request.body, headers, BodyContext(resolved, tools.randomness, working_dir), pruned=pruned)
    draft = Draft(
        method,
        url,
        headers,
        body.content,
        find_header(body.headers, "Content-Type"),
        body.form if body.content else None,
        encoding=not settings.disable_url_encoding,
    )
    is_form = isinstance(request.body, UrlencodedBody | FormdataBody)
    return _sign(draft, signer, body=body, is_form=is_form)


def _sign(draft: Draft, signer: Signer, *, body: RenderedBody, is_form: bool) -> BuiltRequest:
    signed = signer.sign(draft)
    url, headers = sign_by_url(signed.url, _with_type(signed, draft))
    # A bad host is told as one, not as a bad Host header.
    target = signed.sent_url
    headers = _with_automatic(signed.method, url.authority, headers, signed.body)
    check_headers(headers)
    return BuiltRequest(
        HttpRequest(signed.method, target, headers, signed.body),
        body.text,
        body.form if signed.form is None else signed.form,
        ("Content-Type",) if is_form and not _is_typed(signed, draft) else (),
        lambda response: _sign(draft, signer, body=body, is_form=is_form) if signer.answers(response) else None,
    )


def _is_typed(signed: Draft, draft: Draft) -> bool:
    """Whether a Content-Type was written, or set by the auth; one that is only signed is the body's own."""
    signed_type = find_header(signed.headers, "Content-Type")
    return find_header(draft.headers, "Content-Type") is not None or signed_type not in (None, draft.content_type)


def _with_type(signed: Draft, draft: Draft) -> Headers:
    """The signed headers with the body's Content-Type, unless signing set one."""
    kept = find_header(signed.headers, "Content-Type") == find_header(draft.headers, "Content-Type")
    if draft.content_type is None or not kept:
        return signed.headers
    return set_header(signed.headers, "Content-Type", draft.content_type)


def _written_headers(headers: tuple[Header, ...], resolved: Callable[[Template], str]) -> Headers:
    pairs = (
        (resolved(header.key).strip(), resolved(header.value).strip()) for header in headers if not header.disabled
    )
    return tuple(pair for pair in pairs if pair[0])


def _with_automatic(method: str, authority: str, headers: Headers, body: bytes) -> Headers:
    automatic = [
        ("User-Agent", f"pcc/{VERSION}"),
        ("Accept", "*/*"),
        ("Cache-Control", "no-cache"),
        ("Host", authority),
        ("Accept-Encoding", "gzip, deflate"),
        ("Connection", "keep-alive"),
    ]
    if body or method not in _WITHOUT_LENGTH:
        automatic.append(("Content-Length", str(len(body))))
    missing = (header for header in automatic if find_header(headers, header[0]) is None)
    return (*headers, *missing)
