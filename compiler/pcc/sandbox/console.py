"""The arguments of a `console` call, decoded from the format of teleport-javascript and printed as one line."""

import json
from typing import Any

from pcc.values import stringify

__all__ = ["render_arguments"]

_DEEPEST = 16
_BINARY = {
    "B": "Buffer",
    "F": "Int32Array",
    "G": "Uint32Array",
    "H": "Int8Array",
    "I": "Uint8Array",
    "J": "Uint8ClampedArray",
    "K": "Float32Array",
    "L": "Float64Array",
    "P": "Int16Array",
    "Q": "Uint16Array",
}


def render_arguments(text: str) -> str:
    """Return the arguments as one line: text as it is, other values as JSON, what JSON lacks by its JavaScript name.

    Raises ValueError when the text is not in that format.
    """
    try:
        return _Printer(text).arguments()
    except (LookupError, TypeError, RecursionError) as error:
        raise ValueError("not the arguments of a console call") from error


class _Printer:
    """Prints values whose strings are indices: of the entry that stands there, or with a `_` of what JSON lacks."""

    def __init__(self, text: str) -> None:
        self._entries: list[Any] = json.loads(text)
        self._open: list[int] = []

    def arguments(self) -> str:
        return " ".join(self._render(value, quoted=False) for value in self._entries[0])

    def entries(self) -> list[str]:
        return [self._render(value) for value in self._entries[0]]

    def _render(self, value: Any, *, quoted: bool = True) -> str:
        if not isinstance(value, str):
            return stringify(value)
        if value.startswith("_"):
            return _render_reference(self._entries[-1][int(value[1:])])
        index = int(value)
        entry = self._entries[index]
        if isinstance(entry, str):
            return stringify(entry) if quoted else entry
        if index in self._open:
            return "[Circular]"
        if len(self._open) == _DEEPEST:
            return "[…]"
        self._open.append(index)
        text = self._container(entry)
        self._open.pop()
        return text

    def _container(self, entry: Any) -> str:
        if isinstance(entry, list):
            return "[" + ",".join(map(self._render, entry)) + "]"
        if set(entry) == {"type", "name", "message"} and self._text(entry["type"]) == "Error":
            return f"{self._text(entry['name'])}: {self._text(entry['message'])}"
        return "{" + ",".join(f"{stringify(key)}:{self._render(item)}" for key, item in entry.items()) + "}"

    def _text(self, value: Any) -> str:
        return self._render(value, quoted=False)


def _render_reference(reference: str) -> str:
    kind, text = reference[0], reference[1:]
    match kind:
        case "u":
            return "undefined"
        case "b":
            return f"{text}n"
        case "s":
            return f"Symbol({text})"
        case "M" | "S":
            return f"{'Map' if kind == 'M' else 'Set'}[{','.join(_Printer(text).entries())}]"
        case "n" | "D" | "R":
            return text
        case _:
            return f"{_BINARY[kind]}{text}"
