"""Text with references to variables, free of any notation."""

from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["EMPTY", "Part", "Reference", "Template"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A variable read by name; a name that starts with `$` is one of Postman's dynamic variables."""

    name: str

    @property
    def dynamic(self) -> bool:
        """Whether Postman makes the value up (`$guid`, `$timestamp`, …)."""
        return self.name.startswith("$")


Part: TypeAlias = str | Reference


@dataclass(frozen=True, slots=True)
class Template:
    """A sequence of literal texts and references, in normal form: no empty and no adjacent literals."""

    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, *parts: Part) -> "Template":
        """Build a template in normal form out of literals and references."""
        normal: list[Part] = []
        for part in parts:
            if isinstance(part, str) and normal and isinstance(normal[-1], str):
                normal[-1] += part
            elif part != "":
                normal.append(part)
        return cls(tuple(normal))

    @property
    def references(self) -> tuple[Reference, ...]:
        """The references in order, repeated names included."""
        return tuple([part for part in self.parts if isinstance(part, Reference)])

    @property
    def literal(self) -> str | None:
        """The text when nothing in it is a reference, else None."""
        match self.parts:
            case ():
                return ""
            case (str() as text,):
                return text
        return None

    def __add__(self, other: "Template") -> "Template":
        return Template.of(*self.parts, *other.parts)

    def __bool__(self) -> bool:
        return bool(self.parts)


EMPTY = Template()
