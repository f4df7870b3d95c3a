"""Variables, and which of them a reader has to fill in."""

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from pcc.changes.compare.difference import Difference
from pcc.changes.record import VariableRecord, Variables

__all__ = ["Surroundings", "compare_needs", "compare_variables"]


class Surroundings(NamedTuple):
    """What is known of the other files of one side.

    `needs` are the variables that its collections read before they set them, None when no collection is known;
    `environments` the variables of its environments.
    """

    needs: Mapping[str, bool] | None = None
    environments: tuple[Variables, ...] = ()


def compare_variables(
    old: Variables,
    new: Variables,
    needs_old: Set[str] | None = None,
    needs_new: Set[str] | None = None,
) -> Iterator[Difference]:
    """Yield what changed in variables. With needs, one that is empty has to be filled in only when it is needed."""
    for name in dict.fromkeys((*old, *new)):
        before, after = old.get(name), new.get(name)
        part = f"variable {name}"
        what = _what(before, after, was=_required(name, before, needs_old), is_now=_required(name, after, needs_new))
        if what:
            yield Difference(what, "", part, _shown(before), _shown(after))
        said = [variable.description if variable else "" for variable in (before, after)]
        if before and after and said[0] != said[1]:
            yield Difference("text-changed", "", f"description of {part}", said[0] or None, said[1] or None)


def _required(name: str, variable: VariableRecord | None, needs: Set[str] | None) -> bool:
    if needs is None:
        return variable is not None and variable.on and not variable.filled
    return name in needs and not (variable and variable.filled)


def _what(old: VariableRecord | None, new: VariableRecord | None, *, was: bool, is_now: bool) -> str | None:
    if old and new:
        return _what_of_both(old, new, was=was, is_now=is_now)
    # Whoever takes away what has a value is told so, and not that it has to be filled in.
    if was is is_now or is_now is (new is None):
        return "variable-removed" if new is None else "variable-added"
    return _requirement(old or new, is_now=is_now)


def _what_of_both(old: VariableRecord, new: VariableRecord, *, was: bool, is_now: bool) -> str | None:
    if old.on is not new.on:
        return "variable-enabled" if new.on else "variable-disabled"
    if (old.value, old.secret) == (new.value, new.secret):
        return None
    if was is not is_now:
        return _requirement(old if old.secret else new, is_now=is_now)
    return "variable-changed" if old.on else "disabled-changed"


def _requirement(variable: VariableRecord | None, *, is_now: bool) -> str:
    kind = "secret" if variable and variable.secret else "variable"
    return f"{kind}-{'required' if is_now else 'not-required'}"


def _shown(variable: VariableRecord | None) -> str | None:
    if variable is None:
        return None
    kind = "secret " if variable.secret else ""
    return f"{kind}{variable.shown}{'' if variable.on else ' (disabled)'}".strip()


def compare_needs(
    old: Mapping[str, bool],
    new: Mapping[str, bool],
    declared_old: tuple[Variables, ...],
    declared_new: tuple[Variables, ...],
) -> Iterator[Difference]:
    """Yield the variables that a reader has to fill in now and had not before, and the other way round.

    When the declaration of one has changed, that is told there, and not here.
    """
    for name in sorted({*old, *new}):
        before, after = _state(name, declared_old), _state(name, declared_new)
        was, is_now = name in old and before != "filled", name in new and after != "filled"
        if was is is_now or before != after:
            continue
        secret = old.get(name, False) or new.get(name, False) or _is_secret(name, (*declared_old, *declared_new))
        what = f"{'secret' if secret else 'variable'}-{'required' if is_now else 'not-required'}"
        shown = ("needed", None) if was else (None, "needed")
        yield Difference(what, "", f"variable {name}", *shown)


def _state(name: str, declared: tuple[Variables, ...]) -> str:
    found = [variables[name] for variables in declared if name in variables]
    if any(variable.filled for variable in found):
        return "filled"
    return "empty" if found else "absent"


def _is_secret(name: str, declared: tuple[Variables, ...]) -> bool:
    return any(variables[name].secret for variables in declared if name in variables)
