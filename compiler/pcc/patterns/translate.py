"""JavaScript's regular expressions, `u` mode, read and written for Python's `re`. Where the two part, a refusal."""

import re
from dataclasses import dataclass

from pcc.errors import PatternError
from pcc.patterns.characters import ANY, CONTROLS, SETS, Range, render_character, render_class

__all__ = ["translate"]

_SYNTAX = frozenset("^$\\.*+?()[]{}|/")
_QUANTIFIER = re.compile(r"[*+?]|\{[0-9]+(?:,[0-9]*)?\}")
_HEX = re.compile(r"u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})")
_MOST_REPEATS = 1000
_DEEPEST = 50
_LONGEST = 10_000

_GROUPS = {
    "?<=": "lookbehind: capture what follows in a group instead",
    "?<!": "lookbehind: take what stands before into the match, and capture the rest in a group",
    "?<": "a named group: write (…) and use its number",
    "?P": "a named group: write (…) and use its number",
    "?>": "an atomic group, which JavaScript has not: write (?:…)",
    "?#": "a comment, which JavaScript has not: leave it out",
    "?(": "a condition, which JavaScript has not: write the alternatives with |",
}
_ESCAPES = {
    "A": "write ^ for the start",
    "Z": "write $ for the end",
    "z": "write $ for the end",
    "p": "write the characters as a class such as [a-z]",
    "P": "write the characters as a class such as [^a-z]",
    "k": "a backreference: write the text once more",
    "c": "write the control character as \\u and four digits",
    "0": "write \\u0000",
    "N": "write the character itself",
    "U": "write the character itself",
    "a": "write \\u0007",
    "e": "write \\u001b",
}


@dataclass(frozen=True, slots=True)
class _Part:
    """A translated piece: can it match the empty text, how many groups capture in it, may a quantifier follow."""

    source: str
    may_be_empty: bool
    captures: int = 0
    repeats: bool = True


def translate(text: str) -> str:
    """Return the source for Python's `re` (flag ASCII) of a JavaScript pattern (flag `u`), or raise `PatternError`."""
    if len(text) > _LONGEST:
        raise PatternError(text[:60] + "…", f"write a pattern of {_LONGEST} characters at most")
    reader = _Reader(text)
    part = reader.read_alternatives()
    if reader.at < len(text):
        raise reader.refused("an unopened ): write \\)")
    return part.source


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    depth: int = 0

    def refused(self, message: str, *, at: int | None = None) -> PatternError:
        safe = re.sub("[\ud800-\udfff]", "\ufffd", self.text)
        return PatternError(safe, message, column=self.at if at is None else at)

    def read_alternatives(self) -> _Part:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return _Part(
            "|".join(part.source for part in parts),
            may_be_empty=any(part.may_be_empty for part in parts),
            captures=sum(part.captures for part in parts),
        )

    def _sequence(self) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            start = self.at
            parts.append(self._quantified(self._atom(), start))
        return _Part(
            "".join(part.source for part in parts),
            may_be_empty=all(part.may_be_empty for part in parts),
            captures=sum(part.captures for part in parts),
        )

    def _quantified(self, part: _Part, start: int) -> _Part:
        found = _QUANTIFIER.match(self.text, self.at)
        if found is None:
            return part
        low, high = self._bounds(found[0])
        self._check_repeatable(part, start, at_most_once=high == 1 and low <= 1)
        self.at = found.end()
        lazy = "?" if self._take("?") else ""
        if self.text.startswith("+", self.at):
            raise self.refused("a possessive quantifier, which JavaScript has not: leave the + out")
        if _QUANTIFIER.match(self.text, self.at):
            raise self.refused("a second quantifier: write (?:…) around the first, or escape it")
        return _Part(f"{part.source}{found[0]}{lazy}", low == 0 or part.may_be_empty, part.captures)

    def _check_repeatable(self, part: _Part, start: int, *, at_most_once: bool) -> None:
        if not part.repeats:
            raise self.refused("nothing to repeat before the quantifier: write it behind a character, or escape it")
        # Only a further round can forget, or keep, what the round before captured: `?` is the same in both.
        if part.captures and not at_most_once:
            raise self.refused(
                "Python and JavaScript keep different captures of a repeated group: write (?:…)", at=start
            )
        if part.may_be_empty:
            # JavaScript drops an empty repetition and tries on; Python ends the loop with it.
            raise self.refused("what is repeated may be empty: write it so that it takes a character", at=start)

    def _bounds(self, quantifier: str) -> tuple[int, int | None]:
        if quantifier in {"*", "+", "?"}:
            return int(quantifier == "+"), 1 if quantifier == "?" else None
        first, comma, last = quantifier[1:-1].partition(",")
        digits = [number for number in (first, last) if number]
        if any(len(number) > len(str(_MOST_REPEATS)) or int(number) > _MOST_REPEATS for number in digits):
            raise self.refused(f"write {_MOST_REPEATS} repetitions at most")
        low, high = int(first), int(last) if last else None if comma else int(first)
        if high is not None and low > high:
            raise self.refused(f"write {{{high},{low}}}: the smaller number comes first")
        return low, high

    def _atom(self) -> _Part:
        character = self.text[self.at]
        match character:
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case "^" | "$":
                self.at += 1
                return _Part("^" if character == "^" else r"\Z", may_be_empty=True, repeats=False)
            case ".":
                self.at += 1
                return _Part(ANY, may_be_empty=False)
            case "*" | "+" | "?":
                raise self.refused(f"nothing to repeat: write \\{character} for the character")
            case "]" | "{" | "}":
                hint = "; write {0,n} for n at most" if self.text.startswith("{,", self.at) else ""
                raise self.refused(f"write \\{character} for the character{hint}")
            case _:
                return _Part(render_character(self._literal()), may_be_empty=False)

    def _literal(self) -> str:
        character = self.text[self.at]
        if "\ud800" <= character <= "\udfff":
            raise self.refused("half a surrogate pair: write the whole character")
        self.at += 1
        return character

    def _group(self) -> _Part:
        start = self.at
        self.at += 1
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.refused(f"write {_DEEPEST} groups inside each other at most", at=start)
        opening = next((mark for mark in ("?:", "?=", "?!") if self.text.startswith(mark, self.at)), "")
        if not opening and self.text.startswith("?", self.at):
            hint = next((hint for mark, hint in _GROUPS.items() if self.text.startswith(mark, self.at)), None)
            raise self.refused(hint or "flags inside a pattern: write both cases as in [aA]", at=start)
        self.at += len(opening)
        inner = self.read_alternatives()
        if not self._take(")"):
            raise self.refused("an unclosed group: write ) at its end, or \\( for the character", at=start)
        self.depth -= 1
        source = f"({opening}{inner.source})"
        if opening in {"?=", "?!"}:
            if inner.captures:
                raise self.refused(
                    "Python and JavaScript keep different captures of a lookahead: write (?:…)", at=start
                )
            return _Part(source, may_be_empty=True, repeats=False)
        return _Part(source, inner.may_be_empty, captures=inner.captures + (not opening))

    def _escape(self) -> _Part:
        letter = self.text[self.at + 1 : self.at + 2]
        if letter in {"b", "B"}:
            self.at += 2
            # Python before 3.14 finds no \B in an empty text.
            return _Part(r"\b" if letter == "b" else r"(?!\b)", may_be_empty=True, repeats=False)
        if letter in SETS:
            self.at += 2
            return _Part(render_class(SETS[letter]), may_be_empty=False)
        return _Part(render_character(self._escaped(_SYNTAX)), may_be_empty=False)

    def _escaped(self, allowed: frozenset[str]) -> str:
        """Return the one character that an escape stands for."""
        letter = self.text[self.at + 1 : self.at + 2]
        if letter in CONTROLS or letter in allowed:
            self.at += 2
            return CONTROLS.get(letter, letter)
        number = _HEX.match(self.text, self.at + 1)
        if number is None:
            raise self.refused(self._bad_escape(letter))
        character = chr(int(number[1] or number[2], 16))
        if "\ud800" <= character <= "\udfff":
            raise self.refused("half a surrogate pair: write the whole character itself")
        self.at = number.end()
        return character

    def _bad_escape(self, letter: str) -> str:
        if not letter:
            return "a backslash at the end: write \\\\ for the character"
        if letter in "123456789":
            return "a backreference: write the text once more"
        if letter in {"u", "x"}:
            return "write \\u and four hexadecimal digits, or the character itself"
        hint = f"write {letter} without the backslash" if letter != "\\" else "write \\\\"
        return f"\\{letter} is no escape of both languages: {_ESCAPES.get(letter, hint)}"

    def _class(self) -> _Part:
        start = self.at
        self.at += 1
        negated = self._take("^")
        if self.text.startswith("]", self.at):
            raise self.refused("an empty class: write \\] for the character, or leave the class out")
        ranges: list[Range] = []
        while not self._take("]"):
            if self.at >= len(self.text):
                raise self.refused("an unclosed class: write ] at its end, or \\[ for the character", at=start)
            ranges += self._class_item()
        return _Part(render_class(ranges, negated=negated), may_be_empty=False)

    def _class_item(self) -> tuple[Range, ...]:
        start = self.at
        first = self._class_atom()
        if not self._is_range():
            return (first,) if not isinstance(first, str) else SETS[first]
        self.at += 1
        last = self._class_atom()
        if isinstance(first, str) or isinstance(last, str):
            raise self.refused("a range from or to a set: write \\- for the character", at=start)
        if first[0] > last[0]:
            raise self.refused("a range that runs backwards: write the smaller character first", at=start)
        return ((first[0], last[0]),)

    def _is_range(self) -> bool:
        return self.text.startswith("-", self.at) and not self.text.startswith("]", self.at + 1)

    def _class_atom(self) -> Range | str:
        """Return one character, or the letter of a set."""
        mark = self.text[self.at : self.at + 2]
        if mark[:1] == "\\":
            letter = mark[1:]
            if letter in SETS:
                self.at += 2
                return letter
            if letter == "b":
                raise self.refused("\\b is a backspace in a class: write \\u0008 for it")
            character = self._escaped(_SYNTAX | {"-"})
        else:
            self._check_class_character(mark)
            character = self._literal()
        return ord(character), ord(character)

    def _check_class_character(self, mark: str) -> None:
        if not mark:
            raise self.refused("an unclosed class: write ] at its end")
        if mark in {"&&", "||", "~~", "--"}:
            raise self.refused(f"an operation on sets in newer versions: write {mark[0]} once, or escape it")
        if mark[0] == "[":
            raise self.refused("a class in a class: write \\[ for the character")
        if mark[0] == "-" and self.text[self.at - 1] not in "[^" and mark != "-]":
            raise self.refused("write \\- for the character, or put it at the end of the class")

    def _take(self, mark: str) -> bool:
        found = self.text.startswith(mark, self.at)
        self.at += len(mark) if found else 0
        return found
