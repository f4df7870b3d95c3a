"""Values against schemas, by jsonschema-rs, which only this module names. What the sender does not know is no mistake.

Text that holds `UNKNOWN` stands for a text that is not known, `UNKNOWN_VALUE` for a value of any type. An error counts
only when it is there whatever stands in their place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from pcc.errors import RunError
from pcc.model.json import JsonValue
from pcc.openapi.convert import BASE, PREFIX
from pcc.openapi.shape import Shape

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator, Registry, ValidationError

__all__ = ["UNKNOWN", "UNKNOWN_VALUE", "Schemas", "Violation", "can_match"]

Schema: TypeAlias = str | dict[str, Any] | bool

UNKNOWN = "\0"
UNKNOWN_VALUE = "\0\0"

_MISSING = "a check against a description needs jsonschema-rs: install postman-collection-compiler[openapi]"
# Keywords after which the next step of a path is a name or an index, and those that lead into the value.
_INWARD = frozenset(
    {
        "additionalProperties",
        "contains",
        "items",
        "patternProperties",
        "prefixItems",
        "properties",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)
_NAMED = frozenset(
    {"$defs", "allOf", "anyOf", "dependentSchemas", "oneOf", "patternProperties", "prefixItems", "properties"}
)
# What is wrong with an object or a list as a whole may be right once its unknown parts are known.
_OF_THE_WHOLE = frozenset({"const", "contains", "enum", "maxContains", "minContains", "not", "unevaluatedItems"})
_OF_KEYS = frozenset({"dependentRequired", "maxProperties", "minProperties", "propertyNames", "required"})
_OF_LENGTH = frozenset({"maxItems", "minItems"})


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with a value: where in it, by which keyword, and a sentence that does not quote the value.

    `names` are the properties that are missing, or that are too many.
    """

    at: tuple[str | int, ...]
    keyword: str
    message: str
    names: tuple[str, ...] = ()


@dataclass(slots=True)
class Schemas:
    """The schemas of a description by number, each compiled when it is first asked for."""

    definitions: dict[str, Any]
    _registry: "Registry | None" = None
    _validators: "dict[str | int, Draft202012Validator | None]" = field(default_factory=dict)

    def find_violations(self, schema: Schema, value: JsonValue) -> list[Violation]:
        """Return what is certainly wrong with a value; the most telling of each alternative. Never raises.

        The schema is a number, or a part of one of the definitions.
        """
        validator = self._validator(schema)
        if validator is None:
            return []
        try:
            errors = list(validator.iter_errors(value))
        except (RecursionError, ValueError):
            return []
        shape = Shape(self.definitions, (_whole(schema),))
        return list(dict.fromkeys(found for error in errors for found in _certain(error, value, shape)))

    def _validator(self, schema: Schema) -> "Draft202012Validator | None":
        # The definitions stay where they are, so a part of them is known by its identity.
        key = schema if isinstance(schema, str | bool) else id(schema)
        if key not in self._validators:
            self._validators[key] = self._compile(_whole(schema))
        return self._validators[key]

    def _compile(self, schema: dict[str, Any]) -> "Draft202012Validator | None":
        from jsonschema_rs import Draft202012, Draft202012Validator, ReferencingError, Registry

        try:
            if self._registry is None:
                self._registry = Registry([(BASE, {"$defs": self.definitions})], draft=Draft202012)
            return Draft202012Validator(schema, registry=self._registry, validate_formats=True, offline=True)
        except (ReferencingError, ValueError):
            return None


def _whole(schema: Schema) -> dict[str, Any]:
    if isinstance(schema, dict):
        return schema
    return {"$ref": PREFIX + schema} if isinstance(schema, str) else {"not": {}} if schema is False else {}


def can_match(pattern: str) -> bool:
    """Say whether a regular expression is one that the validator can read. Raises RunError without jsonschema-rs."""
    try:
        from jsonschema_rs import Draft202012Validator
    except ImportError as error:
        raise RunError(_MISSING) from error
    try:
        Draft202012Validator({"pattern": pattern}, offline=True)
    except ValueError:
        return False
    return True


def _certain(error: "ValidationError", value: JsonValue, shape: Shape) -> Iterator[Violation]:
    at = tuple(error.instance_path)
    here = _inside(value, at)
    kind = _keyword(error)
    if any(isinstance(key, str) and UNKNOWN in key for key in at):
        return
    if _depends_on_condition(error, value) or (_is_unknown(here) and kind not in {"falseSchema", "false"}):
        return
    if kind in {"anyOf", "oneOf"}:
        yield from _alternatives(error, value, shape)
    elif kind in {"additionalProperties", "unevaluatedProperties"}:
        names = tuple(_too_many(error, value, shape))
        if names:
            yield Violation(at, kind, f"{_listed(names)} {'is' if len(names) == 1 else 'are'} not in the schema", names)
    elif not _may_hold(kind, here):
        yield Violation(at, kind, _sentence(error), _names(error))


def _keyword(error: "ValidationError") -> str:
    name = error.kind.name
    path = error.evaluation_path
    return "additionalProperties" if name == "falseSchema" and path and path[-1] == "additionalProperties" else name


def _too_many(error: "ValidationError", value: JsonValue, shape: Shape) -> Iterator[str]:
    """The properties that an object must not have, whatever the unknown parts of it turn out to be."""
    at = tuple(error.instance_path)
    sure = _keyword(error) == "additionalProperties" or not _holds_unknown(_inside(value, at))
    for key in at:
        shape = shape.member(key) if isinstance(key, str) else shape.element(key)
    # An object that may have no properties at all is told without their names.
    for name in _details(error).get("unexpected", _inside(value, at)):
        # Which alternative counts may hang on what is unknown; a name that none of them has is too many in any case.
        if UNKNOWN not in name and (sure or shape.member(name).absent):
            yield name


def _may_hold(kind: str, here: Any) -> bool:
    """Whether an error may go away when what is unknown becomes known."""
    if kind in _OF_THE_WHOLE:
        return _holds_unknown(here)
    if kind in _OF_KEYS:
        return isinstance(here, dict) and any(UNKNOWN in key for key in here)
    # Several elements may stand behind one unquoted reference, or none.
    return kind in _OF_LENGTH and isinstance(here, list) and UNKNOWN_VALUE in here


def _alternatives(error: "ValidationError", value: JsonValue, shape: Shape) -> Iterator[Violation]:
    if type(error.kind).__name__ == "OneOfMultipleValid":
        # Alternatives that overlap are the description's slip, not the sender's: servers choose by a discriminator.
        return
    context: list[list[ValidationError]] = error.kind.context  # type: ignore[attr-defined]
    branches = [[found for inner in branch for found in _certain(inner, value, shape)] for branch in context]
    if branches and all(branches):
        # The alternative that fits best says most: the one whose mistakes lie deepest, then the one with the fewest.
        best = min(branches, key=lambda found: (-max(len(each.at) for each in found), len(found)))
        deep = [each for each in best if len(each.at) > len(error.instance_path)] or best
        yield deep[0]


def _depends_on_condition(error: "ValidationError", value: JsonValue) -> bool:
    """Whether the error stands in a `then` or `else` whose `if` looks at something unknown."""
    depth, path = 0, list(error.evaluation_path)
    index = 0
    while index < len(path):
        step = path[index]
        if step in {"then", "else"} and _holds_unknown(_inside(value, tuple(error.instance_path)[:depth])):
            return True
        depth += step in _INWARD
        index += 2 if step in _NAMED else 1
    return False


def _inside(value: Any, at: Sequence[str | int]) -> Any:
    for key in at:
        try:
            value = value[key]
        except (IndexError, KeyError, TypeError):
            return None
    return value


def _is_unknown(value: Any) -> bool:
    return isinstance(value, str) and UNKNOWN in value


def _holds_unknown(value: Any) -> bool:
    if isinstance(value, dict):
        return any(UNKNOWN in key or _holds_unknown(inner) for key, inner in value.items())
    return any(map(_holds_unknown, value)) if isinstance(value, list) else _is_unknown(value)


def _names(error: "ValidationError") -> tuple[str, ...]:
    if error.kind.name == "required":
        return (str(_details(error).get("property", "")),)
    return ()


def _sentence(error: "ValidationError") -> str:
    """The validator's words without the value, which may be a secret or a whole body."""
    details = _details(error)
    limit = details.get("limit", details.get("multiple_of"))
    match error.kind.name:
        case "required":
            return f"the property {_names(error)[0]!r} is missing"
        case "type":
            types = sorted(details["types"], key=lambda name: (name == "null", name))
            return f"it is {_kind(error.instance)}, not {' or '.join(types)}"
        case "enum":
            return f"it is none of {_shortened(', '.join(map(_quoted, details['options'])))}"
        case "const":
            return f"it is not {_shortened(_quoted(details['expected_value']))}"
        case "format":
            return f"it has not the format {details['format']}"
        case "pattern":
            return f"it does not match {_shortened(details['pattern'])}"
        case name if limit is not None:
            return f"it breaks {name} {limit}"
        case name:
            return f"it breaks {name} of the schema"


def _details(error: "ValidationError") -> dict[str, Any]:
    return error.kind.as_dict()


def _kind(value: Any) -> str:
    names = {type(None): "null", bool: "boolean", str: "string", list: "array", dict: "object", int: "integer"}
    return names.get(type(value), "number")


def _quoted(value: Any) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, default=str)


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"{name!r}" for name in names)


def _shortened(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:119]}…"
