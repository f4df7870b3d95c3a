"""What a workflow does, as far as a page can speak of it: its numbered steps, its other requests, its variables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property

from pcc.claims.address import Address, read_address, segment_variable
from pcc.claims.words import split_words, stem, stems
from pcc.model.collection import Collection, Item, Role, Variable
from pcc.model.environment import Environment
from pcc.model.request import PathVariable, Url
from pcc.model.statement import Assignment, Capture, RawScript, VariableValue
from pcc.model.template import Reference, Template
from pcc.templating import parse_postman, render_postman

__all__ = ["Facts", "StepFacts", "read_facts"]

_NUMBERED = re.compile(r"\s*step\s*(\d+)\s*[:.)-]?\s*(.*)", re.IGNORECASE | re.DOTALL)
_SPECIAL = (Role.PREREQUISITES, Role.CLEANUP)


@dataclass(frozen=True, slots=True)
class StepFacts:
    """A request of the workflow. `prefix` is the path that the value of its host's variable brings: `/v1`."""

    number: int
    title: str
    method: str
    address: Address
    prefix: tuple[str, ...]
    words: frozenset[str]

    @property
    def name(self) -> str:
        """The step as a reader knows it."""
        return f"Step {self.number}: {self.title}" if self.title else f"Step {self.number}"

    @property
    def shown(self) -> str:
        """The request as a page would print it."""
        return f"{self.method} {self.address.path}"

    @property
    def nouns(self) -> frozenset[str]:
        """The words of its title, its description and the literal segments of its path."""
        literals = " ".join(segment for segment in self.address.segments if "{" not in segment)
        return self.words | {stem(word) for word in split_words(literals)}


@dataclass(frozen=True)
class Facts:
    """A workflow to hold a page against. `others` are requests of its prerequisites and its cleanup."""

    steps: tuple[StepFacts, ...]
    others: tuple[StepFacts, ...]
    variables: frozenset[str]

    @cached_property
    def by_lower(self) -> dict[str, str]:
        """The variables by their names in lower case."""
        return {name.lower(): name for name in sorted(self.variables)}


def read_facts(collection: Collection, environment: Environment | None = None) -> Facts:
    """Return what a page can be held against. Without folders for them, items that are not `Step N:` are no steps."""
    values = {
        variable.key: render_postman(variable.value)
        for variable in (*(environment.variables if environment else ()), *collection.variables)
        if isinstance(variable.value, Template)
    }
    regular = [item for special, item in _items(collection) if not special]
    special = [item for special, item in _items(collection) if special]
    numbered = [item for item in regular if _NUMBERED.match(item.name)]
    steps = numbered or regular
    special += [item for item in regular if item not in steps]
    names = {*_names(collection), *(_names(environment) if environment else ())}
    return Facts(
        tuple(_step(item, index, values) for index, item in enumerate(steps, start=1)),
        tuple(_step(item, 0, values) for item in special),
        frozenset(name for name in names if name),
    )


def _items(collection: Collection) -> Iterator[tuple[bool, Item]]:
    for folders, item in collection.walk():
        yield any(folder.role in _SPECIAL for folder in folders), item


def _step(item: Item, index: int, values: dict[str, str]) -> StepFacts:
    label = _NUMBERED.match(item.name)
    title = label[2] if label else item.name
    address = _address(item.request.url)
    host = segment_variable(address.host)
    prefix = read_address(values.get(host, "")).segments if host else ()
    return StepFacts(
        int(label[1]) if label else index,
        title,
        item.request.method.upper(),
        address,
        prefix,
        stems(f"{title} {item.does} {item.request.description}"),
    )


def _address(url: Url) -> Address:
    base = read_address(render_postman(url.base))
    pairs = [
        (render_postman(param.key), None if param.value is None else render_postman(param.value))
        for param in url.query
        if not param.disabled
    ]
    bound = {f":{variable.key}": render_postman(variable.value) for variable in url.variables}
    segments = tuple(bound.get(segment, segment) or segment for segment in base.segments)
    return Address(base.host, segments, tuple(pairs))


def _names(node: object) -> Iterator[str]:
    """Every name of a variable that stands anywhere in a model: read, set, declared, or quoted in a raw script."""
    match node:
        case Reference(name) | Capture(name) | Assignment(name) | VariableValue(name):
            yield name
        case Variable(key=name) | PathVariable(key=name):
            yield name
        case RawScript(text):
            yield from re.findall(r"""["'`]([^"'`\n]{1,200})["'`]""", text)
        case str():
            yield from (reference.name for reference in parse_postman(node).references)
    if isinstance(node, tuple):
        for child in node:
            yield from _names(child)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            if field.name != "document":
                yield from _names(getattr(node, field.name))
