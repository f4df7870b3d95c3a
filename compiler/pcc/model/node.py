"""The base of everything that stands for an object of a Postman file."""

from dataclasses import dataclass, field

from pcc.model.json import JsonObject

__all__ = ["Node"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An object of a file. `document` is the JSON that it was read from, kept so that writing loses nothing.

    It is not part of equality: two nodes that mean the same are equal, however they were written.
    """

    document: JsonObject | None = field(default=None, compare=False, repr=False)
