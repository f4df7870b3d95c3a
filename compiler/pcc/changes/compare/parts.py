"""Parts of a node: what has the same key is one thing in two versions."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from pcc.changes.compare.difference import Difference
from pcc.changes.record import Part

__all__ = ["compare_parts"]

# These are there or not: one id for all that can happen to them.
_ONE_ID = {"connection", "method", "text", "url"}
_LABELS = {
    "auth-attribute": "auth",
    "body-field": "body",
    "connection": "",
    "path-variable": "path variable",
    "text": "",
}


def compare_parts(step: str, old: Sequence[Part], new: Sequence[Part]) -> Iterator[Difference]:
    """Yield what was added, removed and changed; the order of parts with different keys does not count."""
    before, after = _by_key(old), _by_key(new)
    for key in dict.fromkeys((*before, *after)):
        yield from _compare_versions(step, before.get(key, []), after.get(key, []))


def _by_key(parts: Sequence[Part]) -> dict[tuple[str, str], list[Part]]:
    found: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    for part in parts:
        found[part.group, part.key or part.name].append(part)
    return found


def _compare_versions(step: str, old: list[Part], new: list[Part]) -> Iterator[Difference]:
    before, after = _without(old, new), _without(new, old)
    for index in range(max(len(before), len(after))):
        left = before[index] if index < len(before) else None
        right = after[index] if index < len(after) else None
        yield _difference(step, left, right)
    if not before and not after and (values := _in_order(old)) != _in_order(new):
        shown = ", ".join(part.shown for part in old if part.on), ", ".join(part.shown for part in new if part.on)
        if values:
            yield Difference(_id(new[0], "changed"), step, _label(new[0]), *shown)


def _in_order(parts: list[Part]) -> list[str]:
    return [part.value for part in parts if part.on]


def _without(parts: list[Part], others: list[Part]) -> list[Part]:
    """The parts that the others do not have, those that count first."""
    spare = Counter((part.value, part.on) for part in others)
    left = []
    for part in parts:
        if spare[part.value, part.on]:
            spare[part.value, part.on] -= 1
        else:
            left.append(part)
    return sorted(left, key=lambda part: not part.on)


def _difference(step: str, old: Part | None, new: Part | None) -> Difference:
    part = new or old
    assert part is not None
    what = "changed" if old and new else "added" if new else "removed"
    shown = (_shown(old), _shown(new))
    if not any(side and side.on for side in (old, new)):
        return Difference("disabled-changed", step, _label(part), *shown)
    return Difference(_id(part, what), step, _label(part), *shown)


def _id(part: Part, what: str) -> str:
    return f"{part.group}-changed" if part.group in _ONE_ID else f"{part.group}-{what}"


def _shown(part: Part | None) -> str | None:
    if part is None:
        return None
    return part.shown if part.on else f"{part.shown} (disabled)".lstrip()


def _label(part: Part) -> str:
    return f"{_LABELS.get(part.group, part.group)} {part.name}".strip()
