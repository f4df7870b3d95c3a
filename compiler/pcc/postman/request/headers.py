"""Headers of requests and saved responses: a list, or text as it goes over the wire."""

import re
from collections.abc import Sequence
from typing import Any

from pcc.model.json import JsonObject
from pcc.model.request import Header
from pcc.postman.document.guard import At, get_description, get_flag, get_template, read_list, read_object
from pcc.postman.document.merge import ABSENT, Fields, Part, many, write_node, write_template
from pcc.templating import parse_postman

__all__ = ["headers_part", "read_headers"]

# As Postman reads it (postman-collection, `Header.parse`): a name ends at the last colon that no space precedes.
_LINE = re.compile(r"^(\S+):([^\r\n]*)", re.MULTILINE)
_FOLD = re.compile(r"\r\n([ \t])")


def read_headers(value: Any, at: At = ()) -> tuple[Header, ...]:
    """Read headers: a list of objects or of texts, one text of several lines, or null."""
    if isinstance(value, str):
        lines = _LINE.findall(_FOLD.sub(r"\1", value))
        return tuple(Header(parse_postman(name), parse_postman(content.strip())) for name, content in lines)
    return tuple(_read_header(header, (*at, index)) for index, header in enumerate(read_list(value, at)))


def _read_header(value: Any, at: At = ()) -> Header:
    if isinstance(value, str):
        name, _, content = value.partition(":")
        return Header(parse_postman(name.strip()), parse_postman(content.strip()))
    source = read_object(value, at, "an object or text")
    return Header(
        get_template(source, "key", at),
        get_template(source, "value", at),
        get_flag(source, "disabled", at),
        get_description(source, at),
        document=source,
    )


def headers_part(headers: Sequence[Header]) -> Part:
    """The part for headers, which are always there."""
    return many(headers, read_headers, _write_header, always=True)


def _write_header(header: Header) -> JsonObject:
    return write_node(header, _read_header, _header_fields)


def _header_fields(header: Header) -> Fields:
    return {
        "key": write_template(header.key),
        "value": write_template(header.value),
        "description": header.description or ABSENT,
        "disabled": header.disabled or ABSENT,
    }
