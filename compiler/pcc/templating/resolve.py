"""Resolution of variables in text, as Postman's Substitutor does it (reference newman.md, 2.4)."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Final

from pcc.errors import ResolutionError
from pcc.model.json import JsonValue
from pcc.templating.notation import TOKEN
from pcc.values import to_text

__all__ = ["MISSING", "Budget", "Lookup", "Missing", "resolve_text"]


class Missing:
    """The type of `MISSING`."""


MISSING: Final = Missing()
Lookup = Callable[[str], "JsonValue | Missing"]

# Values may hold references themselves; Postman stops after this many passes (VARS_SUBREPLACE_LIMIT).
_PASSES = 19
# Two values may each hold half of a character; in JavaScript the halves are one as soon as they meet.
_HALVES = re.compile("[\ud800-\udbff][\udc00-\udfff]")


# Far beyond any request, and still done in seconds. What values hold each other costs more: only they can grow.
_LARGEST = 2**26
_LOOKUP = 2**4
_NESTED = 2**10
# Longer texts are not kept in memory.
_REMEMBERED = 2**13


class Budget:
    """What is left for the resolution of a text, in characters: values that hold each other grow without end."""

    def __init__(self) -> None:
        self._left = _LARGEST

    def spend(self, name: str, value: str) -> None:
        """Pay for a look-up and its value. Raises ResolutionError when nothing is left."""
        self._left -= _LOOKUP + len(value) + (_NESTED if "{{" in value else 0)
        if self._left < 0:
            raise ResolutionError(
                f"the variables grow beyond {_LARGEST} characters at {{{{{name}}}}}: "
                "does one hold itself, or another one many times?"
            )


def resolve_text(text: str, lookup: Lookup, budget: Budget | None = None) -> str:
    """Replace every `{{name}}` by its value, nested ones too; a name that nothing resolves stays as it is written.

    Raises ResolutionError when the `budget` (by default one of its own) does not suffice.
    """
    budget = budget or Budget()
    for _ in range(_PASSES):
        if "{{" not in text:
            break
        before, text = text, _replace(_split(text), lookup, budget)
        if text == before:
            break
    return text if text.isascii() else _HALVES.sub(_join, text)


def _replace(parts: Sequence[str], lookup: Lookup, budget: Budget) -> str:
    """The text with every reference replaced once. Of its parts each second one is a reference's name."""
    replaced = list(parts)
    for place in range(1, len(parts), 2):
        name = parts[place]
        value = lookup(name)
        replacement = None if isinstance(value, Missing) else to_text(value)
        budget.spend(name, replacement or "")
        replaced[place] = f"{{{{{name}}}}}" if replacement is None else replacement
    return "".join(replaced)


def _split(text: str) -> Sequence[str]:
    return _split_again(text) if len(text) < _REMEMBERED else TOKEN.split(text)


@lru_cache(maxsize=1024)
def _split_again(text: str) -> Sequence[str]:
    # The texts of a collection are the same ones in every iteration.
    return TOKEN.split(text)


def _join(halves: re.Match[str]) -> str:
    return halves[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le")
