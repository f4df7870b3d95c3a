"""Requests that a page claims: sentences (`Make a POST request to /path`) and lists (`Step 3: Title POST /path`).

Pages lose markup on their way: `POSTrequest to/environments/{{envID}}/usersto create`, lines broken anywhere, items run
together. All of that is read as if it were whole.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from pcc.claims.claim import RequestClaim, RequestList, Span
from pcc.claims.labels import Label, Sections

__all__ = ["find_listed", "find_named", "find_requested", "group_lists", "path_readings"]

_KNOWN = "GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|COPY|LINK|UNLINK|PURGE|LOCK|UNLOCK|PROPFIND|VIEW"
# An `API request` names no method.
_NO_METHOD = "API|HTTPS?|REST|RPC|JSON|XML|SOAP|AJAX|URL|TLS|SSL|OAUTH|OIDC|SAML|SCIM|CORS|CURL"
_METHOD = rf"(?:(?i:{_KNOWN})|(?!(?:{_NO_METHOD})(?![A-Z-]))[A-Z][A-Z-]{{2,15}})"
_QUOTE = r"[\"'\u2018-\u201d]?"
_VARIABLE = r"\{\{[^{}\n]{0,120}\}\}|<<[^<>\n]{1,120}>>|\{[^{}\s]{1,120}\}"
_PATH = rf"(?:{_VARIABLE}|[^\s\"'`<>{{}}|\u2018-\u201d])+"

_REQUEST = re.compile(
    rf"""
    (?: (?<![A-Za-z]) (?i:make|send|issue|submit|perform|execute|run) | (?<=[a-z]) (?:Make|Send) ) \s+
    (?: (?i:another|an|a|the|one|more|this|second|third|final) \s* ){{0,3}}
    {_QUOTE} (?P<method>{_METHOD}) {_QUOTE} \s*
    (?i:http\s+)? (?i:requests?|calls?) \s* (?i:to|on|against) \s* :? \s*
    (?: (?i:the|this|following|endpoint|url|path|resource) \s* :? \s+ ){{0,4}}
    {_QUOTE} (?: (?P<doubled>{_METHOD}) {_QUOTE} \s+ {_QUOTE} )?
    (?P<path>{_PATH})
    """,
    re.VERBOSE,
)
_LISTED = re.compile(
    rf"(?<![A-Za-z])(?P<method>{_KNOWN})[ \t]*[|:]?\s*"
    rf"(?=/|\{{|<<|https?:|[\w.-]{{1,80}}(?::\d{{1,5}})?/)(?P<path>{_PATH})"
)
# How far from its label the request of an item may stand.
_NEAR = 400
_JOINING = "to|and|for|in|with|which|that|or|as|from|on|by|using|then|so|where|at|of|is"
_GLUED = re.compile(rf"(?<=[\w}}])(?P<glue>{_JOINING})\Z")
_NEXT_SENTENCE = re.compile(r"(?<=[\w}])\.(?=[A-Z][a-z]*\Z)")
_DAMAGE = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE)request|\brequestto\b|(?<![\w/}])to(?=[/{])|\b(?:make|send)a\b")


@dataclass(frozen=True, slots=True)
class _Item:
    """The item that a request is in: its number, where its words begin, and whether the label is the request's own."""

    number: int | None
    start: int
    labelled: bool = False


def find_requested(text: str, labels: list[Label], sections: Sections) -> list[RequestClaim]:
    """Return the requests that sentences ask for, in order."""
    found = [match for match in _REQUEST.finditer(text) if _is_address(match["path"])]
    damaged = bool(_DAMAGE.search(text))
    starts = [label.start for label in labels]
    claims: list[RequestClaim] = []
    end = 0
    for match, following in zip_longest(found, found[1:]):
        item = _item(labels, starts, match.start(), end)
        limit = _sentence_end(text, match.end(), following.start() if following else len(text))
        words = text[item.start : match.start()] + " " + text[match.end("path") : limit]
        claim = _claim(match, text, words, damaged=damaged, aside=sections.is_aside(match.start()))
        claims.append(replace(claim, number=item.number, labelled=item.labelled))
        end = limit
    return claims


def _item(labels: list[Label], starts: list[int], at: int, after: int) -> _Item:
    index = bisect_right(starts, at) - 1
    label = labels[index] if index >= 0 else None
    if label is None or at - max(label.end, after) > _NEAR:
        return _Item(None, max(after, at - _NEAR // 2))
    return _Item(label.number, max(label.end, after), labelled=label.start >= after)


def _sentence_end(text: str, start: int, limit: int) -> int:
    found = re.compile(r"\.(?=\s|[A-Z]|$)|\n\s*\n").search(text, start, min(limit, start + _NEAR))
    return found.start() if found else min(limit, start + _NEAR)


def _is_address(path: str) -> bool:
    return "/" in path or path.startswith(("{{", "<<"))


def find_listed(
    text: str, labels: list[Label], sections: Sections, requested: list[RequestClaim]
) -> list[RequestClaim]:
    """Return the requests of labelled items that name method and URL, in order."""
    taken = [claim.span for claim in requested]
    claims: list[RequestClaim] = []
    for label, following in zip_longest(labels, labels[1:]):
        limit = min(following.start if following else len(text), label.end + _NEAR * 2)
        for match in _LISTED.finditer(text, label.end, limit):
            if _is_address(match["path"]) and not _inside(match.start(), taken):
                words = text[label.end : match.start()]
                claim = _claim(match, text, words, damaged=False, aside=sections.is_aside(match.start()))
                claims.append(replace(claim, number=label.number, labelled=True))
                break
    return claims


def find_named(text: str, sections: Sections) -> list[RequestClaim]:
    """Return every request that a line names by method and URL, for a page that has no other claims."""
    claims: list[RequestClaim] = []
    for match in _LISTED.finditer(text):
        start = max(text.rfind("\n", 0, match.start()) + 1, match.start() - _NEAR)
        if _is_address(match["path"]):
            words = text[start : match.start()]
            claims.append(_claim(match, text, words, damaged=False, aside=sections.is_aside(match.start())))
    return claims


def _inside(at: int, spans: list[Span]) -> bool:
    index = bisect_right(spans, (at, 2**62)) - 1
    return index >= 0 and at < spans[index][1]


def _claim(match: re.Match[str], text: str, words: str, *, damaged: bool, aside: bool) -> RequestClaim:
    readings = path_readings(match["path"], text[match.end() : match.end() + 40], damaged=damaged)
    start = match.start("path")
    doubled = match.span("doubled") if match.groupdict().get("doubled") else None
    return RequestClaim(
        match["method"].upper(),
        readings,
        words,
        match.span(),
        match.span("method"),
        (start, start + len(readings[0])),
        doubled,
        aside=aside,
    )


def path_readings(path: str, after: str, *, damaged: bool) -> tuple[str, ...]:
    """Return what a path may be, the likeliest first: `/usersto` before ` create` may be `/users`.

    A joining word that is glued to a variable is none of it; one glued to a literal may be, unless the page is damaged.
    """
    path = path.rstrip(".,;:!?)")
    path = path[: -len(cut) - 1] if (cut := _glued_sentence(path)) else path
    glue = _GLUED.search(path)
    if not glue or not re.match(r"\s+\w", after):
        return (path,)
    short = path[: glue.start()]
    if short.endswith(("}}", ">>")):
        return (short,)
    if short.endswith("/"):
        return (path,)
    return (short, path) if damaged else (path, short)


def _glued_sentence(path: str) -> str:
    found = _NEXT_SENTENCE.search(path)
    return path[found.end() :] if found else ""


def group_lists(claims: list[RequestClaim]) -> Iterator[RequestList]:
    """Yield the lists that claims are in: a label of 1 that comes again begins another one, unless all labels are 1.

    Claims without labels, or all with the same one, go by their order. Those of asides are in none, unless all are:
    then the heading of the steps is one that nobody knows.
    """
    group: list[RequestClaim] = []
    for claim in [claim for claim in claims if not claim.aside] or claims:
        if group and claim.labelled and claim.number == 1 and _is_over(group):
            yield _numbered(group)
            group = []
        group.append(claim)
    if group:
        yield _numbered(group)


def _is_over(group: list[RequestClaim]) -> bool:
    numbers = {claim.number for claim in group}
    return numbers == {None} or (1 in numbers and numbers != {1})


def _numbered(group: list[RequestClaim]) -> RequestList:
    labels = [claim.number for claim in group]
    if None in labels or (len(set(labels)) == 1 and len(group) > 1):
        return RequestList(tuple(group), tuple(range(1, len(group) + 1)))
    return RequestList(tuple(group), tuple(label for label in labels if label is not None))
