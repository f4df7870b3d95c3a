"""References that an author holds, and the text that they write.

In text a `Ref` prints a marker, `<<name#17>>`: the author's own notation and the number of what set the variable. So
`json.dumps`, f-strings and `str.join` may carry it, and the step that reads it can tell which capture was meant.
"""

import itertools
import re
from typing import NoReturn, final

from pcc.dsl.naming import known_to_postman
from pcc.dsl.origin import wrong
from pcc.model.template import Part, Reference, Template
from pcc.templating import parse_postman, render_postman

__all__ = [
    "Authored",
    "Record",
    "Ref",
    "Unquoted",
    "find_marker",
    "literal",
    "new_serial",
    "parse_authored",
    "prose",
    "refuse_markers",
    "unquoted",
]

_serials = itertools.count(1)


def new_serial() -> int:
    """Return the number of a new producer: an assignment or a capture. 0 stands for the environment."""
    return next(_serials)


@final
class Ref:
    """A variable as a value: it prints as its variable inside text. It has no `==`, no truth and no hash."""

    __slots__ = ("name", "serial")

    def __init__(self, name: str, serial: int = 0) -> None:
        self.name = name
        self.serial = serial

    def __str__(self) -> str:
        return f"<<{self.name}#{self.serial}>>"

    def __format__(self, spec: str) -> str:
        if spec:
            raise wrong(f"{self!r} has no value yet, so it cannot be formatted as {spec!r}: leave the format out")
        return str(self)

    def __repr__(self) -> str:
        # A record of references prints its fields with repr; the marker makes that an error instead of odd text.
        return f"<<{self.name}#record>>"

    def __eq__(self, other: object) -> NoReturn:
        raise wrong(f"<<{self.name}>> has no value before a run: compare it in an assertion, such as .equals(…)")

    def __bool__(self) -> NoReturn:
        raise wrong(f"<<{self.name}>> has no value before a run, so it is neither true nor false")

    def __hash__(self) -> NoReturn:
        raise wrong(f"<<{self.name}>> has no value before a run: it cannot be a key or a member of a set")


class Record:
    """The base of a dataclass of references, such as a user's id and name: it refuses to be put into text."""

    def __str__(self) -> str:
        raise wrong(f"{type(self).__name__} holds several references: put one of its fields into the text")

    def __format__(self, spec: str) -> str:
        return str(self)


class Unquoted:
    """A reference that stands in JSON without quotes: its value is a number, a boolean or JSON itself."""

    def __init__(self, reference: "Ref | str") -> None:
        self.text = str(reference)


def unquoted(reference: "Ref | str") -> Unquoted:
    """Put a variable into a JSON body without quotes: `{"count": unquoted(total)}` sends `{"count": {{total}}}`."""
    return Unquoted(reference)


def literal(text: str) -> str:
    """Return text in which `<<x>>` is no reference. Postman's own `{{x}}` cannot be escaped: raises WorkflowError."""
    if parse_postman(text).references:
        raise wrong(f"{text!r} cannot be literal: in Postman {{{{name}}}} is always a reference")
    return f"<<!{text.encode().hex()}>>"


class Authored:
    """A template as an author wrote it, and the refs that were used in it."""

    __slots__ = ("template", "used")

    def __init__(self, template: Template, used: tuple[Ref, ...]) -> None:
        self.template = template
        self.used = used


_TOKEN = re.compile(
    r"<<!(?P<literal>(?:[0-9a-f]{2})*)>>"
    r"|<<(?P<name>[^<>{}#\n]+)(?:#(?P<serial>\d+|record))?>>"
    r"|\{\{(?P<postman>[^{}]*)\}\}"
)


def parse_authored(text: "str | Ref") -> Authored:
    """Read text in either notation, `<<name>>` or `{{name}}`, markers of refs included."""
    source = str(text)
    parts: list[Part] = []
    used: list[Ref] = []
    end = 0
    for match in _TOKEN.finditer(source):
        parts.append(source[end : match.start()])
        parts.append(_part(match, used))
        end = match.end()
    template = Template.of(*parts, source[end:])
    if parse_postman(render_postman(template)) != template:
        raise wrong(f"{source!r} would read as other references in Postman: keep braces apart from references")
    return Authored(template, tuple(used))


def _part(match: re.Match[str], used: list[Ref]) -> Part:
    if match["literal"] is not None:
        return bytes.fromhex(match["literal"]).decode()
    if match["postman"] is not None:
        return Reference(known_to_postman(match["postman"]))
    if match["serial"] == "record":
        raise wrong(f"the text holds a whole record or list of references (<<{match['name']}>> among them): name one")
    if match["serial"] is not None:
        used.append(Ref(match["name"], int(match["serial"])))
    return Reference(known_to_postman(match["name"]))


def prose(text: str) -> str:
    """Return text for readers, such as a description: references in it are written as Postman shows them."""
    return render_postman(parse_authored(text).template)


def find_marker(text: str) -> str | None:
    """Return the name of a ref that was put into text which is no template, or None."""
    match = re.search(r"<<([^<>{}#\n]+)#(\d+|record)>>", text)
    return match[1] if match else None


def refuse_markers(text: str, where: str, *, advice: str = "leave it out") -> str:
    """Return text that is no template, such as a title. Raises WorkflowError when a ref was put into it."""
    name = find_marker(text)
    if name:
        raise wrong(f"{where} is not a template, so <<{name}>> cannot stand in it: {advice}")
    return text
