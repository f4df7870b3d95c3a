"""The checks of scripts: what Postman's API does not have or wants no more, what is no JavaScript, jumps to nowhere."""

from collections import Counter
from collections.abc import Iterator

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
    "check_calls",
    "check_events",
    "check_jumps",
    "check_script_syntax",
    "check_unreplaced",
]

DEPRECATED_CALL = Rule("deprecated-call", Level.WARNING)
SCRIPT_SYNTAX = Rule("script-syntax", Level.ERROR)
UNKNOWN_CALL = Rule("unknown-call", Level.ERROR)
UNKNOWN_EVENT = Rule("unknown-event", Level.WARNING)
UNKNOWN_JUMP = Rule("unknown-jump", Level.ERROR)
UNREPLACED_VARIABLE = Rule("unreplaced-variable", Level.ERROR)

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


def check_script_syntax(subject: Subject) -> Iterator[Diagnostic]:
    """Find scripts that are no JavaScript: nothing of such a script runs."""
    for script in find_scripts(subject):
        for problem in script.facts.errors:
            where = f"line {problem.line + 1}, column {problem.column + 1} of the {_called(script)}"
            message = f"{where}: {problem.message}"
            place = script.line(problem.line)
            yield SCRIPT_SYNTAX.found(message, place, marked=marks(problem.text), advice=problem.advice)


def check_calls(subject: Subject) -> Iterator[Diagnostic]:
    """Find uses of what Postman's API does not have, and of what it has deprecated."""
    for script in find_scripts(subject):
        if script.facts.errors:
            continue
        counts = Counter(use.path for use in script.facts.calls if use.standing is Standing.DEPRECATED)
        for use in script.facts.calls:
            if use.standing is Standing.UNKNOWN:
                yield _unknown(script, use)
            elif counts.get(use.path):
                # One finding for each of them in a script, at its first use.
                yield _deprecated(script, use, counts.pop(use.path))


def _unknown(script: ScriptPlace, use: ApiUse) -> Diagnostic:
    message = f"`{use.text}`: Postman's API has no `{use.path}`"
    if use.path == "require":
        message = f"`{use.text}`: Postman's sandbox has no such module"
    advice = (
        f"did you mean {use.replacement}?" if use.replacement else "see Postman's script reference for what there is"
    )
    return UNKNOWN_CALL.found(message, script.line(use.line), marked=marks(use.text), advice=advice)


def _deprecated(script: ScriptPlace, use: ApiUse, count: int) -> Diagnostic:
    more = f" ({count} times in this script)" if count > 1 else ""
    message = f"`{use.path}` is deprecated{more}"
    return DEPRECATED_CALL.found(
        message, script.line(use.line), marked=marks(use.text), advice=f"write {use.replacement}"
    )


def check_unreplaced(subject: Subject) -> Iterator[Diagnostic]:
    """Find references in the requests of `pm.sendRequest`, which Postman sends as they stand."""
    for script in find_scripts(subject):
        for text in () if script.facts.errors else script.facts.unreplaced:
            message = f"{text.text} is sent as it stands: Postman replaces no variables in `pm.sendRequest`"
            advice = f"write pm.variables.replaceIn({text.text})"
            yield UNREPLACED_VARIABLE.found(message, script.line(text.line), marked=marks(text.text), advice=advice)


def check_jumps(subject: Subject) -> Iterator[Diagnostic]:
    """Find jumps to what no item of the collection has as its id or its name: they end the run without a word."""
    items, folders = _targets(subject.collection.items)
    for script in find_scripts(subject):
        for jump in () if script.facts.errors else script.facts.jumps:
            target = jump.target
            if jump.computed or target is None or target in items:
                continue
            message = f"no item of this collection has {target!r} as its name or id: the run would end here"
            if target in folders:
                first = folders[target]
                advice = f"that is a folder: jump to its first item, {first!r}" if first else "that is an empty folder"
            else:
                similar = nearest(target, list(items))
                advice = f"did you mean {similar!r}?" if similar else "name an item; null ends the run"
            yield UNKNOWN_JUMP.found(message, script.line(jump.line), marked=marks(jump.text), advice=advice)


def _targets(children: tuple[Child, ...]) -> tuple[dict[str, None], dict[str, str]]:
    """The names and ids of items, and of each folder the first item in it."""
    items: dict[str, None] = {}
    folders: dict[str, str] = {}
    for child in children:
        if isinstance(child, ItemGroup):
            inner, below = _targets(child.items)
            first = next(iter(inner), "")
            folders = {**below, **folders, child.name: first, child.id: first}
            items |= inner
        else:
            items |= {child.name: None, **({child.id: None} if child.id else {})}
    return items, folders


def check_events(subject: Subject) -> Iterator[Diagnostic]:
    """Find events that Postman does not know: their scripts never run."""
    for found in find_events(subject):
        listen = found.event.listen
        if listen in (PREREQUEST, TEST):
            continue
        message = f"`listen` is {listen!r}: Postman runs `prerequest` and `test` only, so this script never runs"
        known = _EVENTS.get(listen) or nearest(listen, [PREREQUEST, TEST])
        advice = f"write {known}" if known else "write prerequest or test"
        yield UNKNOWN_EVENT.found(message, found.place.at("listen"), marked=(f'"{listen}"',), advice=advice)


def _called(script: ScriptPlace) -> str:
    return "pre-request script" if script.event.event.listen == PREREQUEST else "test script"
