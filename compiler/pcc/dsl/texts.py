"""Turning what an author writes into templates, keeping track of the refs in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from pcc.dsl.origin import wrong
from pcc.dsl.refs import Record, Ref, parse_authored, prose
from pcc.model.template import Template
from pcc.values import to_text

__all__ = ["Entries", "Entry", "Text", "Texts", "entry"]

Text: TypeAlias = str | Ref | int | float | bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A value of a header, query parameter or form field that says more than its text."""

    value: Text | None
    disabled: bool = False
    description: str = ""
    content_type: str | None = None


def entry(
    value: Text | None, *, disabled: bool = False, description: str = "", content_type: str | None = None
) -> Entry:
    """Say more of a value: disabled (kept, not sent), a description, the media type of a part of a multipart form."""
    return Entry(value, disabled, prose(description), content_type)


Entries: TypeAlias = Mapping[str, Text | Entry | None] | Sequence[tuple[str, Text | Entry | None]]


class Texts:
    """Reads the texts of one step; `used` is every ref that they held."""

    def __init__(self) -> None:
        self.used: list[Ref] = []

    def template(self, value: Text, where: str) -> Template:
        """Return a text as a template; numbers and booleans as JavaScript prints them."""
        if isinstance(value, bool | int | float):
            value = to_text(value)
        if not isinstance(value, str | Ref):
            raise wrong(f"{where} is {_article(value)}, but text or a reference is wanted{_advice(value)}")
        authored = parse_authored(value)
        self.used += authored.used
        return authored.template

    def entries(self, entries: Entries, where: str) -> list[tuple[Template, Entry, Template | None]]:
        """Return named values in order: the name, what was said of it, and its text."""
        pairs = entries.items() if isinstance(entries, Mapping) else entries
        result = []
        for name, value in pairs:
            said = value if isinstance(value, Entry) else Entry(value)
            text = None if said.value is None else self.template(said.value, f"{where} {name!r}")
            result.append((self.template(name, f"the name of a {where}"), said, text))
        return result


def _article(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _advice(value: object) -> str:
    if isinstance(value, Record):
        return ": name one of its fields"
    if type(value).__name__ == "Step":
        return ': capture something of it first, such as step.capture("appID", "$.id")'
    return ""
