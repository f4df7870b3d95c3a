"""What holds texts and scripts (the collection, folders, items, the environment), and where a text stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pcc.checks.flow.parts import Keys
from pcc.checks.script_lines import entry_of, script_of
from pcc.checks.subject import Place
from pcc.javascript import ScriptFacts, read_facts
from pcc.model.collection import Event
from pcc.model.json import JsonObject
from pcc.model.statement import RawScript, Statement
from pcc.scripts.render import render_block, render_script

__all__ = ["Holder", "Script", "holder_of"]


@dataclass(frozen=True, slots=True)
class Script:
    """JavaScript as somebody wrote it: its event and statement by index, and what it does."""

    event: int
    statement: int
    listen: str
    text: str
    facts: ScriptFacts


@dataclass(frozen=True, slots=True, eq=False)
class Holder:
    """A part of a file that has a place and, when it comes from a file, the JSON that it was read from."""

    name: str
    place: Place
    document: JsonObject | None
    events: tuple[Event, ...] = ()
    scripts: tuple[Script, ...] = ()

    def place_of(self, at: Keys, statement: int = -1, line: int = 0) -> Place:
        """Return the place of a text, as deep as the file goes: Postman has several forms for most things.

        A key leads into a list to the last entry of that `key`. With a statement, `at` leads to an event, and the
        line counts from the statement's first.
        """
        if self.document is None:
            return self.place
        if statement >= 0:
            at = (*at, *self._line_keys(at, statement, line))
        return self.place.at(*_follow(self.document, at))

    def _line_keys(self, at: Keys, statement: int, line: int) -> Keys:
        event = self.events[int(at[-1])]
        keys, lines = script_of(event)
        if lines is None:
            return keys
        return (*keys, entry_of(lines, _first_line(lines, event.statements[: statement + 1]) + line))


def _first_line(lines: Sequence[str | None], statements: Sequence[Statement]) -> int:
    """The line of the script at which the last of these statements begins."""
    last = statements[-1]
    if not isinstance(last, RawScript):
        # A block is known by its header, where the lines of the file are those of the script.
        header = render_block(last).partition("\n")[0]
        found = [index for index, text in enumerate(lines) if text == header]
        before = sum(statement == last for statement in statements) - 1
        if before < len(found) and not any("\n" in (text or "") for text in lines):
            return found[before]
    return render_script(statements).removesuffix(render_block(last)).count("\n")


def _follow(root: JsonObject, at: Keys) -> Keys:
    document: Any = root
    found: list[str | int] = []
    for key in at:
        if isinstance(document, list) and isinstance(key, str):
            entries = [index for index, entry in enumerate(document) if _key(entry) == key]
            key = entries[-1] if entries else len(document)
        if not _has(document, key):
            break
        document = document[key]
        found.append(key)
    return tuple(found)


def _has(document: Any, key: str | int) -> bool:
    keys = range(len(document)) if isinstance(document, list) else document
    return isinstance(document, dict | list) and key in keys


def _key(entry: Any) -> Any:
    return entry.get("key") if isinstance(entry, dict) else None


def holder_of(name: str, place: Place, document: JsonObject | None, events: tuple[Event, ...] = ()) -> Holder:
    """Return a holder with the scripts of its enabled events read."""
    scripts = tuple(
        Script(at, index, event.listen, statement.text, read_facts(statement.text))
        for at, event in enumerate(events)
        if not event.disabled
        for index, statement in enumerate(event.statements)
        if isinstance(statement, RawScript) and statement.text.strip()
    )
    return Holder(name, place, document, events, scripts)
