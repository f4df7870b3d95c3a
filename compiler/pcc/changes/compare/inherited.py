"""Credentials and settings: what counts for a node, whether it says so itself or a folder around it does."""

from collections.abc import Iterator
from typing import Any, Final

from pcc.changes.compare.difference import Difference
from pcc.changes.compare.matching import Matching
from pcc.changes.compare.parts import compare_parts
from pcc.changes.normalise.requests import DEFAULTS
from pcc.changes.record import AuthRecord, CollectionRecord
from pcc.values import stringify

__all__ = ["compare_auth", "compare_settings"]

_NONE: Final = AuthRecord("none")


def compare_auth(
    old: CollectionRecord, new: CollectionRecord, matching: Matching, pair: tuple[int, int]
) -> Iterator[Difference]:
    """Yield what changed in the credentials of a node. What it inherits on both sides is told where it is said."""
    left, right = old.nodes[pair[0]], new.nodes[pair[1]]
    if left.auth is None and right.auth is None and _same_parent(old, new, matching, pair):
        return
    before, after = _auth(old, pair[0]), _auth(new, pair[1])
    if before.type != after.type:
        yield Difference("auth-changed", right.title_in_path, "auth", before.shown, after.shown)
    elif differences := list(compare_parts(right.title_in_path, before.attributes, after.attributes)):
        yield from differences
    elif (left.auth is None) is not (right.auth is None) and pair != (0, 0):
        shown = ("inherited" if node.auth is None else "its own" for node in (left, right))
        yield Difference("auth-moved", right.title_in_path, "auth", *shown)


def _same_parent(old: CollectionRecord, new: CollectionRecord, matching: Matching, pair: tuple[int, int]) -> bool:
    if pair == (0, 0):
        return True
    return matching.to_new.get(old.nodes[pair[0]].parent) == new.nodes[pair[1]].parent


def _auth(record: CollectionRecord, index: int) -> AuthRecord:
    while index >= 0:
        node = record.nodes[index]
        if node.auth is not None:
            return node.auth
        index = node.parent
    return _NONE


def compare_settings(
    old: CollectionRecord, new: CollectionRecord, matching: Matching, pair: tuple[int, int]
) -> Iterator[Difference]:
    """Yield the settings that count differently for a node; one that says what counts anyway makes no difference."""
    left, right = old.nodes[pair[0]], new.nodes[pair[1]]
    own = dict.fromkeys(name for node in (left, right) for name, _ in node.settings)
    same_parent = _same_parent(old, new, matching, pair)
    for name, default in DEFAULTS.items():
        if same_parent and name not in own:
            continue
        before, after = _setting(old, pair[0], name, default), _setting(new, pair[1], name, default)
        if before != after:
            yield Difference("setting-changed", right.title_in_path, f"setting {name}", _show(before), _show(after))


def _setting(record: CollectionRecord, index: int, name: str, default: Any) -> Any:
    while index >= 0:
        node = record.nodes[index]
        for key, value in node.settings:
            if key == name:
                return value
        index = node.parent
    return default


def _show(value: Any) -> str:
    return ", ".join(value) or "none" if isinstance(value, tuple) else stringify(value)
