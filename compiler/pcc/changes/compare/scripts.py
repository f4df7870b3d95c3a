"""Raw scripts: the lines that are new, and those that are gone."""

from collections import Counter
from collections.abc import Iterator

from pcc.changes.compare.difference import Difference
from pcc.changes.concealing import mask_looks
from pcc.changes.record import ScriptRecord

__all__ = ["compare_scripts"]

_NAMES = {"prerequest": "pre-request script", "test": "test script"}


def compare_scripts(step: str, old: tuple[ScriptRecord, ...], new: tuple[ScriptRecord, ...]) -> Iterator[Difference]:
    """Yield raw scripts added, removed and changed. Layout does not count, and comments are text."""
    before, after = {script.event: script for script in old}, {script.event: script for script in new}
    for event in dict.fromkeys((*before, *after)):
        left, right = before.get(event), after.get(event)
        name = _NAMES.get(event, f"{event} script")
        if left and right and left.tokens == right.tokens:
            if left.remarks != right.remarks:
                yield Difference("text-changed", step, f"comments of the {name}", *_lines(left.remarks, right.remarks))
        elif left and right:
            yield Difference("script-changed", step, name, *_lines(left.lines, right.lines))
        else:
            what = "script-removed" if left else "script-added"
            yield Difference(
                what, step, name, _text(left.lines) if left else None, _text(right.lines) if right else None
            )


def _lines(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, str]:
    before, after = _beyond(old, new), _beyond(new, old)
    if before or after:
        return _text(before), _text(after)
    # The same lines in another order.
    return _text(old), _text(new)


def _beyond(lines: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    spare = Counter(others)
    left = []
    for line in lines:
        if spare[line]:
            spare[line] -= 1
        else:
            left.append(line)
    return tuple(left)


def _text(lines: tuple[str, ...]) -> str:
    return mask_looks("\n".join(lines))
