"""`pcc.diff`: what the command does, as a function that returns data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pcc.changes import (
    Change,
    Compared,
    Difference,
    Severity,
    Surroundings,
    classify,
    compare_collections,
    compare_environments,
    survey,
)
from pcc.errors import UsageError
from pcc.model.collection import Collection
from pcc.model.environment import Environment
from pcc.project.sides import Side

__all__ = ["DiffResult", "diff", "diff_sides"]

_Node = Collection | Environment
_Named = tuple[str, _Node]


@dataclass(frozen=True, slots=True)
class DiffResult:
    """What a reader would notice, by file; within one in the order of the new version."""

    changes: tuple[Change, ...]

    def reaches(self, severity: Severity) -> bool:
        """Return whether a change is as bad as this, or worse."""
        return any(change.severity >= severity for change in self.changes)


def diff(old: str | Path | None = None, new: str | Path | None = None, *, project: Path | None = None) -> DiffResult:
    """Compare two versions: files, folders, git revisions, a range of them (`main..HEAD`), or workflows by name.

    A revision alone is compared with the output folder, the output folder with what a workflow compiles to; without
    arguments all workflows are. Raises UsageError for what means nothing or two things, SourceError for what cannot be
    read or does not compile, RunError without git.
    """
    from pcc.project.diff_targets import find_sides

    return diff_sides(*find_sides(None if old is None else str(old), None if new is None else str(new), project))


def diff_sides(old: Side, new: Side) -> DiffResult:
    """Compare two sides, file by file. Raises UsageError for a collection and an environment."""
    around = _survey(old), _survey(new)
    single = old.single or new.single
    if old.single and new.single and bool(old.collections) is not bool(new.collections):
        raise UsageError("one of these is a collection and the other an environment: there is nothing to compare")
    changes: list[Change] = []
    renames: dict[str, str] = {}
    for name, before, after in _pairs(old.collections, new.collections, single=single):
        changes += _changes(name, before, after, _compare(before, after, around, renames))
    for name, before, after in _pairs(old.environments, new.environments, single=single):
        changes += _changes(name, before, after, _compare(before, after, around, renames))
    return DiffResult(tuple(changes))


def _survey(side: Side) -> Surroundings:
    return survey(side.collections.values(), side.environments.values())


def _pairs(
    old: Mapping[str, _Node], new: Mapping[str, _Node], *, single: bool
) -> Iterator[tuple[str, _Named | None, _Named | None]]:
    """Files of one name belong together; then those of one id, then those of one title."""
    if single and len(old) == len(new) == 1:
        # Whoever names two files means these two, whatever they are called.
        (name, left), (_, right) = *old.items(), *new.items()
        yield name, (name, left), (name, right)
        return
    found = {name: name for name in new if name in old}
    for key in ("id", "name"):
        found |= _matched(old, new, found, key)
    for name in sorted({*new, *(old.keys() - found.values())}):
        if name in new:
            before = found.get(name)
            yield name, (before, old[before]) if before is not None else None, (name, new[name])
        else:
            yield name, (name, old[name]), None


def _matched(old: Mapping[str, _Node], new: Mapping[str, _Node], found: dict[str, str], key: str) -> dict[str, str]:
    """The files that are left on both sides and alone have this key."""
    before, after = (
        _by_key({name: node for name, node in nodes.items() if name not in taken}, key)
        for nodes, taken in ((old, set(found.values())), (new, set(found)))
    )
    return {
        names[0]: before[value][0]
        for value, names in after.items()
        if len(names) == 1 and len(before.get(value, ())) == 1
    }


def _by_key(nodes: Mapping[str, _Node], key: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, node in nodes.items():
        if value := getattr(node, key):
            found.setdefault(value, []).append(name)
    return found


def _changes(subject: str, old: _Named | None, new: _Named | None, compared: Compared) -> tuple[Change, ...]:
    found = list(compared.differences)
    if old and new and old[0] != new[0]:
        found.insert(0, Difference("file-renamed", "", "file", old[0], new[0]))
    return classify(found, subject)


def _compare(
    old: _Named | None, new: _Named | None, around: tuple[Surroundings, Surroundings], renames: dict[str, str]
) -> Compared:
    """Compare two files of a kind; what the collections have renamed is known when the environments come."""
    match old and old[1], new and new[1]:
        case Collection() as before, Collection() as after:
            compared = compare_collections(before, after, *around)
            renames.update(compared.renames)
            return compared
        case Environment() as before, Environment() as after:
            return compare_environments(before, after, *around, renames)
    return _one_sided(old, new)


def _one_sided(old: _Named | None, new: _Named | None) -> Compared:
    there = old or new
    kind = "collection" if there and isinstance(there[1], Collection) else "environment"
    shown = (None if node is None else node[1].name for node in (old, new))
    return Compared((Difference(f"{kind}-{'removed' if old else 'added'}", "", kind, *shown),))
