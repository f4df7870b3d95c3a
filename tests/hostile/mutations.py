"""Documents with something in them changed at random."""

import copy
import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from hostile.samples import Place, collection, everything, item, paths
from strategies.statements import json_values

__all__ = ["mutated_documents", "mutated_texts"]

OUT = Path(__file__).parents[2] / "out"


def _sources() -> dict[str, Any]:
    built = {path.name: json.loads(path.read_text()) for path in sorted(OUT.glob("*.postman_collection.json"))}
    foreign = {
        "everything": everything(),
        "bare": {"info": {}, "item": [{"request": "http://h.example/{{a}}?b#c"}]},
        "variables": collection(
            item(request={"url": "{{u}}/{{b}}", "method": "PUT", "body": {"mode": "raw", "raw": "{{c}}{{b}}"}}),
            variable=[
                {"key": "u", "value": "http://{{h}}:{{p}}"},
                {"key": "h", "value": "h.example"},
                {"key": "p", "value": 80, "type": "number"},
                {"key": "b", "value": "{{c}}{{c}}"},
                {"key": "c", "value": ["x", {"y": None}]},
            ],
        ),
    }
    return built | foreign


SOURCES = _sources()


def _by_shape(source: Any) -> list[list[Place]]:
    """The places of a document, those of one shape together: `/item/3/name` is like `/item/5/name`."""
    shapes: dict[Place, list[Place]] = {}
    for place in paths(source):
        if place:
            shapes.setdefault(tuple("*" if isinstance(step, int) else step for step in place), []).append(place)
    return list(shapes.values())


SHAPES = {name: _by_shape(source) for name, source in SOURCES.items()}


def _places(name: str) -> st.SearchStrategy[Place]:
    """A place in a document: every shape as often as any other, however many there are of it."""
    return st.sampled_from(SHAPES[name]).flatmap(st.sampled_from)


_ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        -1,
        1e308,
        10**400,
        "",
        "{{a}}",
        "{{",
        "\ud800",
        "\0",
        "\r\n",
        "http://[",
        [],
        {},
        [[]],
        "x" * 5000,
    ]
)
_VALUES = st.one_of(_ODD, json_values())
_OPERATIONS = ("replace", "delete", "repeat", "wrap in a list", "wrap in an object", "rename", "swap")


@st.composite
def mutated_documents(draw: st.DrawFn) -> Any:
    """A collection, built or foreign, with up to three mutations."""
    name = draw(st.sampled_from(sorted(SOURCES)))
    document = copy.deepcopy(SOURCES[name])
    for _ in range(draw(st.integers(1, 3))):
        place = draw(_places(name))
        _mutate(document, place, draw(st.sampled_from(_OPERATIONS)), draw, other=draw(_places(name)))
    return document


def _mutate(document: Any, place: tuple[str | int, ...], operation: str, draw: st.DrawFn, *, other: Any) -> None:
    node, step = _parent(document, place), place[-1]
    if node is None:
        # An earlier mutation took it away.
        return
    match operation:
        case "replace":
            node[step] = draw(_VALUES)
        case "delete":
            del node[step]
        case "repeat" if isinstance(node, list):
            node.extend([copy.deepcopy(node[int(step)])] * 3)
        case "rename" if isinstance(node, dict):
            node[draw(st.sampled_from([*node, "x", "item", "request", ""]))] = node.pop(step)
        case "wrap in an object":
            node[step] = {str(step): node[step]}
        case "swap" if (found := _parent(document, other)) is not None:
            node[step] = copy.deepcopy(found[other[-1]])
        case _:
            node[step] = [node[step]]


def _parent(document: Any, place: tuple[str | int, ...]) -> Any:
    node: Any = document
    try:
        for step in place[:-1]:
            node = node[step]
        node[place[-1]]
    except (KeyError, IndexError, TypeError):
        return None
    return node if isinstance(node, dict | list) else None


@st.composite
def mutated_texts(draw: st.DrawFn) -> bytes:
    """The bytes of a collection, some of them changed, gone or doubled."""
    data = bytearray(json.dumps(SOURCES[draw(st.sampled_from(sorted(SOURCES)))]).encode())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(
            st.sampled_from([b"", data[start:end] * 2, b'"', b"{", b"]", b"\\", b"\xff", b"\0", b"1e999"])
        )
    return bytes(data)
