"""The checks of scripts: what Postman's API does not have or wants no more, what is no JavaScript, jumps to nowhere."""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pcc.checks.rule import Rule
from pcc.checks.script_places import ScriptPlace, find_events, find_scripts, marks
from pcc.checks.subject import Subject
from pcc.diagnostics import Diagnostic, Level, nearest
from pcc.javascript import ApiUse, Standing
from pcc.model.collection import PREREQUEST, TEST, Child, ItemGroup

__all__ = [
    "DEPRECATED_CALL",
    "SCRIPT_SYNTAX",
    "UNKNOWN_CALL",
    "UNKNOWN_EVENT",
    "UNKNOWN_JUMP",
    "UNREPLACED_VARIABLE",
    "check_events",
    "check_scripts",
]

DEPRECATED_CALL = Rule("deprecated-call", Level.WARNING)
SCRIPT_SYNTAX = Rule("script-syntax", Level.ERROR)
UNKNOWN_CALL = Rule("unknown-call", Level.ERROR)
UNKNOWN_EVENT = Rule("unknown-event", Level.WARNING)
UNKNOWN_JUMP = Rule("unknown-jump", Level.ERROR)
UNREPLACED_VARIABLE = Rule("unreplaced-variable", Level.ERROR)


class _Targets(NamedTuple):
    """The names and ids of items, and those of folders, each with the name of its first item."""

    items: dict[str, None]
    folders: dict[str, str]


# How the collection format 3.0 and other tools call the two.
_EVENTS = {
    "afterResponse": TEST,
    "beforeRequest": PREREQUEST,
    "http:afterResponse": TEST,
    "http:beforeRequest": PREREQUEST,
    "post-response": TEST,
    "postresponse": TEST,
    "postrequest": TEST,
    "pre": PREREQUEST,
    "post": TEST,
}


def check_scripts(subject: Subject) -> Iterator[Diagnostic]:
    """Find what is wrong in scripts that were written by hand. Of one that is no JavaScript nothing runs."""
    targets = _targets(subject.collection.items)
    for script in find_scripts(subject):
        yield from _syntax(script)
        if not script.facts.errors:
            yield from _calls(script)
            yield from _unreplaced(script)
            yield from _jumps(script, targets)


def _syntax(script: ScriptPlace) -> Iterator[Diagnostic]:
    for problem in script.facts.errors:
        message = f"line {problem.line + 1}, column {problem.column + 1} of the {script.called}: {problem.message}"
        place = script.line(problem.line)
        yield SCRIPT_SYNTAX.found(message, place, marked=marks(problem.text), advice=problem.advice)


def _calls(script: ScriptPlace) -> Iterator[Diagnostic]:
    counts = Counter(use.path for use in script.facts.calls if use.standing is Standing.DEPRECATED)
    for use in script.facts.calls:
        if use.standing is Standing.UNKNOWN:
            yield _unknown(script, use)
        elif counts.get(use.path):
            # One finding for each of them in a script, at its first use.
            yield _deprecated(script, use, counts.pop(use.path))


def _unknown(script: ScriptPlace, use: ApiUse) -> Diagnostic:
    message = f"Postman's API has no `{use.path}`"
    if use.path == "require":
        message = f"Postman's sandbox has no module for `{use.text}`"
    advice = f"did you mean {use.replacement}?" if use.replacement else "Postman's script reference lists what there is"
    return UNKNOWN_CALL.found(message, script.line(use.line), marked=marks(use.text), advice=advice)


def _deprecated(script: ScriptPlace, use: ApiUse, count: int) -> Diagnostic:
    more = f" ({count} times in this script)" if count > 1 else ""
    return DEPRECATED_CALL.found(
        f"`{use.path}` is deprecated{more}",
        script.line(use.line),
        marked=marks(use.text),
        advice=f"write {use.replacement}",
    )


def _unreplaced(script: ScriptPlace) -> Iterator[Diagnostic]:
    for text in script.facts.unreplaced:
        message = f"{text.text} is sent as it stands: Postman replaces no variables in `pm.sendRequest`"
        advice = f"write pm.variables.replaceIn({text.text})"
        yield UNREPLACED_VARIABLE.found(message, script.line(text.line), marked=marks(text.text), advice=advice)


def _jumps(script: ScriptPlace, targets: _Targets) -> Iterator[Diagnostic]:
    for jump in script.facts.jumps:
        if jump.target is not None and jump.target not in targets.items:
            message = f"no item of this collection has {jump.target!r} as its name or id: the run would end here"
            place, advice = script.line(jump.line), _jump_advice(jump.target, targets)
            yield UNKNOWN_JUMP.found(message, place, marked=marks(jump.text), advice=advice)


def _jump_advice(target: str, targets: _Targets) -> str:
    if target in targets.folders:
        first = targets.folders[target]
        return f"that is a folder: jump to its first item, {first!r}" if first else "that is a folder without items"
    numbered = (name for name in targets.items if name.endswith(f": {target}"))
    similar = next(numbered, None) or nearest(target, list(targets.items))
    return f"did you mean {similar!r}?" if similar else "name an item, or write null to end the run"


def _targets(children: tuple[Child, ...]) -> _Targets:
    items: dict[str, None] = {}
    folders: dict[str, str] = {}
    for child in children:
        if isinstance(child, ItemGroup):
            inner = _targets(child.items)
            folders |= {**inner.folders, **dict.fromkeys((child.name, child.id), next(iter(inner.items), ""))}
            items |= inner.items
        else:
            items |= dict.fromkeys((child.name, child.id))
    folders.pop("", None)
    return _Targets(items, folders)


def check_events(subject: Subject) -> Iterator[Diagnostic]:
    """Find events that Postman does not know: their scripts never run."""
    for found in find_events(subject):
        listen = found.event.listen
        if listen not in (PREREQUEST, TEST):
            message = f"`listen` is {listen!r}: Postman runs `prerequest` and `test` only, so this script never runs"
            known = _EVENTS.get(listen) or nearest(listen, [PREREQUEST, TEST])
            advice = f"write {known}" if known else "write prerequest or test"
            yield UNKNOWN_EVENT.found(message, found.place.at("listen"), marked=(f'"{listen}"',), advice=advice)
