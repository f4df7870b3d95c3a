"""Changes as Markdown, for a comment below a pull request: a table for each file, the worst first."""

from collections.abc import Sequence
from itertools import groupby

from pcc.changes.change import Change
from pcc.changes.render.lines import NOTHING, count, shorten

__all__ = ["render_markdown"]

_LIMIT = 80
_NAME = 120
# GitHub refuses a comment of more than 65,536 characters.
_COMMENT = 60_000
# Everything that Markdown, HTML or GitHub would read as more than text; in a table a backslash would not be enough.
_SPECIAL = {ord(char): f"&#{ord(char)};" for char in "&<>|`*_[]\\~@#$!:"}


def render_markdown(changes: Sequence[Change]) -> str:
    """Return the changes as tables. What would not fit into a comment is left out and counted."""
    if not changes:
        return f"{NOTHING}\n"
    lines = [f"**{count(changes)}**"]
    size, shown = len(lines[0]), 0
    for subject, group in groupby(changes, key=lambda change: change.subject):
        head = ["", f"### {_text(subject)}", "", "| severity | where | change | before → after |", "|---|---|---|---|"]
        for change in sorted(group, key=lambda change: -change.severity):
            row = _row(change)
            size += len(row) + sum(map(len, head)) + len(head) + 1
            if size > _COMMENT:
                return "\n".join((*lines, "", f"… and {len(changes) - shown} more.")) + "\n"
            lines += (*head, row)
            head = []
            shown += 1
    return "\n".join(lines) + "\n"


def _row(change: Change) -> str:
    where = " / ".join(_text(text) for text in (change.step, change.part) if text)
    return f"| {change.severity.word} | {where} | {change.id} | {_values(change)} |"


def _values(change: Change) -> str:
    if change.before is None or change.after is None:
        return f"added {_code(change.after)}" if change.before is None else f"removed {_code(change.before)}"
    return f"{_code(change.before)} → {_code(change.after)}"


def _code(text: str | None) -> str:
    # A tag, not backticks: those cannot hold a bar in a table; and nobody is mentioned in code.
    return f"<code>{shorten(text or '', _LIMIT).translate(_SPECIAL)}</code>" if text else "nothing"


def _text(text: str) -> str:
    return shorten(text, _NAME).translate(_SPECIAL)
