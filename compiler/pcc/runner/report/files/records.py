"""What a report will hold, one record after the other, waiting on disk so that a long run does not fill the memory."""

import json
import re
import tempfile
import weakref
from collections.abc import Iterator
from typing import Any

from pcc.runner.redact import Redactor

__all__ = ["Records", "redact_json", "render_json"]

_HALF = re.compile("[\ud800-\udfff]")


class Records:
    """JSON data, redacted when it comes, and again when it is read: a value may become known as secret only later."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact
        self._known: list[int] = []
        # The file has no name: it goes with the process, whatever happens.
        self._file = tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")  # noqa: SIM115
        weakref.finalize(self, self._file.close)

    def __len__(self) -> int:
        return len(self._known)

    def add(self, record: Any) -> None:
        """Put one record behind the others."""
        line = json.dumps(redact_json(record, self._redact))
        self._file.write(f"{line}\n")
        self._known.append(self._redact.known)

    def __iter__(self) -> Iterator[Any]:
        """Yield all records in order. None may be added any more."""
        self._file.seek(0)
        for known, line in zip(self._known, self._file, strict=False):
            record = json.loads(line)
            yield record if known == self._redact.known else redact_json(record, self._redact)

    def close(self) -> None:
        """Forget the records."""
        self._file.close()


def redact_json(value: Any, redact: Redactor) -> Any:
    """Return JSON data with every text in it redacted. Keys stay: they are the format's."""
    # Most records hold no secret: one look at all of their texts together is quicker than one at each.
    return _redacted(value, redact) if redact.may_be_in("\0".join(_texts(value))) else value


def _texts(value: Any) -> list[str]:
    found: list[str] = []
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str() as text:
                found.append(text)
            case dict() as mapping:
                waiting += mapping.values()
            case list() | tuple() as items:
                waiting += items
    return found


def _redacted(value: Any, redact: Redactor) -> Any:
    match value:
        case str():
            return redact(value)
        case dict():
            return {key: _redacted(item, redact) for key, item in value.items()}
        case list() | tuple():
            return [_redacted(item, redact) for item in value]
        case _:
            return value


def render_json(value: Any, indent: int | None = None) -> str:
    """Return JSON text. Half surrogates, which cannot be written as UTF-8, are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _HALF.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
