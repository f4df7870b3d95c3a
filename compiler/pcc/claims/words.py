"""Words of prose, titles and paths, in a form in which they can be compared."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

__all__ = ["likeness", "overlap", "split_words", "stem", "stems"]

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_COMMON = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by for from get in into is it its make new of on or post put request that the then this "
        "to with you your",
    )
)


def split_words(text: str) -> list[str]:
    """Return the words of a text in lower case; `signOnPolicy` and `sign_on-policy` are three words each."""
    return [word.lower() for word in _WORD.findall(text)]


def stem(word: str) -> str:
    """Return the singular of a word, as far as its ending tells."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def stems(text: str) -> frozenset[str]:
    """Return the words that say something, in the singular."""
    return frozenset(stem(word) for word in split_words(text) if word not in _COMMON)


def overlap(left: frozenset[str], right: frozenset[str]) -> float:
    """Return how much two sets of words have in common, from 0 to 1 (Dice's coefficient)."""
    return 2 * len(left & right) / (len(left) + len(right)) if left and right else 0.0


def likeness(word: str, others: Iterable[str]) -> float:
    """Return how much a word is like the most similar of others, from 0 to 1."""
    return max((SequenceMatcher(None, word, other).ratio() for other in others), default=0.0)
