"""SARIF 2.1.0 as a JSON schema: the objects that pcc writes, with what the standard requires and allows of them."""

from typing import Any

__all__ = ["SARIF"]


def _object(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {**required, **optional},
        "additionalProperties": False,
    }


def _list(items: dict[str, Any], *, least: int = 0) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": least}


_TEXT = {"type": "string"}
_FIRST = {"type": "integer", "minimum": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object({"text": {"type": "string", "minLength": 1}}, markdown=_TEXT)
_ARTIFACT = _object({"uri": {"type": "string", "format": "uri-reference"}}, uriBaseId=_TEXT)
_REGION = _object({"startLine": _FIRST}, startColumn=_FIRST, endLine=_FIRST, endColumn=_FIRST)
_LOCATION = _object(
    {},
    physicalLocation=_object({"artifactLocation": _ARTIFACT}, region=_REGION),
    logicalLocations=_list(_object({"name": _TEXT}, fullyQualifiedName=_TEXT, kind=_TEXT)),
)
_SUPPRESSION = _object(
    {"kind": {"enum": ["inSource", "external"]}},
    status={"enum": ["accepted", "underReview", "rejected"]},
    justification=_TEXT,
)
_RULE = _object(
    {"id": _TEXT},
    name={"type": "string", "pattern": "^[A-Z][A-Za-z]+$"},
    shortDescription=_MESSAGE,
    help=_MESSAGE,
    defaultConfiguration=_object({}, level=_LEVEL),
)
_RESULT = _object(
    {"message": _MESSAGE},
    ruleId=_TEXT,
    ruleIndex={"type": "integer", "minimum": 0},
    level=_LEVEL,
    locations=_list(_LOCATION),
    partialFingerprints={"type": "object", "additionalProperties": _TEXT, "minProperties": 1},
    suppressions=_list(_SUPPRESSION),
)
_DRIVER = _object({"name": _TEXT}, semanticVersion=_TEXT, rules=_list(_RULE))
SARIF: dict[str, Any] = _object(
    {
        "version": {"const": "2.1.0"},
        "runs": _list(
            _object(
                {"tool": _object({"driver": _DRIVER})},
                results=_list(_RESULT),
                columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            ),
            least=1,
        ),
    },
    **{"$schema": {"type": "string", "format": "uri"}},
)
