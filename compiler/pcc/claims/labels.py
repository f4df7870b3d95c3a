"""The skeleton of a page: labels of items (`3.`, `Step 3:`) and sections that are not about the steps."""

import re
from bisect import bisect_right
from dataclasses import dataclass

__all__ = ["Label", "Sections", "read_labels", "read_sections"]


@dataclass(frozen=True, slots=True)
class Label:
    """The number of an item, and where its label begins and ends. `named` is a `Step 3:`."""

    number: int
    start: int
    end: int
    named: bool


# At the start of a line, or glued to the sentence before it: `… resource.Step 2: Get the secret`.
_LABEL = re.compile(
    r"""
    (?:^[ \t]*(?:(?:[-*•◦▪‣\u2013+>]|\#{1,6})[ \t]+|\|[ \t]*){0,4}|(?<=[a-z.)}]))
    (?:
        (?:Step|STEP)[ \t]*(?P<step>\d{1,4})[ \t]*(?:[:.)\u2013\u2014|-]|(?=\r?\n))
      | (?<![a-z.)}])(?P<item>\d{1,4})(?:[.)](?=\s|[A-Z`])|[ \t]*\|)
    )
    """,
    re.VERBOSE | re.MULTILINE,
)


def read_labels(text: str) -> list[Label]:
    """Return the labels of a text in order."""
    return [
        Label(int(found["step"] or found["item"]), found.start(), found.end(), named=found["step"] is not None)
        for found in _LABEL.finditer(text)
    ]


_ASIDE = re.compile(
    r"(?:prerequisites?|before you (?:begin|start)|clean(?:ing)?[ -]?up|best practices|troubleshooting|related|see also"
    r"|next steps|what'?s next)\b",
    re.IGNORECASE,
)
_MAIN = re.compile(
    r"(?:workflow(?: order of operations)?|order of operations|steps|procedure|tasks)\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sections:
    """Where sections begin, and whether each is an aside such as the prerequisites."""

    starts: tuple[int, ...]
    asides: tuple[bool, ...]

    def is_aside(self, at: int) -> bool:
        """Return whether a position is in an aside."""
        number = bisect_right(self.starts, at)
        return number > 0 and self.asides[number - 1]

    def after(self, at: int) -> int:
        """Return where the section of a position ends."""
        number = bisect_right(self.starts, at)
        return self.starts[number] if number < len(self.starts) else 2**62


def read_sections(text: str) -> Sections:
    """Return the sections of a text. Headings have a `#`, go by a usual name, or stand alone between sentences."""
    starts: list[int] = []
    asides: list[bool] = []
    ended = True
    for line in re.finditer(r"[^\n]*\n?", text):
        words = line[0].strip()
        if _is_heading(words, ended=ended):
            starts.append(line.start())
            asides.append(bool(_ASIDE.match(words.lstrip("# "))))
        ended = not words or words.endswith((".", ":", "!", "?")) or words.startswith("#")
    return Sections(tuple(starts), tuple(asides))


def _is_heading(words: str, *, ended: bool) -> bool:
    if re.match(r"#{1,6}\s", words):
        return True
    if len(words) > 70 or not words[:1].isupper() or words.endswith((".", ",", ";", ":", "?", "!")):
        return False
    if (_ASIDE.match(words) and len(words.split()) <= 6) or _MAIN.match(words):
        return True
    # An unmarked line is a heading where a sentence has ended; a `Make a` alone is half of one.
    return ended and " " in words and not re.match(r"(?:Make|Step|Number)\b", words) and not re.search(r"[{}/`]", words)
