"""Postman's API: whether a path leads somewhere, and what to write instead of what does not or is deprecated."""

from collections.abc import Sequence
from typing import NamedTuple

from pcc.diagnostics import nearest
from pcc.javascript.api_table import DEPRECATED, INHERITED, INSTEAD, KINDS, MODULES, ROOTS
from pcc.javascript.facts import Standing

__all__ = ["Verdict", "judge_module", "judge_path"]

CALL = "()"
_DEPRECATED_STEPS = 2


class Verdict(NamedTuple):
    """What is known of a path: `length` steps of it are what the verdict is about."""

    standing: Standing
    length: int
    replacement: str = ""


def judge_path(path: Sequence[str | None]) -> Verdict | None:
    """Return what Postman says of a path, or None when it does not start from its API."""
    root = path[0] if path else None
    if root not in ROOTS:
        return None
    kind, known = ROOTS[root], len(path)
    for index in range(len(path)):
        if index < _DEPRECATED_STEPS and (instead := DEPRECATED.get(_written(path[: index + 1]))):
            return Verdict(Standing.DEPRECATED, index + 1, instead)
        step = path[index + 1] if index + 1 < len(path) else None
        if kind is None or step is None:
            return Verdict(Standing.KNOWN, known)
        members, returned = KINDS[kind]
        if step == CALL:
            kind = returned
        elif step in members:
            kind = members[step]
        elif step in INHERITED or step.startswith("_"):
            # What begins with an underscore is the SDK's own.
            kind = None
        else:
            return Verdict(Standing.UNKNOWN, index + 2, _instead(_written(path[: index + 1]), kind, step))
    return Verdict(Standing.KNOWN, known)


def _written(path: Sequence[str | None]) -> str:
    return "".join("(…)" if name == CALL else f".{name}" for name in path).removeprefix(".")


def _instead(shown: str, kind: str, step: str) -> str:
    if (f"{shown}.{step}") in INSTEAD:
        return INSTEAD[f"{shown}.{step}"]
    if kind == "Scope":
        similar = nearest(step, list(KINDS[kind][0]))
        return f"{shown}.{similar}" if similar else f'{shown}.get("{step}")'
    if kind == "Function":
        return f"{shown}()"
    similar = nearest(step, list(KINDS[kind][0]))
    return f"{shown}.{similar}" if similar else ""


def judge_module(name: str) -> Verdict:
    """Return whether `require` knows a module; of a deprecated one Postman says nothing."""
    if name in MODULES:
        return Verdict(Standing.KNOWN, 2)
    similar = nearest(name, sorted(MODULES))
    return Verdict(Standing.UNKNOWN, 2, f'require("{similar}")' if similar else "")
