"""Bodies: form fields and JSON field by field, other text as a whole."""

from collections.abc import Iterator
from typing import Any

from pcc.changes.compare.difference import Difference
from pcc.changes.compare.parts import compare_parts
from pcc.changes.concealing import mask_json, mask_looks
from pcc.changes.normalise.bodies import Unquoted, show_json
from pcc.changes.record import BodyRecord
from pcc.values import same

__all__ = ["compare_bodies"]


def compare_bodies(step: str, old: BodyRecord, new: BodyRecord) -> Iterator[Difference]:
    """Yield what changed in a body, or that there is one, or another kind of one."""
    if old.family != new.family:
        yield _whole(step, old, new)
        return
    if old.kind != new.kind:
        yield Difference("body-kind-changed", step, "body", old.kind, new.kind)
    yield from compare_parts(step, old.fields, new.fields)
    yield from _compare_documents(step, old, new)


def _whole(step: str, old: BodyRecord, new: BodyRecord) -> Difference:
    before = None if old.kind == "none" else f"{old.kind}: {old.shown}"
    after = None if new.kind == "none" else f"{new.kind}: {new.shown}"
    what = "body-added" if before is None else "body-removed" if after is None else "body-kind-changed"
    return Difference(what, step, "body", before, after)


def _compare_documents(step: str, old: BodyRecord, new: BodyRecord) -> Iterator[Difference]:
    before, after = dict(old.documents), dict(new.documents)
    # JSON that became other text, or the other way round.
    if old.family == "raw" and before.keys() != after.keys():
        yield Difference("body-text-changed", step, "body", old.shown, new.shown)
        return
    for place in dict.fromkeys((*before, *after)):
        left, right = before.get(place), after.get(place)
        if isinstance(left, dict | list) and isinstance(right, dict | list):
            yield from _compare_json(step, place, "", left, right)
        elif left != right:
            shown = (None if value is None else mask_looks(_text(value)) for value in (left, right))
            yield Difference("body-text-changed", step, f"body {place}".strip(), *shown)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else show_json(mask_json(value))


def _compare_json(step: str, path: str, name: str, old: Any, new: Any) -> Iterator[Difference]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _compare_objects(step, path, old, new)
    elif isinstance(old, list) and isinstance(new, list) and not (_is_flat(old) and _is_flat(new)):
        yield from _compare_lists(step, path, name, old, new)
    elif not _same(old, new):
        yield _field(step, path, name, "changed", old, new)


def _compare_objects(step: str, path: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*old, *new)):
        inner = f"{path}.{key}" if key.replace("-", "_").isidentifier() else f"{path}[{show_json(key)}]"
        if key not in new:
            yield _field(step, inner, key, "removed", old[key], None)
        elif key not in old:
            yield _field(step, inner, key, "added", None, new[key])
        else:
            yield from _compare_json(step, inner, key, old[key], new[key])


def _compare_lists(step: str, path: str, name: str, old: list[Any], new: list[Any]) -> Iterator[Difference]:
    start = 0
    while start < min(len(old), len(new)) and _same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and _same(old[-1 - end], new[-1 - end]):
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    for index in range(max(len(before), len(after))):
        inner = f"{path}[{start + index}]"
        if index >= len(after):
            yield _field(step, inner, name, "removed", before[index], None)
        elif index >= len(before):
            yield _field(step, inner, name, "added", None, after[index])
        else:
            yield from _compare_json(step, inner, name, before[index], after[index])


def _is_flat(values: list[Any]) -> bool:
    return not any(isinstance(value, dict | list) for value in values)


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, Unquoted) or isinstance(right, Unquoted):
        return type(left) is type(right) and bool(left == right)
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_same(item, right[key]) for key, item in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_same, left, right))
    return same(left, right)


def _field(step: str, path: str, name: str, what: str, old: Any, new: Any) -> Difference:
    before = None if what == "added" else show_json(mask_json(old, name))
    after = None if what == "removed" else show_json(mask_json(new, name))
    return Difference(f"body-field-{what}", step, f"body {path}", before, after)
