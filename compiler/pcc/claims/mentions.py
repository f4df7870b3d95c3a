"""What a page claims beside its requests: counts, references to steps, variables, announced operations."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from pcc.claims.claim import CountClaim, OperationClaim, ReferenceClaim, VariableUse
from pcc.claims.labels import Label, Sections
from pcc.claims.words import split_words, stem

__all__ = ["find_counts", "find_operations", "find_references", "find_variables"]

_COUNT = re.compile(
    r"\bNumber\s+of\s+(?P<noun>APIs?|API\s+calls|API\s+requests|steps|requests|calls)\s*[:=|]?\s*(?P<count>\d{1,5})\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\bsteps?\s*(?P<first>\d{1,4})(?P<more>(?:\s*(?:,|and|or|to|through|\u2013|-)\s*\d{1,4}\b){0,9})"
    r"(?P<of>\s+of\s+(?!this\b|the\s+workflow))?",
    re.IGNORECASE,
)
_MADE = re.compile(
    r"(?P<words>(?:[\w'\u2019-]+\s+){1,4}?)(?:that\s+)?(?:you\s+)?(?:was\s+|were\s+)?created\s+in\s*\Z|"
    r"\bcreating\s+(?P<making>(?:[\w'\u2019-]+\s+){1,6})in\s*\Z",
    re.IGNORECASE,
)
_VARIABLE = re.compile(
    r"\{\{[ \t]*(?P<braced>[\w$][\w$. -]{0,100}?)[ \t]*\}\}|<<[ \t]*(?P<angled>[\w$][\w$.-]{0,100})[ \t]*>>"
)


def find_counts(text: str) -> list[CountClaim]:
    """Return every `Number of APIs: 10`."""
    return [CountClaim(int(found["count"]), found["noun"], found.span()) for found in _COUNT.finditer(text)]


def find_references(text: str, labels: list[Label]) -> list[ReferenceClaim]:
    """Return every reference to a step of this page, labels of steps left out."""
    own = {position for label in labels for position in range(label.start, label.end)}
    found: list[ReferenceClaim] = []
    for match in _REFERENCE.finditer(text):
        # `Step 2 of the guide` is a step of something else.
        if match.start() in own or match["of"]:
            continue
        made = _made(text[max(0, match.start() - 120) : match.start()])
        found.append(ReferenceClaim(int(match["first"]), made, (match.start(), match.end("first"))))
        for number in re.finditer(r"\d+", match["more"]):
            start = match.start("more") + number.start()
            found.append(ReferenceClaim(int(number[0]), "", (start, start + len(number[0]))))
    return found


def _made(before: str) -> str:
    found = _MADE.search(before)
    words = split_words(found["words"] or found["making"]) if found else []
    return stem(words[-1]) if words else ""


def find_variables(text: str) -> list[VariableUse]:
    """Return every use of a variable."""
    return [VariableUse(found["braced"] or found["angled"], found.span()) for found in _VARIABLE.finditer(text)]


_ANNOUNCED = re.compile(r"operations\s+(?:are|is)\s+supported[^\n:]{0,80}:?|supported\s+operations\s*:?", re.IGNORECASE)
_BULLET = re.compile(r"^[ \t]*(?:[-*•◦▪‣\u2013+]|\d{1,3}[.)])(?:[ \t]+|[ \t]*$)|[ \t][-•][ \t](?=[A-Z])", re.MULTILINE)
_OPERATION = re.compile(r"(?P<verb>[A-Z][a-z]+)\s+(?P<rest>[^.:;()]{2,100})")
_REST = re.compile(r"\b(?:for|to|in|of|from|with|by|that|which|on behalf|using|if|when|as)\b", re.IGNORECASE)
# How far an announcement reaches, in characters.
_NEAR = 4000
_SENDING = ("initiate", "send", "make", "submit", "issue")
_JUDGED = ("create", "add", "update", "delete", "remove")


def find_operations(text: str, sections: Sections) -> list[OperationClaim]:
    """Return the announced operations whose words say what they are done to."""
    operations: list[OperationClaim] = []
    end = 0
    for found in _ANNOUNCED.finditer(text):
        if found.start() >= end:
            end = min(sections.after(found.end()), found.end() + _NEAR, len(text))
            operations += _announced(text, found.end(), end)
    return operations


def _announced(text: str, start: int, end: int) -> Iterator[OperationClaim]:
    bullets = list(_BULLET.finditer(text, start, end))
    for bullet, following in zip_longest(bullets, bullets[1:]):
        begin, limit = bullet.end(), following.start() if following else end
        begin += len(text[begin:limit]) - len(text[begin:limit].lstrip())
        # A line that goes on begins small; one that begins tall is no part of the item.
        limit = begin + len(re.split(r"\n\s*(?=[A-Z])|\n\s*\n", text[begin:limit], maxsplit=1)[0])
        found = _OPERATION.match(text, begin, limit)
        if found:
            yield from _operations(found["verb"].lower(), found["rest"], found.span())


def _operations(verb: str, rest: str, span: tuple[int, int]) -> Iterator[OperationClaim]:
    things = re.split(r"\s+and\s+|,", _REST.split(rest, maxsplit=1)[0])
    for words in map(split_words, things):
        if words and verb in _JUDGED:
            yield OperationClaim(verb, stem(words[-1]), span)
        elif verb in _SENDING and len(words) in (2, 3) and words[-1] == "request" and words[0] in ("a", "an", "the"):
            yield OperationClaim(verb, words[-2], span)
