"""Tokens, patterns over texts, and texts in every charset."""

import base64
import gzip
import json
import zlib
from collections.abc import Iterator

from fidelity.corpus.answers import reply_json
from fidelity.corpus.values import PATTERNS
from fidelity.recording import Reply
from fidelity.trials import Trial
from pcc.model.json import JsonValue
from pcc.model.statement import (
    Assertion,
    Capture,
    Claim,
    Comparison,
    JsonPath,
    Literal,
    Operator,
    Pattern,
    Statement,
)

__all__ = ["texts", "tokens"]


def _part(text: bytes) -> str:
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()


def _token(payload: bytes) -> str:
    return f"{_part(b'{}')}.{_part(payload)}.c2ln"


_GOOD = b'{"sub":"s","aud":["a","b"],"iat":1,"exp":2.5,"length":3,"act":{"sub":"t"},"\xc3\xa9":"\xf0\x9f\x98\x80"}'
_TOKENS: tuple[JsonValue, ...] = (
    _token(_GOOD),
    _token(_GOOD).rstrip("nls2c"),
    _token(_GOOD)[: len(_token(_GOOD)) // 2],
    _part(_GOOD),
    f".{_part(_GOOD)}",
    f"a.{base64.b64encode(_GOOD + b' ??>>').decode()}.c",
    f"a.{base64.b64encode(_GOOD).decode()}==.c",
    f"a. {_part(_GOOD)[:10]}\n{_part(_GOOD)[10:]} .c",
    f"a.{_part(_GOOD)}A.c",
    _token(b"null"),
    _token(b"[1,2]"),
    _token(b'"text"'),
    _token(b"not JSON"),
    _token(b"\xff\xfe"),
    _token(b'{"sub":"\xff"}'),
    _token(b'\xef\xbb\xbf{"sub":1}'),
    _token(b'{"sub":1e400,"iat":-0,"exp":"2"}'),
    _token(b""),
    "a..c",
    "a",
    "",
    "...",
    "a.é.c",
    None,
    True,
    1.5,
    12345.5,
    [],
    [_token(_GOOD)],
    ["a", _part(_GOOD)],
    [None, [f"x.{_part(_GOOD)}"]],
    {},
    {"a": 1},
)


def tokens() -> Iterator[Trial]:
    """Claims of tokens good and bad."""
    paths = ("$", "$.sub", "$.aud", "$.aud[0]", "$.length", "$..sub", "$['é']", "$.iat", "$.constructor")
    for token in _TOKENS:
        checks: list[Statement] = []
        for at, path in enumerate(paths):
            checks += [
                Capture(f"claim{at}", Claim(path, "$.token")),
                Capture(f"other{at}", Claim(path, "$..token")),
                Assertion(Claim(path, "$.token"), Comparison(Operator.CONTAINS, Literal("a"))),
                Assertion(Claim("$.exp", "$.token"), Comparison(Operator.ABOVE, Claim(path, "$.token"))),
            ]
        yield Trial(f"token {json.dumps(token)[:60]}", checks, reply_json({"token": token}))
    checks = [Capture("claim", Claim("$.sub", "$.token")), Capture("deep", Claim("$.sub", "$.a.b[0]"))]
    for body in (b"", b"null", b"[]", b"<html>", b'{"token"}', b'"x.y.z"'):
        yield Trial(f"token in {body!r}", checks, Reply(body=body))


_CHARSETS = (
    None,
    "text/plain",
    "text/plain; charset=utf-8",
    'text/plain; charset="UTF-8"',
    "text/plain; charset=iso-8859-1",
    "text/plain;charset=ISO_8859-1:1987",
    "text/plain; charset=latin1",
    "text/html; charset=windows-1252",
    "application/json; charset=us-ascii",
    "application/json; charset=utf-16le",
    "application/json; charset=utf-16",
    "application/json; charset=utf-16be",
    "application/json; charset=koi8-r",
    "application/json; charset=utf_8",
    "application/json; charset=unicode_escape",
    "application/json; charset=no-such-charset",
    "application/json; charset=",
    "application/json; CHARSET=Latin1",
    "application/octet-stream",
    "image/png",
    "nonsense",
)
_CONTENTS = (
    b'{"id":"\xc3\xa9"}',
    b'{"id":"\xe9\x80"}',
    '{"id":"é"}'.encode("utf-16le"),
    '\ufeff{"id":"é"}'.encode("utf-16le"),
    '\ufeff{"id":"é"}'.encode("utf-16be"),
    b'\xef\xbb\xbf{"id":"e"}',
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"\xff\xd8\xff\xe0",
    b"\0\x01\x02\x80\xff",
    b"a\xed\xa0\x80b\xf5c\xc0\x80d\xe2\x82",
)


def texts() -> Iterator[Trial]:
    """Patterns over texts, and bytes in the charsets that headers name."""
    contents = (
        b"",
        b"id=12&code=abc",
        b"line one\nline two\r\nid=7",
        "é😀\u2028\u017fK \u00a0\ufeff".encode(),
        b"<a href='?id=5'>",
    )
    patterns = (
        *PATTERNS,
        "id=([0-9]+)",
        "(x)?(id)",
        "code=(.*)$",
        "^line two$",
        "(a|b|)c?",
        r"[\s\S]*",
        r"\S+",
        "(?:no)|(z)?",
    )
    for content in contents:
        checks: list[Statement] = []
        for at, pattern in enumerate(patterns):
            checks += [
                Capture(f"pattern{at}", Pattern(pattern)),
                Assertion(Pattern(pattern), Comparison(Operator.EQUALS, Literal("id"))),
            ]
        yield Trial(f"text {content!r}", checks, Reply(headers=(("Content-Type", "text/plain"),), body=content))
    yield from _encoded()


def _encoded() -> Iterator[Trial]:
    checks = [Capture("text", Pattern(r"[\s\S]*")), Capture("id", JsonPath("$.id")), Capture("json", JsonPath("$"))]
    for charset in _CHARSETS:
        for content in _CONTENTS:
            headers = () if charset is None else (("Content-Type", charset),)
            yield Trial(f"{content!r} as {charset}", checks, Reply(headers=headers, body=content))
    for name, encode in (("gzip", gzip.compress), ("deflate", zlib.compress), ("identity", bytes)):
        encoded = Reply(headers=(("Content-Encoding", name),), body=encode(b'{"id":"\xc3\xa9"}'))
        yield Trial(f"{name} content", checks, encoded)
    # Of bytes that are no text in these, each decoder makes its own.
    for charset in ("shift_jis", "euc-jp", "gb18030", "gbk", "big5", "euc-kr"):
        text = '{"id":"日本"}'.encode(charset)
        headers = (("Content-Type", f"application/json; charset={charset}"),)
        yield Trial(f"text as {charset}", checks, Reply(headers=headers, body=text))
