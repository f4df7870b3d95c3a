"""What the server of the script cases answers."""

import json

from fidelity.recording import Reply

__all__ = ["REPLIES", "json_reply", "text_reply"]

DOCUMENT = {
    "id": 7,
    "name": "Ann",
    "tags": ["a", "b"],
    "nested": {"x": {"y": 1.5}},
    "nothing": None,
    "flag": True,
    "big": 12345678901234567890,
}


def json_reply(document: object, status: int = 200, *headers: tuple[str, str]) -> Reply:
    """A JSON answer."""
    kind = ("Content-Type", "application/json; charset=utf-8")
    return Reply(status, (kind, *headers), json.dumps(document).encode())


def text_reply(text: str, kind: str = "text/plain", status: int = 200) -> Reply:
    """A text answer."""
    return Reply(status, (("Content-Type", kind),), text.encode())


REPLIES = {
    "/json": json_reply(DOCUMENT, 200, ("X-Own", "one"), ("X-Twice", "1"), ("X-Twice", "2")),
    "/created": json_reply({"id": 1}, 201, ("Location", "/json")),
    "/text": text_reply("Hello World"),
    "/latin": Reply(headers=(("Content-Type", "text/plain; charset=iso-8859-1"),), body="Zoë".encode("latin-1")),
    "/html": text_reply("<html><body><p class='x'>Hi</p></body></html>", "text/html"),
    "/xml": text_reply("<a><b c='1'>two</b></a>", "application/xml"),
    "/broken": text_reply('{"a": 1,}', "application/json"),
    "/jsonp": text_reply('callback({"a": 1})', "application/javascript"),
    "/bom": Reply(headers=(("Content-Type", "application/json"),), body=b'\xef\xbb\xbf{"a": 1}'),
    "/none": Reply(204),
    "/moved": Reply(302, (("Location", "/json"),)),
    "/cookies": Reply(
        headers=(
            ("Content-Type", "text/plain"),
            ("Set-Cookie", "plain=1; Path=/"),
            ("Set-Cookie", "http=two; Path=/; HttpOnly"),
            ("Set-Cookie", "deep=3; Path=/deep"),
        ),
        body=b"set",
    ),
    **{f"/{status}": json_reply({"error": "E"}, status) for status in (400, 401, 403, 404, 406, 429, 500, 503)},
}
