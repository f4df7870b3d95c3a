"""Dynamic variables that are words and sentences."""

from collections.abc import Mapping
from typing import Final

from pcc.runner.dynamic.business import BUSINESS
from pcc.runner.dynamic.draw import Draw, Generator
from pcc.runner.dynamic.finance import FINANCE
from pcc.runner.dynamic.people import PEOPLE
from pcc.runner.dynamic.technology import TECHNOLOGY

__all__ = ["TEXTS", "eval_words"]

# What a random word is taken from.
_SOURCES: Final[tuple[Generator, ...]] = (
    *(BUSINESS[f"$random{name}"] for name in ("Bs", "CatchPhrase", "Department", "ProductName")),
    *(FINANCE[f"$random{name}"] for name in ("BankAccountName", "CurrencyName", "TransactionType")),
    *(PEOPLE[f"$random{name}"] for name in ("Country", "JobTitle")),
    *(TECHNOLOGY[f"$random{name}"] for name in ("Abbreviation", "Adjective", "Ingverb", "Noun", "Verb")),
)


def _word(draw: Draw) -> str:
    return draw.pick(str(draw.pick(_SOURCES)(draw)).split())


def eval_words(draw: Draw, low: int, high: int) -> str:
    """Return words of any kind, at least `low` and at most `high` of them."""
    return " ".join(_word(draw) for _ in range(draw.integer(low, high)))


def _latin(draw: Draw, count: int = 3, *, between: str = " ") -> str:
    from pcc.runner.dynamic.library import LATIN

    return between.join(draw.pick(LATIN) for _ in range(count))


def _sentence(draw: Draw) -> str:
    return f"{_latin(draw, draw.integer(3, 10)).capitalize()}."


def _sentences(draw: Draw, low: int = 2, high: int = 6, *, between: str = " ") -> str:
    return between.join(_sentence(draw) for _ in range(draw.integer(low, high)))


def _paragraph(draw: Draw) -> str:
    return _sentences(draw, 3, 6)


def _paragraphs(draw: Draw) -> str:
    # So they are parted in Postman.
    return "\n \r".join(_paragraph(draw) for _ in range(3))


_LOREM: Final[Mapping[str, Generator]] = {
    "$randomLoremWord": lambda draw: _latin(draw, 1),
    "$randomLoremWords": _latin,
    "$randomLoremSentence": _sentence,
    "$randomLoremSentences": _sentences,
    "$randomLoremParagraph": _paragraph,
    "$randomLoremParagraphs": _paragraphs,
    "$randomLoremLines": lambda draw: _sentences(draw, 1, 5, between="\n"),
}

TEXTS: Final[Mapping[str, Generator]] = {
    **_LOREM,
    "$randomLoremSlug": lambda draw: _latin(draw, between="-"),
    "$randomLoremText": lambda draw: draw.pick(tuple(_LOREM.values()))(draw),
    "$randomWord": _word,
    "$randomWords": lambda draw: eval_words(draw, 2, 5),
}
