"""HTTP Archive 1.2 as a JSON schema: what its specification calls required, with the types that it gives."""

from typing import Any

__all__ = ["HAR"]


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    comment = {"comment": {"type": "string"}}
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional, **comment},
        # Names of one's own begin with an underscore.
        "patternProperties": {"^_": {}},
        "additionalProperties": False,
    }


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_SIZE = {"type": "integer", "minimum": -1}
_MS = {"type": "number", "minimum": -1}
_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_PAIR = _object({"name": _TEXT, "value": _TEXT})
_COOKIE = _object(
    {"name": _TEXT, "value": _TEXT},
    path=_TEXT,
    domain=_TEXT,
    expires=_TIME,
    httpOnly={"type": "boolean"},
    secure={"type": "boolean"},
)
_MESSAGE = {
    "httpVersion": _TEXT,
    "cookies": _list(_COOKIE),
    "headers": _list(_PAIR),
    "headersSize": _SIZE,
    "bodySize": _SIZE,
}
_REQUEST = _object(
    {"method": _TEXT, "url": _TEXT, "queryString": _list(_PAIR), **_MESSAGE},
    postData=_object({"mimeType": _TEXT, "text": _TEXT}, params=_list({"type": "object"})),
)
_CONTENT = _object({"size": {"type": "integer"}, "mimeType": _TEXT}, text=_TEXT, encoding=_TEXT, compression=_SIZE)
_RESPONSE = _object(
    {"status": {"type": "integer"}, "statusText": _TEXT, "redirectURL": _TEXT, "content": _CONTENT, **_MESSAGE}
)
_TIMINGS = _object({"send": _MS, "wait": _MS, "receive": _MS}, blocked=_MS, dns=_MS, connect=_MS, ssl=_MS)
_PAGE = _object(
    {
        "startedDateTime": _TIME,
        "id": _TEXT,
        "title": _TEXT,
        "pageTimings": _object({}, onContentLoad=_MS, onLoad=_MS),
    }
)
_ENTRY = _object(
    {
        "startedDateTime": _TIME,
        "time": {"type": "number", "minimum": 0},
        "request": _REQUEST,
        "response": _RESPONSE,
        "cache": {"type": "object"},
        "timings": _TIMINGS,
    },
    pageref=_TEXT,
    serverIPAddress=_TEXT,
    connection=_TEXT,
)
_CREATOR = _object({"name": _TEXT, "version": _TEXT})

HAR = _object(
    {
        "log": _object(
            {"version": {"const": "1.2"}, "creator": _CREATOR, "entries": _list(_ENTRY)},
            pages=_list(_PAGE),
            browser=_CREATOR,
        )
    }
)
