"""Names of secrets, and values that only stand in for one."""

import re
from collections import Counter
from functools import lru_cache
from math import log2

__all__ = ["entropy", "is_credential", "is_password_name", "is_placeholder", "is_secret_name", "split_words"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")

_PASSWORDS = frozenset({"password", "passwd", "pwd", "passphrase", "passcode", "passwort"})
_SECRETS = _PASSWORDS | {
    "secret", "token", "jwt", "apikey", "authtoken", "accesstoken", "credential", "credentials", "bearer"
}  # fmt: skip
# The second word says what kind of key it is.
_KEYS = frozenset(
    {"api", "access", "private", "secret", "subscription", "auth", "signing", "encryption", "master", "license"}
)
# Tokens that anybody may see: places in lists, and what a page or a form was made with.
_PUBLIC = frozenset(
    {
        "antiforgery", "apns", "cancel", "continuation", "continue", "csrf", "cursor", "device", "fcm", "idempotency",
        "next", "page", "prev", "previous", "public", "publishable", "push", "resume", "start", "sync",
        "verification", "xsrf",
    }
)  # fmt: skip
# Renewed whenever somebody signs on, on purpose.
_CREDENTIALS = frozenset({"session", "cookie", "csrf", "xsrf", "nonce", "etag", "auth", "authorization"})


def split_words(name: str) -> list[str]:
    """Return the words of a name in any style (`apiKey`, `API_KEY`, `x-api-key`), in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


@lru_cache(maxsize=4096)
def is_secret_name(name: str) -> bool:
    """Whether a variable, field or header of this name holds a secret: `clientSecret`, but not `secretName`."""
    words = [word for word in split_words(name) if not word.isdigit()]
    if not words:
        return False
    last, before = words[-1], words[-2] if len(words) > 1 else ""
    if last == "key":
        return before in _KEYS
    return last in _SECRETS and before not in _PUBLIC


def is_password_name(name: str) -> bool:
    """Whether a field of this name holds a password."""
    return not _PASSWORDS.isdisjoint(split_words(name)[-1:])


def is_credential(name: str) -> bool:
    """Whether a variable of this name is something that a client gets anew again and again."""
    return is_secret_name(name) or not _CREDENTIALS.isdisjoint(split_words(name))


# Placeholders ----------------------------------------------------------------------------------------------------

_LEET = str.maketrans("0134578@$!", "oleastbasi")
_FRAMED = re.compile(r"<.*>|\[.*\]|\{.*\}|\(.*\)|\$\{?\w+\}?|%\w+%|:\w+|__\w+__|#\{.*\}", re.DOTALL)
_WORDS = """
a abc abcd abcde account acme admin administrator all allowed an any api app application auth authorization bad bar base
basic baz bearer bogus broken change changed changeme client code correct credential credentials current data default
demo dev does doesnt dummy empty enter exist expired fake false fill first foo foobar from generated get give goes guess
guest hello here hidden hunter id in incorrect initial insert invalid is it jane john doe jwt key letmein local
localhost
login long lorem made me missing mock my name new no nobody none nonexistent not null obtain of old omitted one only or
pass passphrase passwd password paste personal placeholder please private put pwd qa qux qwerty random real redacted
refresh removed replace replaced reset right root sample sandbox second secret see service session set short should some
something stage staging string strong super test tester testing temp temporary text the this time to todo token tokens
true two unauthorized undefined unknown unset unused use user username valid value variable very weak welcome wrong with
write x xx xxx xyz y you your z access
"""
_STANDS_IN = frozenset(_WORDS.split())


def is_placeholder(value: str) -> bool:
    """Whether a text only stands in for a secret: empty, framed (`<token>`, `$TOKEN`), repeated, or plain words.

    Digits at the end and letters written as digits (`Passw0rd!1`) make no secret of such words.
    """
    text = value.strip().strip("\"'")
    if len(text) < 4 or _FRAMED.fullmatch(text) or len(set(text)) <= 3 or "example" in text.lower():
        return True
    if "..." in text or "…" in text or "xxxx" in text.lower() or "****" in text or _counts(text.lower()):
        return True
    return all(map(_stands_in, split_words(text))) or _stands_in(text.lower().rstrip("0123456789!?.#$*@_-"))


def _stands_in(word: str) -> bool:
    plain = word.translate(_LEET).strip("!?.#*_-")
    return word.isdigit() or len(word) < 2 or word in _STANDS_IN or plain in _STANDS_IN or _counts(word)


def _counts(text: str) -> bool:
    """Whether a text is a row of the alphabet, of digits or of a keyboard."""
    return len(text) > 2 and any(text in row for row in _ROWS)


_ALPHABET, _DIGITS = "abcdefghijklmnopqrstuvwxyz", "0123456789"
_ROWS = (
    _ALPHABET + _DIGITS,
    _DIGITS + _DIGITS + _ALPHABET,
    "abcdef" + _DIGITS,
    _DIGITS + "abcdef" + _DIGITS,
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)


def entropy(text: str) -> float:
    """Return Shannon's entropy of the characters, in bits each: words have about 3, random tokens 4 and more."""
    length = len(text)
    return -sum(n / length * log2(n / length) for n in Counter(text).values()) if length else 0.0
