"""Variables of collections and environments, values cast as Postman does (postman-collection, `Variable.types`)."""

import math
import re
from typing import Any

from pcc.errors import SourceError
from pcc.model.collection import Variable
from pcc.model.json import JsonObject, JsonValue
from pcc.model.template import EMPTY, Template
from pcc.postman.document.guard import At, get_description, get_flag, get_text, read_list, read_object
from pcc.postman.document.merge import ABSENT, Fields, Written, alike, fixed, write_node, write_template
from pcc.templating import parse_postman
from pcc.values import as_parsed, to_text

__all__ = ["read_variables", "write_collection_variable", "write_environment_variable"]


def read_variables(value: Any, at: At = ()) -> tuple[Variable, ...]:
    """Read a list of variables, or null. Only `disabled: true` turns one off: runners ignore `enabled: false`."""
    return tuple(_read_variable(variable, (*at, index)) for index, variable in enumerate(read_list(value, at)))


def _read_variable(value: Any, at: At = ()) -> Variable:
    source = read_object(value, at)
    kind = source.get("type")
    return Variable(
        get_text(source, "key", at),
        _cast(source["value"], kind) if "value" in source else EMPTY,
        kind == "secret",
        get_flag(source, "disabled", at),
        get_description(source, at),
        document=source,
    )


def _cast(value: JsonValue, kind: JsonValue) -> Template | JsonValue:
    match kind.lower() if isinstance(kind, str) else None:
        case "string":
            value = to_text(value)
        case "boolean":
            # JavaScript's truth: "false" is true.
            value = not (value is None or value is False or value == "" or value == 0)
        case "number":
            value = _to_number(value)
    return parse_postman(value) if isinstance(value, str) else value


def _to_number(value: JsonValue) -> JsonValue:
    """`Number(value)` (ECMA-262 7.1.4); what is no number becomes the text that it prints as."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = "" if value is None else str(int(value)) if isinstance(value, bool) else to_text(value).strip()
    if _DECIMAL.fullmatch(text):
        number = float(text)
        if math.isinf(number):
            return to_text(number)
        return int(number) if number.is_integer() and abs(number) < 2**53 else number
    if _PREFIXED.fullmatch(text):
        double = as_parsed(int(text, 0))
        return to_text(double) if double == math.inf else double
    return text if text in ("Infinity", "-Infinity") else "NaN" if text else 0


_DECIMAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_PREFIXED = re.compile(r"0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+")


def write_collection_variable(variable: Variable) -> JsonObject:
    """Return the JSON of a collection's variable. Raises SourceError for a secret one, which everybody would read."""
    if variable.secret and (variable.document or {}).get("type") != "secret":
        raise SourceError(f"the variable {variable.key} of a collection is secret: put it into the environment")
    return write_node(variable, _read_variable, _collection_fields)


def _collection_fields(variable: Variable) -> Fields:
    return {
        "key": variable.key,
        **_value_and_type(variable, "secret" if variable.secret else ABSENT),
        "description": variable.description or ABSENT,
        "disabled": variable.disabled or ABSENT,
    }


def write_environment_variable(variable: Variable) -> JsonObject:
    """Return the JSON of an environment's variable; a disabled one is so for the app and for runners."""
    return write_node(variable, _read_variable, _environment_fields)


def _environment_fields(variable: Variable) -> Fields:
    return {
        "key": variable.key,
        **_value_and_type(variable, "secret" if variable.secret else "default"),
        "enabled": not variable.disabled,
        "disabled": variable.disabled or ABSENT,
        "description": variable.description or ABSENT,
    }


def _value_and_type(variable: Variable, fresh: Written) -> Fields:
    """The value, and the type of the document as long as it casts the value to itself."""
    value = _write_value(variable)
    document = variable.document
    if document is None:
        return {"value": value, "type": fresh}
    kind = document.get("type")
    if alike(_cast(value, kind), variable.value) and (kind == "secret") is variable.secret:
        return {"value": value, "type": document.get("type", ABSENT)}
    # Under another type the old form of the value could be cast to something else.
    return {"value": fixed(value), "type": fixed(fresh)}


def _write_value(variable: Variable) -> JsonValue:
    if isinstance(variable.value, Template):
        return write_template(variable.value)
    if isinstance(variable.value, str):
        raise SourceError(f"the text of the variable {variable.key} is a template, not a plain string")
    return variable.value
