"""Lists of headers: names in any case, equal names repeat."""

import re
from functools import lru_cache

from pcc.model.ports import Headers
from pcc.runner.request.unsendable import UnsendableError

__all__ = ["check_headers", "check_method", "find_header", "set_header", "without_header"]

# RFC 9110 sections 5.1 and 5.5.
_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")


def find_header(headers: Headers, name: str) -> str | None:
    """Return the value of the header, the last of equal names, None when it is not there."""
    lower = name.lower()
    for key, value in reversed(headers):
        if key.lower() == lower:
            return value
    return None


def without_header(headers: Headers, *names: str) -> Headers:
    """Return the headers without those of the given names."""
    lower = {name.lower() for name in names}
    return tuple(header for header in headers if header[0].lower() not in lower)


def set_header(headers: Headers, name: str, value: str) -> Headers:
    """Return the headers with one of that name: in the place of the first such header, else at the end."""
    lower = name.lower()
    places = [index for index, header in enumerate(headers) if header[0].lower() == lower]
    if not places:
        return (*headers, (name, value))
    place = places[0]
    if len(places) == 1 and headers[place][1] == value:
        return headers
    return (*headers[:place], (headers[place][0], value), *without_header(headers[place:], name))


@lru_cache(maxsize=64)
def check_method(method: str) -> str:
    """Return a method. Raises UnsendableError for one that HTTP/1.1 cannot carry (RFC 9110 section 9.1)."""
    if not _NAME.fullmatch(method):
        raise UnsendableError(f"“{method}” is not a method of HTTP")
    return method


def check_headers(headers: Headers) -> None:
    """Raise UnsendableError for a name or a value that HTTP/1.1 cannot carry."""
    # All at once first: hardly ever is one wrong, and then it is named.
    if all(name for name, _ in headers) and _fit(headers):
        return
    for name, value in headers:
        if not _NAME.fullmatch(name):
            raise UnsendableError(f"“{name}” is not the name of a header")
        if not _VALUE.fullmatch(value):
            raise UnsendableError(f"the value of the header {name} holds a character that HTTP cannot carry")


def _fit(headers: Headers) -> bool:
    names, values = "".join([name for name, _ in headers]), "".join([value for _, value in headers])
    return (not names or _NAME.fullmatch(names) is not None) and _VALUE.fullmatch(values) is not None
