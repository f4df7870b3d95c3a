"""Masking of secret values in everything that a run prints.

A secret is found as it is, percent-encoded in any mix and up to twice, escaped as in JSON, and within base64 at any
offset (so also in `user:secret` of basic auth), in UTF-16 too. All places are looked up in the text as it came and
masked together: which secret is the longest, or overlaps which, does not matter.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from pcc.runner.encodings import encode_base64

__all__ = ["MASK", "Redactor"]

MASK = "••••••"

# Shorter secrets occur by chance inside of other words; they are masked where they stand alone.
_SHORT = 4
_STRIDE = 8
# Longer ones are names of nothing: tokens mostly, of which a long run meets many, and each form of one takes memory.
_NAME = 256
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{2,}={0,2}")
_PERCENT = re.compile(r"(?:%[0-9A-Fa-f]{2})+|\+")
_PAIR = r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf'{_PAIR}|\\u[0-9a-fA-F]{{4}}|\\["\\/bfnrt]')
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

# Text, and where in the match it starts and ends.
_Piece = tuple[str, int, int]
_Span = tuple[int, int]


class _Needles:
    """Texts to look for. How many there are hardly matters: their first characters say where one may begin."""

    def __init__(self) -> None:
        self._long: dict[str, set[str]] = {}
        self._short: set[str] = set()
        self._ends: set[str] = set()
        self._brief: set[str] = set()

    def add(self, needle: str) -> None:
        if len(needle) < _SHORT:
            self._short.add(needle)
        else:
            self._long.setdefault(needle[:_SHORT], set()).add(needle)
        if len(needle) < 2 * _STRIDE - 1:
            self._brief.add(needle)
        else:
            # Ends, because many tokens begin alike.
            end = needle[1 - 2 * _STRIDE :]
            self._ends.update(end[start : start + _STRIDE] for start in range(_STRIDE))

    def may_be_in(self, text: str) -> bool:
        """Whether a needle may be found: a quick no for most texts, which hold no secret.

        Of the eight ways to cut eight characters out of a needle's end, every eighth place of a text meets one.
        """
        for needle in self._brief:
            if needle in text:
                return True
        places = range(0, len(text) - _STRIDE + 1, _STRIDE) if self._ends else ()
        return not self._ends.isdisjoint([text[place : place + _STRIDE] for place in places])

    def find(self, text: str) -> Iterator[_Span]:
        for start in range(len(text) - _SHORT + 1):
            for needle in self._long.get(text[start : start + _SHORT], ()):
                if text.startswith(needle, start):
                    yield start, start + len(needle)
        if self._short:
            yield from self._find_short(text)

    def _find_short(self, text: str) -> Iterator[_Span]:
        for start in range(len(text)):
            if start and text[start - 1].isalnum():
                continue
            for end in range(start + 1, start + _SHORT):
                if text[start:end] in self._short and not text[end : end + 1].isalnum() and end <= len(text):
                    yield start, end


class Redactor:
    """Masks secrets in text. Secrets may be added at any time."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        self._secrets: set[str] = set()
        self._plain = _Needles()
        self._cores = _Needles()
        self._short_encoded: set[str] = set()
        self._longest = 0
        self.add(secrets)

    def add(self, secrets: Iterable[str]) -> None:
        """Mask these values too from now on. Values of nothing but white space hide nothing and are passed over."""
        for secret in set(secrets) - self._secrets:
            if secret.strip():
                self._secrets.add(secret)
                self._add(secret)

    def _add(self, secret: str) -> None:
        data = secret.encode("utf-8", "surrogatepass")
        self._plain.add(secret)
        self._longest = max(self._longest, len(data))
        if len(data) < _SHORT:
            self._short_encoded.add(encode_base64(data).rstrip("="))
        for core in _cores(data):
            self._cores.add(core)
        if len(secret) <= _NAME:
            self._add_name(secret)

    def _add_name(self, secret: str) -> None:
        # Host names and schemes go out in lower case.
        self._plain.add(secret.lower())
        # NTLM's messages hold names in capitals and in UTF-16.
        for text in {secret, secret.upper()}:
            for encoding in ("utf-8", "utf-16-le"):
                for core in _cores(text.encode(encoding, "surrogatepass")):
                    self._cores.add(core)

    @property
    def reach(self) -> int:
        """How many characters of a text one secret may take at most."""
        # The longest form of a byte is percent-encoded twice, with each of the five characters escaped.
        return 30 * self._longest

    @property
    def known(self) -> int:
        """How many secrets it masks: the number grows with each new one."""
        return len(self._secrets)

    def __call__(self, text: str) -> str:
        """Return the text with every secret masked."""
        if not self.may_be_in(text):
            return text
        return _mask(text, self._spans(text))

    def may_be_in(self, text: str) -> bool:
        """Whether a secret may be in a text: a no is certain, and costs little."""
        if not self._secrets or not text:
            return False
        if any(map(self._plain.may_be_in, _readings(text))):
            return True
        return bool(self._short_encoded) or self._cores.may_be_in(_standard(text))

    def head(self, text: str, length: int) -> str:
        """Return the first characters of a text with every secret masked, without looking at all of a long text.

        A secret that begins there and ends behind is masked whole.
        """
        seen = text[: length + self.reach]
        spans = [(start, end) for start, end in self._spans(seen) if start < length]
        return _mask(seen[: max([length, *(end for _, end in spans)])], spans)

    def _spans(self, text: str) -> list[_Span]:
        return sorted({*self._plain_spans(text), *self._base64_spans(text)})

    def _plain_spans(self, text: str) -> Iterator[_Span]:
        for view in _views(text):
            for start, end in self._plain.find(view.text):
                yield view.starts[start], view.ends[end - 1]

    def _base64_spans(self, text: str) -> Iterator[_Span]:
        for match in _BASE64.finditer(text):
            run = _standard(match[0]).rstrip("=")
            if run in self._short_encoded or any(self._cores.find(run)):
                yield match.span()


def _mask(text: str, spans: Sequence[_Span]) -> str:
    pieces: list[str] = []
    place = 0
    for start, end in spans:
        if start >= place:
            pieces += (text[place:start], MASK)
        place = max(place, end)
    return "".join((*pieces, text[place:]))


@dataclass(frozen=True, slots=True)
class _View:
    """A text read in one way; `starts` and `ends` say which part of the original each character stands for."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def read(self, pattern: re.Pattern[str], decode: Callable[[str], Iterable[_Piece]]) -> "_View":
        """The view with every match of the pattern read as what it stands for."""
        letters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        place = 0
        for match in pattern.finditer(self.text):
            letters.append(self.text[place : match.start()])
            starts += self.starts[place : match.start()]
            ends += self.ends[place : match.start()]
            for letter, first, last in decode(match[0]):
                letters.append(letter)
                starts.append(self.starts[match.start() + first])
                ends.append(self.ends[match.start() + last - 1])
            place = match.end()
        letters.append(self.text[place:])
        return _View("".join(letters), (*starts, *self.starts[place:]), (*ends, *self.ends[place:]))


def _readings(text: str) -> Iterator[str]:
    """The texts of `_views`, without the places."""
    yield text
    texts = [text]
    if "\\" in text:
        texts.append(_ESCAPE.sub(lambda match: _joined(_read_escape(match[0])), text))
        yield texts[-1]
    if "%" in text or "+" in text:
        for reading in texts:
            yield _PERCENT.sub(lambda match: _joined(_read_percent(match[0])), reading)


def _joined(pieces: Iterator[_Piece]) -> str:
    return "".join(piece for piece, _, _ in pieces)


def _views(text: str) -> Iterator[_View]:
    plain = _View(text, range(len(text)), range(1, len(text) + 1))
    yield plain
    views = [plain]
    if "\\" in text:
        views.append(plain.read(_ESCAPE, _read_escape))
        yield views[-1]
    if "%" in text or "+" in text:
        for view in views:
            once = view.read(_PERCENT, _read_percent)
            yield once
            # OAuth 1.0 sends a signature in plain text encoded twice.
            if "%25" in view.text:
                yield once.read(_PERCENT, _read_percent)


def _read_escape(escape: str) -> Iterator[_Piece]:
    if escape[1] == "u":
        units = bytes.fromhex(escape[2:6] + escape[8:12])
        yield units.decode("utf-16-be", "surrogatepass"), 0, len(escape)
    else:
        yield _LETTERS.get(escape[1], escape[1]), 0, len(escape)


def _read_percent(run: str) -> Iterator[_Piece]:
    if run == "+":
        # The space of a form.
        yield " ", 0, 1
        return
    place = 0
    for letter in bytes.fromhex(run.replace("%", "")).decode("utf-8", "replace"):
        width = 3 if letter == "\ufffd" else 3 * len(letter.encode())
        yield letter, place, min(place + width, len(run))
        place += width


def _cores(data: bytes) -> Iterator[str]:
    """What base64 of any bytes with these inside holds: one of three texts, by the offset of these modulo 3."""
    if len(data) >= _SHORT:
        for offset in range(3):
            # Characters that also carry bits of what stands before or behind are left out.
            yield encode_base64(bytes(offset) + data)[-(-8 * offset // 6) : 8 * (offset + len(data)) // 6]


def _standard(text: str) -> str:
    """Base64 in the alphabet for URLs, in the standard one."""
    return text.replace("-", "+").replace("_", "/")
