"""From an address to the paths of a description: servers with base paths, templates, concrete paths first.

A part of an address that is not known (a variable that only the run sets) is `UNKNOWN` in its text.
"""

import fnmatch
import glob
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar
from urllib.parse import unquote

from pcc.openapi.validate import UNKNOWN

__all__ = ["Match", "Route", "RouteTable", "Server", "segments_of", "split_address"]

_PARAMETER = re.compile(r"\{([^{}]*)\}")
_MOST_IN_SEGMENT = 4
_PORTS = {"http": ":80", "https": ":443"}

_Operation = TypeVar("_Operation")


def segments_of(path: str) -> tuple[str, ...]:
    """Return the segments of a path; doubled slashes count as one, a slash at the end is a segment that is empty."""
    pieces = path.split("/")
    return (*(piece for piece in pieces[:-1] if piece), *([pieces[-1]] if path.strip("/") else []))


def split_address(url: str) -> tuple[str, str]:
    """Return host and port in small letters, and the path, of a URL, without the port that its scheme has anyway."""
    scheme, mark, rest = url.partition("://")
    authority, slash, path = (rest if mark else url).lstrip("/").partition("/")
    authority = authority.rpartition("@")[2].lower()
    port = _PORTS.get(scheme.lower(), "") if mark else ""
    return authority.removesuffix(port) if port else authority, slash + path


@dataclass(frozen=True)
class Server:
    """A server: `authority` is host and port, empty for one that is relative; both parts may hold `{variables}`."""

    authority: str
    base: tuple[str, ...]

    @classmethod
    def of(cls, url: str) -> "Server":
        """Return the server of a URL; `variables` stay in it as `{name}`."""
        authority, path = split_address(url) if "://" in url else ("", url)
        return cls(authority, segments_of(path.rstrip("/")))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return _compile(self.authority, ".*")

    def is_at(self, authority: str) -> bool:
        """Say whether the server may be at this host and port, unknown parts of it included."""
        if not self.authority:
            return False
        if UNKNOWN not in authority:
            return self._pattern.fullmatch(authority) is not None
        return _may_be(authority, _PARAMETER.sub(UNKNOWN, self.authority))


@dataclass(frozen=True)
class Route(Generic[_Operation]):
    """A path of a description with its operations by method, on its servers; `path` is the template as written."""

    path: str
    servers: tuple[Server, ...]
    operations: dict[str, _Operation]

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The segments of the template."""
        return segments_of(self.path)

    @cached_property
    def _patterns(self) -> tuple["re.Pattern[str] | None", ...]:
        return tuple(_compile(each) if "{" in each else None for each in self.segments)

    def rank(self, segments: tuple[str, ...]) -> tuple[int, ...] | None:
        """Say how well a path of as many segments fits, smaller is better; None when it does not.

        Each segment is 0 for equal text, 1 for a parameter, 2 for something unknown where the template has text.
        """
        ranks = []
        for given, wanted, pattern in zip(segments, self.segments, self._patterns, strict=True):
            rank = _rank(given, wanted, pattern)
            if rank is None:
                return None
            ranks.append(rank)
        return tuple(ranks)

    def values(self, segments: tuple[str, ...]) -> dict[str, str]:
        """Return the values of the parameters in a path that fits, percent-decoded; unknown parts as they are."""
        found: dict[str, str] = {}
        for given, wanted, pattern in zip(segments, self.segments, self._patterns, strict=True):
            match = pattern.fullmatch(unquote(given)) if pattern else None
            if match:
                found.update(zip(_PARAMETER.findall(wanted), match.groups(), strict=False))
        return found


def _rank(given: str, wanted: str, pattern: "re.Pattern[str] | None") -> int | None:
    if pattern is not None:
        # `{id}.json` takes anything that is partly unknown.
        return 1 if UNKNOWN in given or pattern.fullmatch(unquote(given)) else None
    if given == wanted or unquote(given) == unquote(wanted):
        return 0
    if UNKNOWN not in given:
        return None
    return 2 if _may_be(given, wanted) else None


def _may_be(given: str, wanted: str) -> bool:
    """Whether a text with unknown parts may be another text."""
    pattern = fnmatch.translate("*".join(map(glob.escape, re.split(f"{UNKNOWN}+", given))))
    return re.match(pattern, wanted) is not None


def _compile(template: str, value: str = ".+") -> re.Pattern[str]:
    pieces = _PARAMETER.split(template)
    if len(pieces) > 2 * _MOST_IN_SEGMENT + 1:
        # Which of so many parameters has which part cannot be told, and trying takes for ever.
        return re.compile(value, re.DOTALL)
    return re.compile(f"({value})".join(map(re.escape, pieces[::2])), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Match(Generic[_Operation]):
    """A route that an address may mean, and the segments of the address behind the server's base path."""

    route: Route[_Operation]
    segments: tuple[str, ...]
    rank: tuple[int, ...]

    @property
    def sure(self) -> bool:
        """Whether the address means this route if it means any: no unknown text stands where the template has text."""
        return 2 not in self.rank

    @property
    def values(self) -> dict[str, str]:
        """The values of the path's parameters."""
        return self.route.values(self.segments)


@dataclass(frozen=True)
class RouteTable(Generic[_Operation]):
    """The routes by server, number of segments and first segment (None: a parameter)."""

    routes: tuple[Route[_Operation], ...]
    _index: dict[tuple[Server, int], dict[str | None, list[Route[_Operation]]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for route in self.routes:
            first = route.segments[0] if route.segments else ""
            key = None if "{" in first else unquote(first)
            for server in route.servers:
                self._index.setdefault((server, len(route.segments)), {}).setdefault(key, []).append(route)

    @cached_property
    def servers(self) -> tuple[Server, ...]:
        """Every server of every route."""
        return tuple(dict.fromkeys(server for route in self.routes for server in route.servers))

    def serves(self, authority: str) -> bool:
        """Say whether a server of the description is at this host and port."""
        return any(server.is_at(authority) for server in self.servers)

    def find(self, authority: str, path: str) -> list[Match[_Operation]]:
        """Return the routes that an address may mean, the best first.

        An `authority` that no server names may be any of them: behind something unknown the base path may be part of
        what is unknown, behind a name it may be all there, or absent (a server on the author's own machine).
        """
        segments = segments_of(path)
        found = [
            match for server, rest in self._behind_bases(authority, segments) for match in self._fitting(server, rest)
        ]
        unique = {(id(match.route), match.segments): match for match in found}
        # The longest base path first: what stands for it is then not taken for a parameter.
        return sorted(unique.values(), key=lambda match: (not match.sure, len(match.segments), match.rank))

    def _behind_bases(self, authority: str, segments: tuple[str, ...]) -> Iterator[tuple[Server, tuple[str, ...]]]:
        served = self.serves(authority)
        for server in self.servers:
            if served and not server.is_at(authority):
                continue
            for length in (
                [len(server.base)] if served and UNKNOWN not in authority else range(len(server.base), -1, -1)
            ):
                tail = server.base[len(server.base) - length :]
                if len(segments) >= length and all(map(_is_base, segments, tail)):
                    rest = segments[length:]
                    yield server, () if rest == ("",) else rest

    def _fitting(self, server: Server, segments: tuple[str, ...]) -> Iterator[Match[_Operation]]:
        firsts = self._index.get((server, len(segments)), {})
        first = unquote(segments[0]) if segments else ""
        keys = firsts if UNKNOWN in first else (first, None)
        for route in (route for key in keys for route in firsts.get(key, ())):
            rank = route.rank(segments)
            if rank is not None:
                yield Match(route, segments, rank)

    def paths(self) -> Iterable[str]:
        """Every path as it is written, each once."""
        return dict.fromkeys(route.path for route in self.routes)


def _is_base(given: str, wanted: str) -> bool:
    return _rank(given, wanted, _compile(wanted) if "{" in wanted else None) is not None
