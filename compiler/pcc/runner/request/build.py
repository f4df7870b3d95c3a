"""The request of an item, ready to be sent."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pcc.model.ports import Headers, HttpRequest, HttpResponse
from pcc.model.route import Route
from pcc.model.template import Template
from pcc.runner.request.auth import Draft, Signer, Tools, open_signer, sign_by_url
from pcc.runner.request.automatic import add_headers, add_length
from pcc.runner.request.body import BodyContext, RenderedBody, render_body
from pcc.runner.request.files import BodyFiles
from pcc.runner.request.headers import check_headers, check_method, find_header, set_header
from pcc.runner.request.route import build_route
from pcc.runner.request.url import parse_url
from pcc.templating import render_postman
from pcc.templating.notation import TOKEN

if TYPE_CHECKING:
    from pcc.runner.steps import Step

__all__ = ["BuiltRequest", "build_request"]

_WITHOUT_BODY = frozenset({"GET", "COPY", "HEAD", "PURGE", "UNLOCK"})


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

    def sent_as(self, request: HttpRequest) -> "BuiltRequest":
        """Return it with the request that went out, which may have the jar's cookies."""
        return self if request is self.http else replace(self, http=request)


def build_request(
    step: "Step",
    *,
    resolve: Callable[[str], str],
    tools: Tools,
    files: BodyFiles,
    unresolved: set[str],
) -> BuiltRequest:
    """Build the item's request. Names of references that nothing resolved are added to `unresolved`.

    Raises UnsendableError when it cannot be sent; `unresolved` is filled as far as the request was read.
    """

    def resolved(source: Template | str) -> str:
        text = source if isinstance(source, str) else render_postman(source)
        if "{{" not in text:
            return text
        text = resolve(text)
        if "{{" in text:
            unresolved.update(match[1] for match in TOKEN.finditer(text) if match[1])
        return text

    request, settings, outline = step.item.request, step.settings, step.outline
    method = check_method(resolved(request.method).upper())
    url = parse_url(resolved(outline.url))
    headers = _written_headers(outline.headers, resolved)
    signer = open_signer(step.auth, tools, resolve=resolved)
    pruned = method in _WITHOUT_BODY and not settings.disable_body_pruning
    body = render_body(request.body, headers, BodyContext(resolved, tools.randomness, files), pruned=pruned)
    disabled = settings.disabled_headers or ()
    typed = headers if "content-type" in disabled else body.headers
    draft = Draft(
        method,
        url,
        headers,
        body.content,
        find_header(typed, "Content-Type"),
        body.form if body.content else None,
        encoding=not settings.disable_url_encoding,
    )
    route = build_route(request, settings, resolved, files)
    return _sign(draft, signer, _Rest(body, outline.is_form, outline.is_file, disabled, route))


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is added once a request is signed."""

    body: RenderedBody
    is_form: bool
    is_file: bool
    disabled: tuple[str, ...]
    route: Route


def _sign(draft: Draft, signer: Signer, rest: _Rest) -> BuiltRequest:
    signed = signer.sign(draft)
    # A bad host is told as one, not as a bad Host header.
    target = signed.sent_url
    headers = signed.headers
    # Postman's client adds the type of a form and of a file itself, when the other headers are there already.
    if not (rest.is_form or rest.is_file):
        headers = _with_type(headers, signed, draft)
    headers = add_headers(headers, signed.url.authority, rest.disabled)
    if rest.is_form:
        headers = _with_type(headers, signed, draft)
    _, headers = sign_by_url(signed.url, headers)
    headers = add_length(headers, signed.method, signed.body, rest.disabled)
    if rest.is_file:
        headers = _with_type(headers, signed, draft)
    check_headers(headers)
    return BuiltRequest(
        HttpRequest(signed.method, target, headers, signed.body, rest.route),
        rest.body.text,
        rest.body.form if signed.form is None else signed.form,
        ("Content-Type",) if rest.is_form and not _is_typed(signed, draft) else (),
        lambda response: _sign(draft, signer, rest) if signer.answers(response) else None,
    )


def _is_typed(signed: Draft, draft: Draft) -> bool:
    """Whether a Content-Type was written, or set by the auth; one that is only signed is the body's own."""
    signed_type = find_header(signed.headers, "Content-Type")
    return find_header(draft.headers, "Content-Type") is not None or signed_type not in (None, draft.content_type)


def _with_type(headers: Headers, signed: Draft, draft: Draft) -> Headers:
    """The headers with the body's Content-Type, unless signing set one."""
    kept = signed is draft or find_header(signed.headers, "Content-Type") == find_header(draft.headers, "Content-Type")
    if draft.content_type is None or not kept:
        return headers
    return set_header(headers, "Content-Type", draft.content_type)


def _written_headers(headers: Headers, resolved: Callable[[str], str]) -> Headers:
    pairs = [(resolved(key).strip(), resolved(value).strip()) for key, value in headers]
    if len({name for name, _ in pairs}) == len(pairs):
        return tuple([pair for pair in pairs if pair[0]])
    grouped: dict[str, list[tuple[str, str]]] = {}
    for pair in pairs:
        grouped.setdefault(pair[0], []).append(pair)
    # Postman's client sends equal names together, at the place of the first.
    return tuple(pair for name, group in grouped.items() if name for pair in group)
