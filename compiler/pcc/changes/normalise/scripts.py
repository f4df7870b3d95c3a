"""Scripts: captures, assignments and assertions as they are, raw JavaScript without its layout."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from pcc.changes.concealing import is_secret_name, mask, mask_json, mask_looks, mask_text
from pcc.changes.normalise.values import canonical
from pcc.changes.record import Part, ScriptRecord
from pcc.model.collection import PREREQUEST, TEST, Event
from pcc.model.statement import Assertion, Assignment, Capture, RawScript, Statement
from pcc.scripts.words import write_extractor
from pcc.syntax import parse_javascript
from pcc.templating import render_postman

if TYPE_CHECKING:
    from tree_sitter import Node

__all__ = ["assertions_of", "raw_scripts", "statement_parts"]

# Their texts count to the letter, so they are not taken apart.
_WHOLE = {"regex", "string", "template_string"}


def _statements(events: Iterable[Event]) -> Iterator[tuple[str, Statement]]:
    for event in events:
        if not event.disabled:
            yield from ((event.listen, statement) for statement in event.statements)


def statement_parts(events: Iterable[Event]) -> Iterator[Part]:
    """Yield the captures and assignments of scripts; what a disabled event holds does not count."""
    for _, statement in _statements(events):
        match statement:
            case Capture():
                yield _capture(statement)
            case Assignment(name, value, secret):
                text = render_postman(value)
                hidden = secret or is_secret_name(name)
                said = "secret " if secret else ""
                shown = mask_text(text) if hidden else mask_looks(text)
                yield Part("assignment", name, said + text, said + shown)


def _capture(capture: Capture) -> Part:
    said = ("secret from " if capture.secret else "from ") + write_extractor(capture.extractor)
    if capture.default is None:
        return Part("capture", capture.name, said, said)
    value = canonical(capture.default.value)
    shown = mask(value) if capture.secret else canonical(mask_json(capture.default.value, capture.name))
    return Part("capture", capture.name, f"{said}, default {value}", f"{said}, default {shown}")


def assertions_of(events: Iterable[Event]) -> tuple[Assertion, ...]:
    """Return the assertions of scripts in their order."""
    return tuple(statement for _, statement in _statements(events) if isinstance(statement, Assertion))


def raw_scripts(events: Iterable[Event]) -> tuple[ScriptRecord, ...]:
    """Return what is raw in the scripts of each event."""
    texts: dict[str, list[str]] = {PREREQUEST: [], TEST: []}
    for listen, statement in _statements(events):
        if isinstance(statement, RawScript) and statement.text.strip():
            texts.setdefault(listen, []).append(statement.text)
    return tuple(_raw(event, "\n".join(found)) for event, found in texts.items() if found)


def _raw(event: str, text: str) -> ScriptRecord:
    lines = tuple(line for written in text.splitlines() if (line := written.strip()))
    tokens: list[str] = []
    remarks: list[str] = []
    _flatten(parse_javascript(text), tokens, remarks)
    return ScriptRecord(event, lines, tuple(tokens), tuple(remarks))


def _flatten(root: "Node", tokens: list[str], remarks: list[str]) -> None:
    """Write a tree down: its brackets are kept, because a line break may end a statement (ECMA-262 12.10)."""
    waiting: list[Node | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            tokens.append(node)
        elif node.type in ("comment", "hash_bang_line"):
            remarks.append(" ".join(_text(node).split()))
        elif node.child_count == 0 or node.type in _WHOLE:
            tokens.append(_text(node))
        else:
            waiting.append(")")
            waiting += reversed(node.children)
            waiting.append(f"({node.type}")


def _text(node: "Node") -> str:
    # Half of a character is three bytes, between which a token of broken code may end.
    return (node.text or b"").decode("utf-8", "backslashreplace")
