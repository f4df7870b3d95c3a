"""YAML 1.2: ruamel.yaml, which only this module names, parses; the values of the core schema are made here.

Making them out of the parser's events takes a fifth of the time of the library's own loader, and bounds the depth
before anything recurses.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from pcc.errors import FormatError, RunError

__all__ = ["MAX_DEPTH", "TOO_DEEP", "read_yaml"]

# As deep as pcc reads collections; schemas are rarely nested ten levels.
MAX_DEPTH = 128
TOO_DEEP = f"nested too deeply: pcc reads at most {MAX_DEPTH} objects and lists inside each other"

_MISSING = (
    "a description in YAML needs ruamel.yaml: install postman-collection-compiler[openapi], or convert it to JSON"
)
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"!", f"{_TAG}str", f"{_TAG}timestamp"})
_SCALAR_TAGS = frozenset({f"{_TAG}bool", f"{_TAG}float", f"{_TAG}int", f"{_TAG}null"})
_COLLECTION_TAGS = frozenset({"None", "!", f"{_TAG}map", f"{_TAG}seq"})
# YAML 1.2.2 section 10.3.2, the core schema. It has no dates, and `yes` is text.
_INTEGER = re.compile(r"[-+]?[0-9]{1,4000}")
_OCTAL = re.compile(r"0o([0-7]{1,4000})")
_HEXADECIMAL = re.compile(r"0x([0-9a-fA-F]{1,4000})")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


def read_yaml(text: str) -> Any:
    """Return what a YAML document holds; what an alias names is shared, not copied.

    Raises FormatError, with line and column, for what is not YAML, for a key that occurs twice, for a tag that JSON has
    no value for, for a second document and for a value nested deeper than `MAX_DEPTH`; RunError without ruamel.yaml.
    """
    try:
        from ruamel.yaml import YAML
        from ruamel.yaml.error import YAMLError
    except ImportError as error:
        raise RunError(_MISSING) from error
    try:
        return _Composer(YAML(typ="safe").parse(text)).read_stream()
    except YAMLError:
        pass
    try:
        # The parser in C refuses some of YAML 1.2, such as `{url: https://example.com}`; the one in Python is slow.
        return _Composer(YAML(typ="safe", pure=True).parse(text)).read_stream()
    except YAMLError as error:
        raise FormatError(_explained(error)) from None


class _Composer:
    """Makes values out of events: `…StartEvent`, `ScalarEvent`, `AliasEvent`, `…EndEvent`."""

    def __init__(self, events: Iterator[Any]) -> None:
        self._events = events
        self._anchored: dict[str, Any] = {}

    def read_stream(self) -> Any:
        value = None
        documents = 0
        for event in self._events:
            name = type(event).__name__
            if name == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise FormatError(f"more than one document in one file ({_place(event)})")
            elif not name.startswith(("Stream", "Document", "Comment")):
                value = self._read(event, 0)
        return value

    def _read(self, event: Any, depth: int) -> Any:
        name = type(event).__name__
        if name == "ScalarEvent":
            return self._keep(event, _scalar(event))
        if name == "AliasEvent":
            if event.anchor not in self._anchored:
                raise FormatError(f"the alias *{event.anchor} names nothing before it ({_place(event)})")
            return self._anchored[event.anchor]
        if depth >= MAX_DEPTH:
            raise FormatError(f"{TOO_DEEP} ({_place(event)})")
        if str(event.tag) not in _COLLECTION_TAGS:
            raise FormatError(f"the tag {event.tag} has no value in JSON: remove it ({_place(event)})")
        read = self._read_mapping if name == "MappingStartEvent" else self._read_sequence
        return self._keep(event, read(depth + 1))

    def _keep(self, event: Any, value: Any) -> Any:
        if event.anchor is not None:
            self._anchored[event.anchor] = value
        return value

    def _read_sequence(self, depth: int) -> list[Any]:
        found = []
        for event in self._events:
            if type(event).__name__ == "SequenceEndEvent":
                break
            found.append(self._read(event, depth))
        return found

    def _read_mapping(self, depth: int) -> dict[Any, Any]:
        found: dict[Any, Any] = {}
        merged: list[Any] = []
        for event in self._events:
            if type(event).__name__ == "MappingEndEvent":
                break
            key = self._read(event, depth)
            if isinstance(key, dict | list):
                raise FormatError(f"a key is text, not a list or an object ({_place(event)})")
            value = self._read(next(self._events), depth)
            if key == "<<" and _is_plain(event):
                merged += value if isinstance(value, list) else [value]
            elif key in found:
                raise FormatError(f"the key {str(key)!r} occurs twice ({_place(event)})")
            else:
                found[key] = value
        return _merge(found, merged)


def _merge(found: dict[Any, Any], merged: list[Any]) -> dict[Any, Any]:
    """Add the members of other mappings (`<<`, of YAML 1.1, which many files still use); what is there already wins."""
    for other in merged:
        if not isinstance(other, dict):
            raise FormatError("`<<` merges objects, nothing else")
        for key, value in other.items():
            found.setdefault(key, value)
    return found


def _is_plain(event: Any) -> bool:
    return type(event).__name__ == "ScalarEvent" and bool(event.implicit[0])


def _scalar(event: Any) -> Any:
    if _is_plain(event):
        return _resolved(event.value)
    tag = str(event.tag)
    if event.implicit[1] or tag in _TEXT_TAGS:
        return event.value
    value = _resolved(event.value) if tag in _SCALAR_TAGS else None
    if (value is None and tag != f"{_TAG}null") or isinstance(value, str):
        raise FormatError(f"the tag {tag} has no such value in JSON: remove it ({_place(event)})")
    return value


@lru_cache(maxsize=4096)
def _resolved(text: str) -> Any:
    """The value of a plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text):
        return float(text)
    for pattern, base in ((_OCTAL, 8), (_HEXADECIMAL, 16)):
        found = pattern.fullmatch(text)
        if found:
            return int(found[1], base)
    return text


def _explained(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
    mark = getattr(error, "problem_mark", None)
    place = f" (line {mark.line + 1}, column {mark.column + 1})" if mark is not None else ""
    return f"this is not YAML: {problem}{place}"


def _place(event: Any) -> str:
    return f"line {event.start_mark.line + 1}, column {event.start_mark.column + 1}"
