"""Resolution of variables in text, as Postman's Substitutor does it (reference newman.md, 2.4)."""

import re
from collections.abc import Callable
from typing import Final

from pcc.model.json import JsonValue
from pcc.templating.notation import TOKEN
from pcc.values import to_text

__all__ = ["MISSING", "Lookup", "Missing", "resolve_text"]


class Missing:
    """The type of `MISSING`."""


MISSING: Final = Missing()
Lookup = Callable[[str], "JsonValue | Missing"]

# Values may hold references themselves; Postman stops after this many passes (VARS_SUBREPLACE_LIMIT).
_PASSES = 19
# Two values may each hold half of a character; in JavaScript the halves are one as soon as they meet.
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def resolve_text(text: str, lookup: Lookup) -> str:
    """Replace every `{{name}}` by its value, nested ones too; a name that nothing resolves stays as it is written."""

    def replace(match: re.Match[str]) -> str:
        value = lookup(match[1])
        return match[0] if isinstance(value, Missing) else to_text(value)

    for _ in range(_PASSES):
        if "{{" not in text:
            break
        before, text = text, TOKEN.sub(replace, text)
        if text == before:
            break
    return _HALVES.sub(_join, text)


def _join(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
