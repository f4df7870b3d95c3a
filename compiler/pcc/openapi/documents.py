"""The files of a description: JSON or YAML, read whole, in bounded time and memory."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pcc.errors import FormatError, RunError
from pcc.model.json import JsonValue
from pcc.openapi.yaml_text import MAX_DEPTH, TOO_DEEP, read_yaml
from pcc.reading import read_text

__all__ = ["Documents", "eval_pointer", "read_document"]

# Values of a file with all its aliases written out: about 100 MB of YAML, or a bomb.
MAX_VALUES = 3_000_000
MAX_FILES = 1_000


@dataclass(slots=True)
class Documents:
    """The files of a description, each read once; `root` is the folder that no reference leaves."""

    root: Path
    _values: dict[Path, JsonValue] = field(default_factory=dict)

    def read(self, path: Path) -> JsonValue:
        """Return the value of a file of the folder. Raises FormatError and RunError, as `read_document` does."""
        if path not in self._values:
            if len(self._values) >= MAX_FILES:
                raise FormatError(f"the description has more than {MAX_FILES} files", file=str(path))
            self._values[path] = read_document(path)
        return self._values[path]


def read_document(path: Path) -> JsonValue:
    """Return the JSON value of a file: JSON, or YAML 1.2, by its name or else by its first character.

    Keys are text, as in JSON (`200:` is "200"). Raises FormatError, naming the file, for what is neither, and RunError
    for a file that cannot be read.
    """
    text = read_text(path)
    try:
        value = _read_json(text) if _is_json(path, text) else read_yaml(text)
        return _Plain().read(value, ())
    except FormatError as error:
        raise error.in_file(str(path)) from None
    except RunError as error:
        raise RunError(f"{path}: {error}") from error


def _is_json(path: Path, text: str) -> bool:
    if path.suffix.lower() in {".yaml", ".yml"}:
        return False
    return path.suffix.lower() == ".json" or text.lstrip("\ufeff \t\r\n").startswith("{")


def _read_json(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_read_pairs)
    except json.JSONDecodeError as error:
        reason = f"{error.msg[0].lower()}{error.msg[1:]} (line {error.lineno}, column {error.colno})"
        raise FormatError(f"this is not JSON: {reason}") from None
    except RecursionError:
        raise FormatError(TOO_DEEP) from None
    except ValueError as error:
        # Python refuses to convert longer literals of integers.
        raise FormatError(f"this is not JSON that pcc can read: {error}") from None


def _read_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise FormatError(f"the key {twice!r} occurs twice in its object")
    return found


class _Plain:
    """Turns what a parser gives into plain JSON: no keys and texts that JSON has not got.

    What several aliases name is read once and counted for each of them, so a bomb of aliases is refused at once.
    """

    def __init__(self) -> None:
        self._left = MAX_VALUES
        # By identity of what the parser gave, which lives as long as this: the plain value, how many it is, how deep.
        self._known: dict[int, tuple[JsonValue, int, int]] = {}

    def read(self, value: Any, at: tuple[str | int, ...]) -> JsonValue:
        return self._read(value, at)[0]

    def _read(self, value: Any, at: tuple[str | int, ...]) -> tuple[JsonValue, int]:
        known = self._known.get(id(value)) if isinstance(value, dict | list) else None
        plain, size, height = known or (None, 1, 0)
        self._left -= size
        if self._left < 0:
            raise FormatError(f"more than {MAX_VALUES} values, aliases counted as what they stand for")
        if len(at) + height > MAX_DEPTH:
            raise FormatError(TOO_DEEP, pointer=eval_pointer(at))
        if known:
            return plain, height
        return self._read_members(value, at) if isinstance(value, dict | list) else (_scalar(value, at), 0)

    def _read_members(self, value: Any, at: tuple[str | int, ...]) -> tuple[JsonValue, int]:
        before, deepest = self._left, 0
        pairs = (
            [(_key(key, at), inner) for key, inner in value.items()] if isinstance(value, dict) else enumerate(value)
        )
        members: list[tuple[Any, JsonValue]] = []
        for key, inner in pairs:
            plain, height = self._read(inner, (*at, key))
            members.append((key, plain))
            deepest = max(deepest, height + 1)
        found: JsonValue = dict(members) if isinstance(value, dict) else [plain for _, plain in members]
        self._known[id(value)] = (found, before - self._left + 1, deepest)
        return found, deepest


def _scalar(value: Any, at: tuple[str | int, ...]) -> JsonValue:
    match value:
        case str():
            return _whole(value)
        case None | bool() | int():
            return value
        case float():
            # Infinity and NaN, which JSON has not got.
            return value if value - value == 0 else str(value)
    raise FormatError(f"{type(value).__name__} has no place in JSON: remove its tag", pointer=eval_pointer(at))


def _key(key: Any, at: tuple[str | int, ...]) -> str:
    match key:
        case str():
            return _whole(key)
        case None | bool():
            return json.dumps(key)
        case int() | float():
            return str(key)
    raise FormatError("a key is text, not a list or an object", pointer=eval_pointer(at))


def _whole(text: str) -> str:
    """Half a character, which JSON can escape, is none in any other program."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def eval_pointer(at: tuple[str | int, ...]) -> str:
    """Return the JSON pointer (RFC 6901) of the keys and indices that lead to a value."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in at)
