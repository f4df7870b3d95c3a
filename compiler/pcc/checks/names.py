"""Names of items and folders: those that are there twice, and those that format 3.0 of Postman cannot hold.

Format 3.0 keeps every item and folder in a file or directory of its name (reference postman-formats.md, 2.3). A name
with other characters than a file name may have is kept beside it, so that is a note, one a collection; the number in
front of a workflow's steps (`Step 1: `) is exempt. Lost is a name that is empty, and the difference of two names in
one folder that give the same file name: `Get user` and `get user`, `a/b` and `a:b`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pcc.checks.flow import flow_of
from pcc.checks.rule import Rule
from pcc.checks.subject import Place, Subject
from pcc.checks.texts import listed
from pcc.diagnostics import Diagnostic, Level
from pcc.model.collection import Child, Item, ItemGroup
from pcc.printing import count

__all__ = ["DUPLICATE_NAME", "REPEATED_NAME", "SPELLED_NAME", "UNSUPPORTED_NAME", "check_names", "file_stem"]

DUPLICATE_NAME = Rule("duplicate-name", Level.WARNING)
REPEATED_NAME = Rule("duplicate-name", Level.NOTE)
UNSUPPORTED_NAME = Rule("unsupported-name", Level.WARNING)
SPELLED_NAME = Rule("unsupported-name", Level.NOTE)

_LONGEST: Final = 64
_FORBIDDEN = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
_NUMBER = re.compile(r"Step [0-9]+: ")

_Named = tuple[Child, Place]


def check_names(subject: Subject) -> Iterator[Diagnostic]:
    """Find names that are there twice or that format 3.0 cannot hold."""
    spelled: list[_Named] = []
    lost: set[int] = set()
    for children in _folders(subject.collection.items, subject.place):
        for kind in (Item, ItemGroup):
            siblings = [named for named in children if isinstance(named[0], kind)]
            yield from _duplicates(siblings)
            yield from _lost(siblings, lost)
        spelled += [named for named in children if id(named[0]) not in lost and _is_spelled_otherwise(named[0])]
    yield from _spelled(spelled)
    yield from _repeated(subject)


def _folders(items: Sequence[Child], owner: Place) -> Iterator[list[_Named]]:
    """The children of the collection and of each folder."""
    named: list[_Named] = []
    for index, item in enumerate(items):
        place = owner.at("item", index)
        if isinstance(item, Item):
            place = place.of_item(item)
        named.append((item, place))
    yield named
    for item, place in named:
        if isinstance(item, ItemGroup):
            yield from _folders(item.items, place)


# Twice -----------------------------------------------------------------------------------------------------------


def _duplicates(siblings: Sequence[_Named]) -> Iterator[Diagnostic]:
    seen: dict[str, int] = {}
    for child, place in siblings:
        seen[child.name] = seen.get(child.name, 0) + 1
        if child.name and seen[child.name] == 2:
            yield DUPLICATE_NAME.found(
                f"the name {child.name!r} is there twice in one folder",
                _name_place(child, place),
                marked=(child.name,),
                advice="name them differently: a run or a jump finds the last one of a name, a reader neither",
            )


def _repeated(subject: Subject) -> Iterator[Diagnostic]:
    """Names that several folders have, which matters only where a script jumps to one."""
    flow = flow_of(subject)
    targets = {jump.target for step in flow.steps for h in step.holders for s in h.scripts for jump in s.facts.jumps}
    by_name: dict[str, list[tuple[int, ...]]] = {}
    for step in flow.steps:
        folders = tuple(id(folder) for folder, _ in step.step.folders)
        by_name.setdefault(step.item.name, []).append(folders)
    last = {step.item.name: step for step in flow.steps}
    for name, places in by_name.items():
        if name and len(places) > 1 and len(set(places)) == len(places):
            rule = DUPLICATE_NAME if name in targets else REPEATED_NAME
            why = ", and a script jumps to it: the last one is meant" if name in targets else ""
            message = f"the name {name!r} is there {count(len(places), 'time')}, in different folders{why}"
            place = last[name].place(last[name].holder, ("name",))
            yield rule.found(message, place, marked=(name,), advice="a jump and `--folder` find one of them alone")


# Format 3.0 ------------------------------------------------------------------------------------------------------


def file_stem(name: str, *, folder: bool = False) -> str:
    """Return the name of a file as Postman's converter makes it of an item's name, before it numbers equal ones.

    Only the name of a folder must not be longer than 64 bytes.
    """
    stem = re.sub("-{2,}", "-", _FORBIDDEN.sub("-", name))
    if stem in (".", ".."):
        return "-"
    stem = _DEVICE.sub("-", stem, count=1) if _DEVICE.match(stem) else stem
    stem = stem.rstrip(" .")
    if folder:
        stem = stem.encode("utf-8", "surrogatepass")[:_LONGEST].decode("utf-8", "ignore")
    return stem or "http-request"


def _lost(siblings: Sequence[_Named], lost: set[int]) -> Iterator[Diagnostic]:
    """Names that have no file name of their own; whose they are is added to `lost`."""
    stems: dict[str, str] = {}
    for child, place in siblings:
        if not child.name.strip():
            kind = "folder" if isinstance(child, ItemGroup) else "request"
            message = f"a {kind} has no name, and format 3.0 of Postman needs one for its file"
            yield UNSUPPORTED_NAME.found(message, _name_place(child, place), advice="give it a name")
            continue
        other = stems.setdefault(_stem(child).casefold(), child.name)
        if other != child.name:
            lost.add(id(child))
            yield UNSUPPORTED_NAME.found(
                f"format 3.0 of Postman cannot hold {other!r} beside {child.name!r}: both give one file name",
                _name_place(child, place),
                marked=(child.name,),
                advice="let them differ by more than case and punctuation, within the first 64 bytes",
            )


def _stem(child: Child) -> str:
    return file_stem(child.name, folder=isinstance(child, ItemGroup))


def _is_spelled_otherwise(child: Child) -> bool:
    name = _NUMBER.sub("", child.name, count=1)
    return bool(name.strip()) and file_stem(name, folder=isinstance(child, ItemGroup)) != name


def _spelled(spelled: Sequence[_Named]) -> Iterator[Diagnostic]:
    if spelled:
        child, place = spelled[0]
        names = [repr(_stem(child)) for child, _ in spelled]
        yield SPELLED_NAME.found(
            f"format 3.0 of Postman cannot use {count(len(names), 'name')} for files: they become {listed(names)}",
            _name_place(child, place),
            marked=(child.name,),
            advice='leave out / \\ : * ? " < > |, dots and spaces at the end, and what is longer than 64 bytes',
        )


def _name_place(child: Child, place: Place) -> Place:
    return place.at("name") if child.document is not None and "name" in child.document else place
