"""Changes as text: by file, by step, a line a change."""

from collections.abc import Sequence
from itertools import groupby

from pcc.changes.change import Change, Severity
from pcc.changes.render.lines import NOTHING, count, shorten

__all__ = ["render_text"]

_LIMIT = 60
_SEVERITY = max(len(severity.word) for severity in Severity)
_NAME = 200


def render_text(changes: Sequence[Change]) -> str:
    """Return the changes as lines, and how many there are."""
    if not changes:
        return f"{NOTHING}\n"
    lines: list[str] = []
    for subject, of_subject in groupby(changes, key=lambda change: change.subject):
        lines.append(_name(subject))
        for step, of_step in groupby(of_subject, key=lambda change: change.step):
            lines += [f"  {_name(step)}"] if step else []
            lines += map(_line, of_step)
        lines.append("")
    return "\n".join((*lines, count(changes))) + "\n"


def _name(text: str) -> str:
    return shorten(text, _NAME)


def _line(change: Change) -> str:
    part = _name(change.part)
    return f"    {change.severity.word:{_SEVERITY}}  {change.id:22}  {part}: {_values(change)}".rstrip()


def _values(change: Change) -> str:
    before, after = (None if value is None else _value(value) for value in (change.before, change.after))
    if before is None:
        return f"+ {after}"
    return f"- {before}" if after is None else f"{before} → {after}"


def _value(text: str) -> str:
    return shorten(text, _LIMIT) or '""'
