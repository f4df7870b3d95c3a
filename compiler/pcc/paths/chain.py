"""Members read by `?.` in JavaScript: which names are safe to read so, and the expressions that do."""

import re
from collections.abc import Iterable

from pcc.paths.inherited import INHERITED_NAMES

__all__ = ["is_safe_name", "render_chain", "render_chain_matches"]

_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_INHERITED = frozenset(INHERITED_NAMES)


def is_safe_name(name: str) -> bool:
    """Say whether `value?.name` reads an own member or `undefined`, whatever JSON value `value` is."""
    return _IDENTIFIER.fullmatch(name) is not None and name not in _INHERITED


def render_chain(variable: str, names: Iterable[str]) -> str:
    """Return the expression that reads safe names from a variable, one inside the other: `json?.a?.b`."""
    return "?.".join((variable, *names))


def render_chain_matches(chain: str) -> str:
    """Return the expression of the array of what a chain finds."""
    # JSON has no `undefined`, and a variable that holds a JSON value is itself a match.
    return f"[{chain}].filter((value) => value !== undefined)" if "?." in chain else f"[{chain}]"
