"""How findings speak of variables: in the notation of what is checked."""

from collections.abc import Iterable, Mapping, Sequence

from pcc.checks.subject import Subject
from pcc.checks.words import split_words

__all__ = ["listed", "marks", "shown", "typing_slip"]

_LISTED = 12


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


def typing_slip(name: str, names: Mapping[str, Sequence[str]]) -> str | None:
    """Return the name that was probably meant: a letter of one of its words is missing, too many, wrong or misplaced.

    The names come with their words. Short words are words of their own (`test` and `text`), and so is a plural.
    """
    words = split_words(name)
    for other, others in names.items():
        if len(others) == len(words) and "".join(words) != "".join(others):
            pairs = [(one, two) for one, two in zip(words, others, strict=True) if one != two]
            if len(pairs) == 1 and _is_slip(*pairs[0]):
                return other
    return None


def _is_slip(word: str, other: str) -> bool:
    shorter, longer = sorted((word, other), key=len)
    if len(shorter) < 4 or len(longer) < 5 or longer == shorter + "s" or len(longer) - len(shorter) > 1:
        return False
    at = next((index for index, letter in enumerate(shorter) if longer[index] != letter), len(shorter))
    if len(longer) > len(shorter):
        return longer[at + 1 :] == shorter[at:]
    swapped = longer[at : at + 2] == shorter[at : at + 2][::-1] and longer[at + 2 :] == shorter[at + 2 :]
    return swapped or (len(longer) > 5 and longer[at + 1 :] == shorter[at + 1 :])
