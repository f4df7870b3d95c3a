"""What a step expects of its response against an OpenAPI description: status codes, and parts of the body."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pcc.checks.openapi_rules import UNDOCUMENTED_STATUS, UNKNOWN_PROPERTY
from pcc.checks.openapi_target import Target
from pcc.diagnostics import Diagnostic, nearest
from pcc.errors import PathError
from pcc.javascript import read_expectations
from pcc.model.collection import TEST
from pcc.model.statement import (
    AllMatches,
    Assertion,
    Capture,
    Claim,
    Comparison,
    Existence,
    JsonPath,
    RawScript,
    Statement,
)
from pcc.openapi import Response
from pcc.openapi.shape import Shape
from pcc.paths import compile_path

if TYPE_CHECKING:
    from pcc.paths.query import Query, Selector, Test

__all__ = ["check_answer"]


@dataclass(frozen=True, slots=True)
class _Gap:
    """A step of a path that leads nowhere: what it asks for, and what is described there."""

    wanted: str
    names: tuple[str, ...]


def check_answer(target: Target) -> Iterator[Diagnostic]:
    """Find an expected status that is not documented, and parts of the body that no documented response has."""
    operation = target.operation
    codes = target.expected
    redirected = target.step.follows and any(each.status.startswith("3") for each in operation.responses)
    known = {code: operation.responses_for(code) for code in codes}
    if not operation.responses or (redirected and not any(known.values())):
        return
    if codes and not any(known.values()):
        yield _undocumented(target)
        return
    responses = [response for found in known.values() for response in found] or list(operation.responses)
    shape = _shape(target, responses)
    if not shape.open:
        yield from _check_paths(target, shape, responses)


def _undocumented(target: Target) -> Diagnostic:
    documented = ", ".join(response.status for response in target.operation.responses[:8])
    codes = " or ".join(map(str, target.expected))
    return UNDOCUMENTED_STATUS.found(
        f"{target.name} has no response {codes}",
        target.place("event"),
        marked=tuple(text for code in target.expected for text in (f"status({code})", str(code))),
        advice=f"documented are {documented}",
    )


def _shape(target: Target, responses: list[Response]) -> Shape:
    """The JSON bodies of the responses together; open where a response does not say what it holds."""
    shape = Shape(target.specification.schemas.definitions)
    for response in responses:
        bodies = [media for media in response.content if "json" in media.name or media.name.startswith("*")]
        others = len(bodies) < len(response.content) or not bodies
        shape = shape.with_others(Shape(shape.definitions, open=others))
        for media in bodies:
            shape = shape.with_others(target.specification.shape(media.schema))
    return shape


def _check_paths(target: Target, shape: Shape, responses: list[Response]) -> Iterator[Diagnostic]:
    for index, event in enumerate(target.step.item.events):
        if event.disabled or event.listen != TEST:
            continue
        for statement in event.statements:
            for text, gap in _gaps(statement, shape):
                yield UNKNOWN_PROPERTY.found(
                    f"the response {' or '.join(each.status for each in responses[:4])} of {target.name} has no "
                    f"{gap.wanted}, which {text} asks for",
                    target.place("event", index, "script", "exec"),
                    marked=(text, gap.wanted),
                    advice=_advice(gap),
                )


def _advice(gap: _Gap) -> str:
    similar = nearest(gap.wanted.strip("'"), list(gap.names))
    if similar:
        return f"did you mean {similar!r}?"
    return f"it has {', '.join(gap.names[:8])}" if gap.names else "correct the path, or the description"


def _gaps(statement: Statement, shape: Shape) -> Iterator[tuple[str, _Gap]]:
    for text in dict.fromkeys(_paths(statement)):
        try:
            query = compile_path(text).query
        except PathError:
            continue
        gap = _find_gap(query, shape, shape)
        if gap is not None:
            yield text, gap
    if isinstance(statement, RawScript):
        for keys in read_expectations(statement.text).reads:
            gap = _find_gap_of_keys(keys, shape)
            if gap is not None:
                yield ".".join(map(str, keys)), gap


def _paths(statement: Statement) -> Iterator[str]:
    """The paths that must match something: not those whose absence is asserted, or has a default."""
    match statement:
        case Capture(extractor=JsonPath(path) | AllMatches(path) | Claim(token=path), default=None):
            yield path
        case Assertion(predicate=Existence(False)):
            return
        case Assertion(extractor, predicate):
            operand = predicate.operand if isinstance(predicate, Comparison) else None
            for value in (extractor, operand):
                match value:
                    case JsonPath(path) | AllMatches(path) | Claim(token=path):
                        yield path


def _find_gap_of_keys(keys: tuple[str | int, ...], shape: Shape) -> _Gap | None:
    here = shape
    for key in keys:
        inner = here.member(key) if isinstance(key, str) else here.element(key)
        if inner.absent:
            return _Gap(repr(key) if isinstance(key, str) else f"element {key}", tuple(here.names()))
        here = inner
    return None


def _find_gap(query: "Query", root: Shape, item: Shape) -> _Gap | None:
    """Return the first step of a path that cannot match anything that the description has."""
    from pcc.paths.query import Filter, Origin

    here = root if query.origin is Origin.ROOT else item
    for segment in query.segments:
        base = here.descendants() if segment.descends else here
        inner = _selected(base, segment.selector)
        if inner.absent:
            return _Gap(_wanted(segment.selector), tuple(base.names()))
        if isinstance(segment.selector, Filter):
            gap = _find_gap_of_test(segment.selector.test, root, inner)
            if gap is not None:
                return gap
        here = inner
    return None


def _selected(shape: Shape, selector: "Selector") -> Shape:
    from pcc.paths.query import Indexes, Names, Slice

    match selector:
        case Names(names):
            parts = [shape.member(name) for name in names]
        case Indexes(indexes):
            parts = [shape.element(index if index >= 0 else None) for index in indexes]
        case Slice():
            parts = [shape.element(None)]
        case _:
            return shape.children()
    found = parts[0]
    for part in parts[1:]:
        found = found.with_others(part)
    return found


def _wanted(selector: "Selector") -> str:
    from pcc.paths.query import Indexes, Names, Slice

    match selector:
        case Names(names):
            return " or ".join(repr(name) for name in names)
        case Indexes(indexes):
            return f"element {indexes[0]}"
        case Slice():
            return "elements"
    return "members"


def _find_gap_of_test(test: "Test", root: Shape, item: Shape) -> _Gap | None:
    """Return why a filter lets nothing through: a member that it needs and that nothing has."""
    from pcc.paths.query import And, Exists, Not, Or, Query
    from pcc.paths.query import Comparison as Compared

    match test:
        case Exists(query):
            return _find_gap(query, root, item)
        case Compared(left, operator, right) if operator != "!=":
            queries = [operand for operand in (left, right) if isinstance(operand, Query)]
            return next((gap for query in queries if (gap := _find_gap(query, root, item)) is not None), None)
        case And(tests):
            return next((gap for each in tests if (gap := _find_gap_of_test(each, root, item)) is not None), None)
        case Or(tests):
            gaps = [_find_gap_of_test(each, root, item) for each in tests]
            return gaps[0] if all(gaps) else None
        case Not() | _:
            return None
