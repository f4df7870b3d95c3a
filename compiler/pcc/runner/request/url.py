"""URLs as Postman reads and encodes them.

The rules are postman-url-encoder's (its parser, its encode sets), not those of the WHATWG: `%` is never encoded, dot
segments stay, and a value put in for `{{name}}` is read as part of the URL, so an `&` in it starts a new parameter.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from ipaddress import ip_address

from pcc.model.request import QueryParam, Url
from pcc.runner.request.hosts import canonical_host
from pcc.runner.request.unsendable import UnsendableError
from pcc.templating import render_postman
from pcc.templating.notation import TOKEN

__all__ = [
    "ParsedUrl",
    "add_parameter",
    "append_parameters",
    "encode_url",
    "parse_url",
    "resolve_location",
    "without_parameters",
    "write_url",
]

_ABSOLUTE = re.compile(r"[a-z0-9.+-]+:(?://|\\\\).", re.IGNORECASE)


def _unsafe(characters: str) -> re.Pattern[str]:
    # Said by what is safe: a set that spans all of Unicode takes long to compile.
    safe = "".join(letter for letter in map(chr, range(0x20, 0x7F)) if letter not in characters)
    return re.compile(f"[^{re.escape(safe)}]")


# WHATWG URL, forbidden domain code points; `_` and other oddities exist in private networks.
_FORBIDDEN_IN_HOST = _unsafe(" #%/:<>?@[\\]^|")
_PORT = re.compile("0{0,9}[0-9]{1,5}")
# RFC 1035, 2.3.4: labels of a name, and the name. The last label may be empty.
_LABELS = re.compile(r"(?:[^.]{1,63}\.)*[^.]{1,63}\.?")
_LONGEST_HOST = 254
_TARGET = re.compile(r"[\x21-\xff]*")
_PATH = _unsafe(' "<>`#?{}')
_QUERY = _unsafe(" \"#'<>")


@dataclass(frozen=True, slots=True)
class ParsedUrl:
    """The parts of a URL, as text; None where a part is not there."""

    scheme: str | None
    userinfo: tuple[str, str] | None
    host: str
    port: str | None
    path: str
    query: str | None

    @property
    def authority(self) -> str:
        """Host and port, as the `Host` header has them."""
        host = canonical_host(self.host)
        return host if self.port is None else f"{host}:{self.port}"


def write_url(url: Url) -> str:
    """Return the URL as text in Postman's notation: `:name` segments replaced, disabled parameters left out."""
    values = {variable.key: render_postman(variable.value) for variable in url.variables}
    text = _replace_variables(render_postman(url.base), values)
    query = [_write_parameter(param) for param in url.query if not param.disabled]
    if query:
        text += "?" + "&".join(query)
    return text if url.fragment is None else f"{text}#{render_postman(url.fragment)}"


def _write_parameter(param: QueryParam) -> str:
    key = _escape(render_postman(param.key), "&#=")
    return key if param.value is None else f"{key}={_escape(render_postman(param.value), '&#')}"


def _escape(text: str, characters: str) -> str:
    """Percent-encode some characters, but not those inside of `{{name}}`."""
    pattern = re.compile(rf"{TOKEN.pattern}|[{characters}]")
    return pattern.sub(lambda match: match[0] if len(match[0]) > 1 else f"%{ord(match[0]):02X}", text)


def _masked(text: str) -> str:
    # A reference may hold characters that delimit parts; masking it keeps all positions.
    return TOKEN.sub(lambda match: "_" * len(match[0]), text)


def _replace_variables(base: str, values: Mapping[str, str]) -> str:
    masked = _masked(base)
    scheme = masked.find("://")
    start = masked.find("/", scheme + 3 if scheme >= 0 else 0)
    if start < 0 or not values:
        return base
    segments = base[start + 1 :].split("/")
    return base[: start + 1] + "/".join(_replace_segment(segment, values) for segment in segments)


def _replace_segment(segment: str, values: Mapping[str, str]) -> str:
    name, dot, suffix = segment.removeprefix(":").partition(".")
    value = values.get(name) if name and segment.startswith(":") else None
    # An empty value leaves the segment as it is, as in Postman.
    return f"{value}{dot}{suffix}" if value else segment


@lru_cache(maxsize=128)
def parse_url(text: str) -> ParsedUrl:
    """Split a URL with its references resolved; those that nothing resolved stand as `{{name}}`."""
    text = text.lstrip()
    masked = _masked(text)
    end = masked.find("#")
    text, masked = (text, masked) if end < 0 else (text[:end], masked[:end])
    question = masked.find("?")
    query = None if question < 0 else text[question + 1 :]
    if question >= 0:
        text, masked = text[:question], masked[:question]
    scheme, authority, path = _split_base(_slashes(text, masked))
    userinfo, authority = _split_userinfo(authority)
    host, port = _split_port(authority)
    return ParsedUrl(scheme, userinfo, host, port, f"/{path}", query)


def _slashes(text: str, masked: str) -> str:
    if "\\" not in masked:
        return text
    return "".join("/" if mask == "\\" else letter for letter, mask in zip(text, masked, strict=True))


def _split_base(text: str) -> tuple[str | None, str, str]:
    masked = _masked(text)
    scheme = None
    start = masked.find("://")
    if start >= 0:
        scheme = text[:start]
        rest = text[start + 3 :].lstrip("/")
        masked = masked[len(masked) - len(rest) :]
        text = rest
    slash = masked.find("/")
    return (scheme, text, "") if slash < 0 else (scheme, text[:slash], text[slash + 1 :])


def _split_userinfo(authority: str) -> tuple[tuple[str, str] | None, str]:
    at = _masked(authority).rfind("@")
    if at < 0:
        return None, authority
    user, _, password = authority[:at].partition(":")
    return (user, password), authority[at + 1 :]


def _split_port(authority: str) -> tuple[str, str | None]:
    colon = _masked(authority).rfind(":")
    if colon < 0 or "]" in authority[colon:]:
        return authority, None
    return authority[:colon], authority[colon + 1 :]


def add_parameter(url: ParsedUrl, key: str, value: str) -> ParsedUrl:
    """Replace all query parameters of that name by one, at the end."""
    return append_parameters(without_parameters(url, key), (f"{_escape(key, '&#=')}={_escape(value, '&#')}",))


def without_parameters(url: ParsedUrl, *keys: str) -> ParsedUrl:
    """Leave out the query parameters of these names, which are compared as they are written."""
    if url.query is None:
        return url
    pieces = url.query.split("&")
    others = [piece for piece in pieces if piece.partition("=")[0] not in keys]
    return url if len(others) == len(pieces) else replace(url, query="&".join(others) if others else None)


def append_parameters(url: ParsedUrl, written: Iterable[str]) -> ParsedUrl:
    """Put query parameters, written as `name=value`, at the end."""
    pieces = url.query.split("&") if url.query is not None else []
    return replace(url, query="&".join((*pieces, *written)))


@lru_cache(maxsize=128)
def encode_url(url: ParsedUrl, *, encoding: bool = True) -> str:
    """Return the URL as it goes out: absolute, encoded unless `encoding` is off, without credentials and fragment.

    Raises UnsendableError for a scheme that is not HTTP, a URL without a host, and characters that HTTP cannot carry.
    """
    scheme = "http" if url.scheme is None else url.scheme.lower()
    if scheme not in ("http", "https"):
        raise UnsendableError(
            f"{_quote(scheme)} is not a scheme that can be sent: a URL starts with http:// or https://"
        )
    _check_authority(url)
    path, query = url.path, url.query
    if encoding:
        path = _encode(path, _PATH)
        query = None if query is None else _encode(query, _QUERY)
    target = path if query is None else f"{path}?{query}"
    # Node writes a target in Latin-1.
    if not _TARGET.fullmatch(target):
        raise UnsendableError(
            f"the URL holds characters that must be encoded, and its encoding is off: {_quote(target)}"
        )
    return f"{scheme}://{url.authority}{target}"


def _check_authority(url: ParsedUrl) -> None:
    unresolved = TOKEN.search(f"{url.host}:{url.port}")
    if unresolved:
        raise UnsendableError(f"nothing sets {unresolved[0]}, so the URL has no host")
    if not url.host:
        raise UnsendableError("the URL has no host")
    if not _is_host(canonical_host(url.host)):
        raise UnsendableError(f"{_quote(url.host)} is not a host name")
    if url.port and not (_PORT.fullmatch(url.port) and int(url.port) < 2**16):
        raise UnsendableError(f"{_quote(url.port)} is not a port")


def _quote(text: str) -> str:
    # Whole or not at all: half of a secret would not be masked.
    return f"“{text}”" if len(text) <= _LONGEST_HOST else f"a text of {len(text)} characters"


def _is_host(host: str) -> bool:
    if not host.startswith("["):
        within = len(host) <= _LONGEST_HOST and _LABELS.fullmatch(host) is not None
        return within and not _FORBIDDEN_IN_HOST.search(host)
    try:
        # A zone (RFC 6874) has no place in a request.
        return host.endswith("]") and "%" not in host and ip_address(host[1:-1]).version == 6
    except ValueError:
        return False


def _encode(text: str, unsafe: re.Pattern[str]) -> str:
    return unsafe.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "replace")), text)


def resolve_location(base: str, location: str) -> str:
    """Return the absolute URL of a `Location` header, seen from the URL that answered; not yet encoded."""
    if _ABSOLUTE.match(location):
        return location
    scheme, _, rest = base.partition("://")
    origin = f"{scheme}://{rest.partition('/')[0]}"
    path = rest.partition("?")[0][len(origin) - len(scheme) - 3 :]
    match location[:1]:
        case "":
            return base
        case "/" | "\\":
            return f"{scheme}:{location}" if location[:2] in ("//", "\\\\") else origin + location
        case "#":
            return base + location
        case "?":
            return origin + path + location
        case _:
            return origin + path[: path.rfind("/") + 1] + location
