"""What a run will do: the items in order, each with all that it inherits."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from itertools import islice
from typing import TypeAlias

from pcc.errors import UsageError
from pcc.model.collection import PREREQUEST, TEST, Child, Collection, Event, Item, ItemGroup, Settings
from pcc.model.request import Auth, Request
from pcc.runner.request.outline import Outline, outline_request
from pcc.scripts import NativeScript, is_native, render_script

__all__ = ["Script", "Step", "find_step", "plan_steps"]

_Holder: TypeAlias = Collection | ItemGroup | Item

_COMPARED = 1000

_SETTINGS = tuple(entry.name for entry in fields(Settings) if entry.name != "document")


@dataclass(frozen=True, slots=True)
class Script:
    """A script of an item's run, and the name of what it belongs to: the collection, a folder or the item itself.

    `source` is the JavaScript for the engine; where it is None the statements run natively, as `native`.
    """

    event: Event
    owner: str
    native: NativeScript
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """An item with what it inherits. `path` names its folders, and scripts stand in run order: from the outside in."""

    item: Item
    path: tuple[str, ...]
    auth: Auth | None
    settings: Settings
    prerequest: tuple[Script, ...]
    test: tuple[Script, ...]
    outline: Outline

    def sending(self, request: Request) -> "Step":
        """Return the step with another request, which brings its own credentials if it has any."""
        return replace(
            self,
            item=replace(self.item, request=request),
            auth=request.auth or self.auth,
            outline=outline_request(request),
        )


def plan_steps(collection: Collection, folders: Sequence[str] = (), *, native: bool = True) -> tuple[Step, ...]:
    """Return the items to run. `folders` are names or ids of folders or items; none means all.

    Without `native` every script is for the engine. Raises UsageError for a name that nothing has. Of equal names one
    counts, as in Newman: with one name the first among the own children before those further down, with several the
    first in collection order.
    """
    items = tuple(collection.walk())
    if folders:
        chosen = _choose(collection, tuple(dict.fromkeys(folders)))
        wanted = {id(item) for child in chosen for item in _items_of(child)}
        items = tuple(entry for entry in items if id(entry[1]) in wanted)
    scripts = _Scripts(native=native)
    return tuple(_step((collection, *groups, item), item, scripts) for groups, item in items)


def find_step(steps: Sequence[Step], target: str) -> int | None:
    """Return where `setNextRequest` goes: the item of this id, else of this name; of equal names the last one."""
    ids = [index for index, step in enumerate(steps) if step.item.id == target]
    names = [index for index, step in enumerate(steps) if step.item.name == target]
    return next(iter(reversed(ids or names)), None)


class _Scripts:
    """The scripts of whatever holds some, each made once for all items that it runs for."""

    def __init__(self, *, native: bool) -> None:
        self._native = native
        self._made: dict[int, tuple[Script, ...]] = {}

    def of(self, holder: _Holder) -> tuple[Script, ...]:
        if id(holder) not in self._made:
            self._made[id(holder)] = tuple(self._make(holder, event) for event in holder.events if not event.disabled)
        return self._made[id(holder)]

    def _make(self, holder: _Holder, event: Event) -> Script:
        native = is_native(event.statements) and (self._native or not event.statements)
        compiled = NativeScript(event.listen, event.statements)
        return Script(event, holder.name, compiled, None if native else render_script(event.statements))


def _step(holders: Sequence[_Holder], item: Item, made: _Scripts) -> Step:
    scripts = [script for holder in holders for script in made.of(holder)]
    parents = [holder for holder in holders if not isinstance(holder, Item)]
    auths = (item.request.auth, *(parent.auth for parent in reversed(parents)))
    return Step(
        item,
        path=tuple(parent.name for parent in parents[1:]),
        auth=next((auth for auth in auths if auth is not None), None),
        settings=_merge(item.settings, *(parent.settings for parent in reversed(parents))),
        prerequest=tuple(script for script in scripts if script.event.listen == PREREQUEST),
        test=tuple(script for script in scripts if script.event.listen == TEST),
        outline=outline_request(item.request),
    )


def _merge(*nearest_first: Settings | None) -> Settings:
    present = [settings for settings in nearest_first if settings is not None]
    values = {
        name: next((value for settings in present if (value := getattr(settings, name)) is not None), None)
        for name in _SETTINGS
    }
    return Settings(**values)


def _items_of(child: Child) -> Iterator[Item]:
    if isinstance(child, Item):
        yield child
        return
    for inner in child.items:
        yield from _items_of(inner)


def _choose(collection: Collection, names: tuple[str, ...]) -> tuple[Child, ...]:
    if len(names) > 1:
        return _choose_several(collection, names)
    found = _find(collection.items, names[0])
    if found is None:
        raise _unknown(collection, names[0])
    return (found,)


def _matches(child: Child, name: str) -> bool:
    return name in (child.id, child.name)


def _find(children: Sequence[Child], name: str) -> Child | None:
    own = next((child for child in children if _matches(child, name)), None)
    if own is not None:
        return own
    below = (_find(child.items, name) for child in children if isinstance(child, ItemGroup))
    return next((child for child in below if child is not None), None)


def _choose_several(collection: Collection, names: tuple[str, ...]) -> tuple[Child, ...]:
    missing = list(names)
    chosen: list[Child] = []
    for child in _descend(collection.items):
        name = next((name for name in missing if _matches(child, name)), None)
        if name is not None:
            missing.remove(name)
            chosen.append(child)
    if missing:
        raise _unknown(collection, missing[0])
    return tuple(chosen)


def _descend(children: Iterable[Child]) -> Iterator[Child]:
    for child in children:
        yield child
        if isinstance(child, ItemGroup):
            yield from _descend(child.items)


def _unknown(collection: Collection, name: str) -> UsageError:
    from difflib import get_close_matches

    # Comparing takes long; a hint need not come from the depths of a huge collection.
    names = [child.name for child in islice(_descend(collection.items), _COMPARED) if len(child.name) <= _COMPARED]
    near = get_close_matches(name, names, n=1, cutoff=0)
    hint = f"; the nearest is “{near[0]}”" if near else ""
    return UsageError(f"no folder or item of “{collection.name}” has the name or id “{name}”{hint}")
