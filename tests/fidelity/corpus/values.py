"""Values out of bodies: every path, every operator, every predicate."""

from collections.abc import Iterable, Iterator

from fidelity.corpus.answers import BODIES, JSON
from fidelity.recording import Reply
from fidelity.trials import Trial
from pcc.model.json import JsonValue
from pcc.model.statement import (
    AllMatches,
    Assertion,
    Capture,
    Comparison,
    Existence,
    JsonPath,
    Kind,
    Length,
    Literal,
    Matches,
    Operator,
    Predicate,
    Statement,
    TypeIs,
)

__all__ = ["PATTERNS", "bodies", "predicates", "relations"]

PATHS = (
    "$",
    "$.id",
    "$.a.b.c",
    "$.length",
    "$.constructor",
    "$.__proto__",
    "$.toString",
    "$.first",
    "$.has",
    "$.each",
    "$['0']",
    "$['a b']",
    "$['']",
    "$['é😀']",
    "$[0]",
    "$[-1]",
    "$[1].id",
    "$[1:3]",
    "$[::-1]",
    "$[*]",
    "$.*",
    "$..id",
    "$..[0]",
    "$['id','length']",
    "$[?(@.id == 1)].name",
    "$[?(@.id > 0)]",
    "$[?(@.name == 'x' && !@.gone)].id",
    "$._embedded.resources[?(@.name == 'openid')].id",
)


def _cut(name: str, checks: Iterable[Statement], reply: Reply, size: int = 60) -> Iterator[Trial]:
    every = list(checks)
    for start in range(0, len(every), size):
        yield Trial(f"{name} #{start // size}", every[start : start + size], reply)


def bodies() -> Iterator[Trial]:
    """Every path over every body: the value, the values, and the shape where there is none."""
    for body in BODIES:
        checks: list[Statement] = []
        for index, path in enumerate(PATHS):
            checks += [Capture(f"first{index}", JsonPath(path)), Capture(f"all{index}", AllMatches(path))]
            if index % 4 == 0:
                checks += [
                    Capture(f"or{index}", JsonPath(path), Literal({"none": [path, None]})),
                    Assertion(JsonPath(path), Comparison(Operator.EQUALS, Literal("text"))),
                ]
        name = body if len(body) < 50 else body[:50] + b"..."
        yield Trial(f"body {name!r}", checks, Reply(headers=JSON, body=body))


# Values as JSON text, because not all of them have a form in Python that json.dumps would write so.
_VALUES = (
    *("null", "true", "false", "0", "-0", "1", "1.5", "-3", "1e21", "9007199254740993", "1e400", "5e-324"),
    *('""', '"1"', '"text"', '"a text inside"', '"TEXT"', '"\\u00e9\\ud83d\\ude00"', '"\\ud800"', '"a\\nb"', '"null"'),
    *("[]", "[1]", '["text",null]', "[[1],{}]", "{}", '{"a":1,"b":[2]}', '{"b":[2],"a":1}', '{"__proto__":1}'),
)
_LITERALS: tuple[JsonValue, ...] = (
    *(None, True, False, 0, -0.0, 1, 1.0, 1.5, -3, 1e21, 9007199254740993, 5e-324),
    *("", "1", "text", "inside", "é😀", "\ud83d", "\ud800", "\n", "null", "{{vText}}"),
    *([], [1], [1.0], ["text", None], ["text", "1", 1, None], [[1], {}], {}, {"a": 1, "b": [2]}, {"__proto__": 1}),
)


_ORDERED: tuple[JsonValue, ...] = (None, True, 0, 1.5, 1e21, "", "text", "1", "\ud83d", ["text"])
_OF_ANY_TYPE = (Operator.EQUALS, Operator.DIFFERS, Operator.CONTAINS, Operator.EXCLUDES, Operator.ONE_OF)


def relations() -> Iterator[Trial]:
    """Every operator between every value and every literal."""
    reply = Reply(headers=JSON, body=f'{{"values":[{",".join(_VALUES)}]}}'.encode())
    for index, value in enumerate((*_VALUES, "nothing")):
        actual = JsonPath(f"$.values[{index}]")
        checks = [
            Assertion(actual, Comparison(operator, Literal(literal)))
            for operator in Operator
            for literal in (_LITERALS if operator in _OF_ANY_TYPE else _ORDERED)
        ]
        yield from _cut(f"relations of {value}", checks, reply, 150)


PATTERNS = (
    "text",
    "^a",
    "^$",
    "b$",
    "^b$",
    ".",
    "^.$",
    r"\u00e9",
    r"\s",
    r"\w+",
    "(x)?t",
    "[^a]",
    "1|2",
    "😀",
    r"^.{2}$",
)


def predicates() -> Iterator[Trial]:
    """Every predicate without an operand, of every value."""
    reply = Reply(headers=JSON, body=f'{{"values":[{",".join(_VALUES)}]}}'.encode())
    every: list[Predicate] = [Existence(True), Existence(False), *map(TypeIs, Kind), *map(Length, range(5))]
    every += map(Matches, PATTERNS)
    for index, value in enumerate((*_VALUES, "nothing")):
        yield Trial(
            f"predicates of {value}", [Assertion(JsonPath(f"$.values[{index}]"), each) for each in every], reply
        )
