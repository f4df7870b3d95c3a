"""The part of a URL before its query, as text and as the parts of a file: no text is lost on the way there and back.

A separator inside `{{…}}` belongs to the name of the variable, as in Postman's own parser.
"""

from typing import Any

from pcc.model.json import JsonObject
from pcc.postman.document.guard import At, get_optional_text, get_text, read_object, refuse
from pcc.templating.notation import TOKEN
from pcc.values import to_text

__all__ = ["PARTS", "compose", "cut", "decompose", "mask", "read_parts", "split"]

PARTS = ("protocol", "auth", "host", "port", "path")


def mask(text: str) -> str:
    """Return the text with its references blanked out, every character at its place."""
    return TOKEN.sub(lambda match: "\0" * len(match[0]), text) if "{{" in text else text


def split(text: str, separator: str) -> list[str]:
    """Split at every separator outside of references."""
    return _slices(text, mask(text).split(separator), separator)


def cut(text: str, separator: str, *, last: bool = False) -> tuple[str, str | None]:
    """Cut at the first (or last) separator outside of references; the second text is None without one."""
    masked = mask(text)
    pieces = masked.rsplit(separator, 1) if last else masked.split(separator, 1)
    first, *rest = _slices(text, pieces, separator)
    return first, rest[0] if rest else None


def _slices(text: str, pieces: list[str], separator: str) -> list[str]:
    result, start = [], 0
    for piece in pieces:
        result.append(text[start : start + len(piece)])
        start += len(piece) + len(separator)
    return result


def decompose(base: str) -> JsonObject:
    """Return the parts of a base as the app writes them: those that it has, host and path as lists."""
    parts: JsonObject = {}
    protocol, rest = cut(base, "://")
    if rest is None or not protocol or "/" in mask(protocol):
        rest = base
    else:
        parts["protocol"] = protocol
    authority, path = cut(rest, "/")
    credentials, host = cut(authority, "@", last=True)
    if host is None:
        host = authority
    else:
        parts["auth"] = _credentials(credentials)
    name, port = cut(host, ":", last=True)
    if port is None or "]" in port:
        name, port = host, None
    return {
        **parts,
        **({"host": split(name, ".")} if name else {}),
        **({"port": port} if port is not None else {}),
        **({"path": split(path, "/")} if path is not None else {}),
    }


def _credentials(text: str) -> JsonObject:
    user, password = cut(text, ":")
    return {"user": user} if password is None else {"user": user, "password": password}


def compose(parts: JsonObject) -> str:
    """Return the base of its parts, as `decompose` and `read_parts` give them (postman-collection, `Url.toString`)."""
    text = f"{parts['protocol']}://" if "protocol" in parts else ""
    if "auth" in parts:
        text += ":".join(parts["auth"].values()) + "@"
    text += ".".join(parts.get("host", ()))
    if "port" in parts:
        text += f":{parts['port']}"
    return text + ("/" + "/".join(parts["path"]) if "path" in parts else "")


def read_parts(source: JsonObject, at: At) -> JsonObject:
    """Read the parts of a URL object in any form that Postman takes; return them in the form of `decompose`."""
    protocol = get_text(source, "protocol", at).removesuffix("://")
    host = _read_host(source.get("host"), (*at, "host"))
    port = _read_port(source.get("port"), (*at, "port"))
    path = _read_path(source.get("path"), (*at, "path"))
    return {
        **({"protocol": protocol} if protocol else {}),
        **_read_auth(source.get("auth"), (*at, "auth")),
        **({"host": split(host, ".")} if host else {}),
        **({"port": port} if port is not None else {}),
        **({"path": split(path, "/")} if path is not None else {}),
    }


def _read_auth(value: Any, at: At) -> JsonObject:
    if value is None:
        return {}
    source = read_object(value, at, "an object with `user` and `password`")
    user, password = (get_optional_text(source, key, at) for key in ("user", "password"))
    if password is not None:
        return {"auth": {"user": user or "", "password": password}}
    return {} if user is None else {"auth": {"user": user}}


def _read_host(value: Any, at: At) -> str:
    if isinstance(value, list):
        return ".".join(_read_segment(part, (*at, index)) for index, part in enumerate(value))
    if value is None or isinstance(value, str):
        return value or ""
    raise refuse(value, at, "text or a list of texts")


def _read_port(value: Any, at: At) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return to_text(value)
    raise refuse(value, at, "text")


def _read_path(value: Any, at: At) -> str | None:
    if isinstance(value, list):
        return "/".join(_read_segment(part, (*at, index)) for index, part in enumerate(value))
    if value is None or value == "":
        return None
    if isinstance(value, str):
        # A path as text starts with its slash, or not; what is only a slash then is one empty segment.
        path = value.removeprefix("/")
        return "" if path == "/" else path
    raise refuse(value, at, "text or a list of texts")


def _read_segment(value: Any, at: At) -> str:
    match value:
        case dict() if "value" in value:
            return _read_segment(value["value"], (*at, "value"))
        case str():
            return value
        case None:
            return ""
        case int() | float():
            return to_text(value)
    raise refuse(value, at, "text")
