"""What is checked: a collection with the variables that it is run with, and where everything stands in it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast

from pcc.errors import Origin
from pcc.model.collection import Child, Collection, Item, ItemGroup
from pcc.model.environment import Environment

if TYPE_CHECKING:
    from pcc.openapi import Specification

__all__ = ["Place", "Step", "Subject"]

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the author's line when a workflow is checked, else a JSON pointer into a file."""

    step: str = ""
    origin: Origin | None = None
    file: str = ""
    pointer: str = ""

    def at(self, *keys: str | int) -> "Place":
        """Return the place of something inside this one: the keys and indices that lead to it."""
        # Written out, because a copy by name costs twice as much, and every item and event has a place.
        return Place(self.step, self.origin, self.file, self.pointer + "".join(map(_escaped, keys)))

    def of_item(self, item: Item) -> "Place":
        """Return this place, the one of an item, with what a finding says of it."""
        return Place(item.name, item.origin, self.file, self.pointer)


def _escaped(key: str | int) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1") if isinstance(key, str) else f"/{key}"


@dataclass(frozen=True, slots=True)
class Step:
    """An item in run order, with its folders from the outside in, and the places of all of them."""

    item: Item
    place: Place
    folders: tuple[tuple[ItemGroup, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """A collection to check. The files are as a user would name them, and empty for what a workflow compiles to.

    `given` are names of variables that the run brings from elsewhere: globals, rows of data, the command line. The
    pointers say where in its file the collection, and the environment, begins: Postman's API wraps them. The
    `specification` is the OpenAPI description to hold requests against.
    """

    collection: Collection
    environment: Environment | None = None
    file: str = ""
    environment_file: str = ""
    given: frozenset[str] = frozenset()
    pointer: str = ""
    environment_pointer: str = ""
    specification: "Specification | None" = field(default=None, compare=False, repr=False)
    _made: dict[object, object] = field(default_factory=dict, init=False, compare=False, repr=False)

    def once(self, make: "Callable[[Subject], Made]") -> Made:
        """Return what a function makes of this subject; several checks that need it share one."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast("Made", self._made[make])

    @property
    def place(self) -> Place:
        """The place of the collection itself."""
        return Place(
            origin=self.collection.doc.origin if self.collection.doc else None, file=self.file, pointer=self.pointer
        )

    @property
    def environment_place(self) -> Place:
        """The place of the environment itself."""
        return Place(file=self.environment_file, pointer=self.environment_pointer)

    def steps(self) -> Iterator[Step]:
        """Every item in run order."""
        yield from _steps(self.collection.items, self.place, ())


def _steps(items: tuple[Child, ...], owner: Place, folders: tuple[tuple[ItemGroup, Place], ...]) -> Iterator[Step]:
    for index, item in enumerate(items):
        place = owner.at("item", index)
        if isinstance(item, ItemGroup):
            yield from _steps(item.items, place, (*folders, (item, place)))
        else:
            yield Step(item, place.of_item(item), folders)
