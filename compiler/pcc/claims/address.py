"""Addresses of requests, as pages print them and as workflows send them; they are compared by their shape."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

__all__ = ["Address", "difference", "read_address", "same_segment", "segment_variable"]

_ANGLED = re.compile(r"<<\s*([^<>]*?)\s*>>")
_BRACED = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*://[^/?#]*|\{\{[^{}]*\}\}(?=[/?#:]|$)(?::\d+)?|[\w.-]+:\d+|localhost)", re.I)
_VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
_LOOSE = re.compile(r"(?:\{\{[^{}]*\}\}|\{[^{}]+\}|:[A-Za-z]\w*)\Z")
# What stands on a page for an id that the reader has: a number, a UUID, `…`, `ENV_ID`, `xxxx`.
_EXAMPLE = re.compile(r"(?=.*\d)[\w-]+\Z|[A-Z][A-Z_-]+\Z|x{2,}\Z|\.{3}\Z|…\Z")


@dataclass(frozen=True, slots=True)
class Address:
    """Host (a variable, `https://…`, or empty when none is given), segments of the path, and query in its order.

    Variables are `{{name}}`; `{name}` and `:name` are placeholders of other notations.
    """

    host: str
    segments: tuple[str, ...]
    query: tuple[tuple[str, str | None], ...] = ()

    @property
    def path(self) -> str:
        """The path as text."""
        return "/" + "/".join(self.segments)

    @property
    def without_host(self) -> "Address":
        """The same address, the host's variable taken as its first segment, as in `{{envID}}/flows`."""
        return Address("", (self.host, *self.segments), self.query) if self.host.startswith("{{") else self


def read_address(text: str) -> Address:
    """Read an address in any of the usual notations of variables."""
    text = _BRACED.sub(r"{{\1}}", _ANGLED.sub(r"{{\1}}", text))
    base, _, query = text.partition("#")[0].partition("?")
    found = _HOST.match(base)
    host = found[0] if found else ""
    segments = base[len(host) :].strip("/").split("/")
    pairs = [part.partition("=") for part in query.split("&") if part]
    return Address(
        host,
        () if segments == [""] else tuple(segments),
        tuple((key, value if mark else None) for key, mark, value in pairs),
    )


def segment_variable(segment: str) -> str | None:
    """Return the name when a segment is one variable and nothing else."""
    found = _VARIABLE.fullmatch(segment)
    return found[1] if found else None


def same_segment(claimed: str, actual: str, known: AbstractSet[str] = frozenset()) -> bool:
    """Return whether a segment of a page may stand for one of a request, whatever its variables are called.

    A variable of the page that is not `known` may stand for a literal, and an example of an id for a variable.
    """
    if claimed == actual:
        return True
    name = segment_variable(claimed)
    if _LOOSE.match(claimed):
        return "{" in actual or actual.startswith(":") or (name is not None and name not in known)
    if _LOOSE.match(actual):
        return bool(_EXAMPLE.match(claimed))
    return "{{" in claimed and _VARIABLE.sub("*", claimed) == _VARIABLE.sub("*", actual)


def difference(claimed: tuple[str, ...], actual: tuple[str, ...], known: AbstractSet[str]) -> tuple[str, str]:
    """Return what is left of two paths without what they begin and end with alike; nothing when they are the same."""
    start = 0
    while start < min(len(claimed), len(actual)) and same_segment(claimed[start], actual[start], known):
        start += 1
    left, right = claimed[start:], actual[start:]
    while left and right and same_segment(left[-1], right[-1], known):
        left, right = left[:-1], right[:-1]
    return "/".join(left), "/".join(right)
