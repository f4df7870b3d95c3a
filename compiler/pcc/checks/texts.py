"""How findings speak of variables: in the notation of what is checked."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from pcc.checks.subject import Subject

__all__ = ["count", "listed", "marks", "shown", "typing_slip"]

_LISTED = 12
# Of two names this much alike, one is likely a slip; less, and they are names of their own.
_ALIKE = 0.85


def shown(name: str, subject: Subject) -> str:
    """Return a reference as the author of the subject writes it."""
    return f"{{{{{name}}}}}" if subject.file else f"<<{name}>>"


def marks(name: str) -> tuple[str, ...]:
    """Return what a reference to a variable may look like in a source, the likeliest first."""
    return (f"<<{name}>>", f"{{{{{name}}}}}", name)


def listed(names: Iterable[str]) -> str:
    """Return names as a list in a sentence; a long one is cut."""
    found = list(names)
    more = f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
    return ", ".join(found[:_LISTED]) + more


def count(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def typing_slip(name: str, names: Iterable[str]) -> str | None:
    """Return the name that was probably meant: one or two letters differ, and neither digits nor an ending alone."""
    lower = name.lower()
    best, found = _ALIKE, None
    for other in names:
        if abs(len(other) - len(name)) > 2 or _varies(lower, other.lower()):
            continue
        ratio = SequenceMatcher(None, lower, other.lower()).ratio()
        if ratio > best:
            best, found = ratio, other
    return found


def _varies(name: str, other: str) -> bool:
    """Whether two names are one and its variant: another number, a plural, or letters in front or behind."""
    letters = [text.translate(_DIGITS) for text in (name, other)]
    same_letters = letters[0] == letters[1]
    one, two = sorted((name, other), key=len)
    plural = two == one + "s"
    return same_letters or plural or two.startswith(one + "_") or two.endswith("_" + one)


_DIGITS = {ord(digit): None for digit in "0123456789_-."}
