"""From a path to its handler: a tree of path segments, where a literal wins over a parameter."""

from dataclasses import dataclass, field
from urllib.parse import unquote

from pcc.simulator.calls import Handler
from pcc.simulator.problems import method_not_allowed, not_found

__all__ = ["Route", "Router"]


@dataclass(frozen=True, slots=True)
class Route:
    """A method on a path template such as `/{env}/flows/{flow}`."""

    method: str
    template: str
    handler: Handler


@dataclass(slots=True)
class _Node:
    literals: "dict[str, _Node]" = field(default_factory=dict)
    parameter: "_Node | None" = None
    # By method: the names of the parameters on the way here, and the handler.
    methods: dict[str, tuple[tuple[str, ...], Handler]] = field(default_factory=dict)


class Router:
    """Finds the handler of a method and path."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, route: Route, *, prefix: str = "") -> None:
        """Add a route below a path prefix (`/v1`, or nothing)."""
        node, names = self._root, []
        for segment in _segments(prefix + route.template):
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment, _Node())
        node.methods[route.method] = (tuple(names), route.handler)

    def find(self, method: str, path: str) -> tuple[Handler, dict[str, str]]:
        """Return the handler and the path's parameters; refuse with 404, or 405 when only the method is wrong."""
        node, values = self._node(path)
        found = node.methods.get(method)
        if found is None:
            raise method_not_allowed(tuple(node.methods))
        names, handler = found
        return handler, dict(zip(names, values, strict=True))

    def methods(self, path: str) -> tuple[str, ...]:
        """Return the methods of a path; refuse with 404 when there is none."""
        return tuple(self._node(path)[0].methods)

    def _node(self, path: str) -> tuple[_Node, list[str]]:
        values: list[str] = []
        node = _walk(self._root, _segments(path), 0, values=values)
        if node is None:
            raise not_found()
        return node, values


def _segments(path: str) -> list[str]:
    return path.removeprefix("/").split("/")


def _walk(node: _Node, segments: list[str], at: int, *, values: list[str]) -> _Node | None:
    if at == len(segments):
        return node if node.methods else None
    segment = segments[at]
    literal = node.literals.get(segment)
    found = _walk(literal, segments, at + 1, values=values) if literal else None
    if found or not node.parameter or not segment:
        return found
    values.append(unquote(segment) if "%" in segment else segment)
    found = _walk(node.parameter, segments, at + 1, values=values)
    if found is None:
        values.pop()
    return found
