"""Events: a script of a file is text, in the model it is statements."""

from collections.abc import Sequence
from typing import Any

from pcc.model.collection import Event
from pcc.model.json import JsonObject
from pcc.model.statement import Statement
from pcc.postman.document.guard import At, get_flag, read_list, read_object, refuse
from pcc.postman.document.merge import ABSENT, Fields, Hole, Part, Written, many, write_node
from pcc.scripts import lift_script, render_script

__all__ = ["events_part", "read_events"]


def read_events(value: Any, at: At = ()) -> tuple[Event, ...]:
    """Read a list of events, scripts lifted; several of one kind stay several, as they all run."""
    return tuple(_read_event(event, (*at, index)) for index, event in enumerate(read_list(value, at)))


def _read_event(value: Any, at: At = ()) -> Event:
    source = read_object(value, at)
    listen = source.get("listen")
    if not isinstance(listen, str):
        raise refuse(listen, (*at, "listen"), "`prerequest` or `test`")
    statements = lift_script(_read_script(source.get("script"), (*at, "script")))
    return Event(listen, statements, get_flag(source, "disabled", at), document=source)


def _read_script(value: Any, at: At) -> str:
    if isinstance(value, dict):
        return _read_lines(value.get("exec"), (*at, "exec"))
    return _read_lines(value, at)


def _read_lines(value: Any, at: At) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    if not isinstance(value, list):
        raise refuse(value, at, "text or a list of lines")
    try:
        return "\n".join(value)
    except TypeError:
        for index, line in enumerate(value):
            if not (line is None or isinstance(line, str)):
                raise refuse(line, (*at, index), "text") from None
    return "\n".join(line or "" for line in value)


def events_part(events: Sequence[Event]) -> Part:
    """The part for a list of events; a fresh one is written only with statements, one of a file in any case."""
    return many(
        [event for event in events if event.statements or event.document is not None], read_events, _write_event
    )


def _write_event(event: Event) -> JsonObject:
    return write_node(event, _read_event, _event_fields)


def _event_fields(event: Event) -> Fields:
    return {
        "listen": event.listen,
        "script": _script_part(event.statements),
        "disabled": event.disabled or ABSENT,
    }


def _script_part(statements: tuple[Statement, ...]) -> Part:
    def part(old: Written) -> Written:
        text = render_script(statements)
        if not isinstance(old, Hole) and _read_script(old, ()) == text:
            return old
        if old is ABSENT and not text:
            return ABSENT
        if isinstance(old, dict):
            return {**old, "exec": text.split("\n")}
        return {"exec": text.split("\n"), "type": "text/javascript"}

    return part
