"""A place in a description: a value with its file and its keys, read with types, and its references followed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pcc.errors import FormatError
from pcc.openapi.documents import Documents, eval_pointer

__all__ = ["Cursor"]

_MAX_CHAIN = 64


@dataclass(frozen=True, slots=True)
class Cursor:
    """A value of a description. Every error names its file and the JSON pointer to it."""

    documents: Documents
    file: Path
    value: Any
    at: tuple[str | int, ...] = ()

    @property
    def pointer(self) -> str:
        """The JSON pointer to this value in its file."""
        return eval_pointer(self.at)

    def refuse(self, message: str) -> FormatError:
        """Return the error that says what is wrong with this value."""
        return FormatError(message, pointer=self.pointer, file=str(self.file))

    def child(self, key: str | int) -> "Cursor":
        """Return the value at a key or an index that is there."""
        return Cursor(self.documents, self.file, self.value[key], (*self.at, key))

    def get(self, key: str) -> "Cursor | None":
        """Return the value at a key of this object, None for null or no key."""
        return self.child(key) if isinstance(self.value, dict) and self.value.get(key) is not None else None

    def need_object(self, what: str) -> "Cursor":
        """Return this value, which must be an object."""
        if isinstance(self.value, dict):
            return self
        raise self.refuse(f"expected {what}, an object, found {_kind(self.value)}")

    def text(self, key: str, default: str = "") -> str:
        """Return the text at a key."""
        value = self.value.get(key)
        if value is None or isinstance(value, str):
            return value if value is not None else default
        raise self.child(key).refuse(f"expected text, found {_kind(value)}")

    def flag(self, key: str) -> bool:
        """Return whether the value at a key is true. What is not a boolean says nothing."""
        return isinstance(self.value, dict) and self.value.get(key) is True

    def members(self, key: str, what: str) -> Iterator[tuple[str, "Cursor"]]:
        """Every member of the object at a key, extensions (`x-…`) left out; no key is an empty object."""
        found = self.get(key)
        if found is not None:
            for name in found.need_object(what).value:
                if not name.startswith("x-"):
                    yield name, found.child(name)

    def elements(self, key: str, what: str) -> Iterator["Cursor"]:
        """Every element of the list at a key; no key is an empty list."""
        found = self.get(key)
        if found is None:
            return
        if not isinstance(found.value, list):
            raise found.refuse(f"expected {what}, a list, found {_kind(found.value)}")
        for index in range(len(found.value)):
            yield found.child(index)

    def follow(self) -> "Cursor":
        """Return what this value refers to by `$ref`, however often, or the value itself.

        Raises FormatError for a reference that leads nowhere, to another server or out of the folder.
        """
        here = self
        for _ in range(_MAX_CHAIN):
            reference = here.value.get("$ref") if isinstance(here.value, dict) else None
            if reference is None:
                return here
            here = here.child("$ref").resolve()
        raise self.refuse("this reference leads back to itself")

    def resolve(self) -> "Cursor":
        """Return what this text refers to: `#/a/b` or `file.yaml#/a`, percent-encoded (RFC 6901 section 6)."""
        if not isinstance(self.value, str):
            raise self.refuse(f"expected a reference as text, found {_kind(self.value)}")
        name, _, fragment = self.value.partition("#")
        file = self._file(name) if name else self.file
        root = Cursor(self.documents, file, self.documents.read(file))
        fragment = unquote(fragment)
        if fragment and not fragment.startswith("/"):
            return self._anchored(root, fragment)
        here = root
        for step in fragment.split("/")[1:]:
            here = self._step(here, step.replace("~1", "/").replace("~0", "~"))
        return here

    def _file(self, name: str) -> Path:
        if "://" in name or name.startswith("//"):
            raise self.refuse(
                f"{self.value!r} is on a server: pcc reads local references; save that file beside this one"
            )
        root = self.documents.root
        try:
            path = (self.file.parent / unquote(name)).resolve()
        except (OSError, ValueError) as error:
            raise self.refuse(f"{self.value!r} is no name of a file") from error
        if not path.is_relative_to(root):
            raise self.refuse(f"{self.value!r} leaves the folder of the description, which pcc does not read")
        if not path.is_file():
            raise self.refuse(f"{self.value!r} names a file that does not exist")
        return path

    def _step(self, here: "Cursor", step: str) -> "Cursor":
        value = here.value
        if isinstance(value, dict) and step in value:
            return here.child(step)
        if (
            isinstance(value, list)
            and step.isascii()
            and step.isdecimal()
            and len(step) < 10
            and int(step) < len(value)
        ):
            return here.child(int(step))
        raise self.refuse(f"{self.value!r} leads nowhere: there is no {step!r} at {here.pointer or 'the top'}")

    def _anchored(self, root: "Cursor", name: str) -> "Cursor":
        waiting = [root]
        while waiting:
            here = waiting.pop()
            if isinstance(here.value, dict):
                if here.value.get("$anchor") == name:
                    return here
                waiting += [here.child(key) for key in reversed(here.value)]
            elif isinstance(here.value, list):
                waiting += [here.child(index) for index in reversed(range(len(here.value)))]
        raise self.refuse(f"{self.value!r} leads nowhere: no schema has this $anchor")


def _kind(value: Any) -> str:
    names = {type(None): "nothing", bool: "true or false", str: "text", list: "a list", dict: "an object"}
    return names.get(type(value), "a number")
