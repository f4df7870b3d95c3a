"""JSON values as one-line literals that mean the same in JSON, in JavaScript and in a comment."""

import json
import re

from pcc.errors import SourceError
from pcc.model.json import JsonValue

__all__ = ["js_literal", "json_literal"]

# JavaScript ends a comment at U+2028 and U+2029; a lone surrogate has no UTF-8 form.
_UNSAFE = re.compile("[\u2028\u2029\ud800-\udfff]")


def json_literal(value: JsonValue) -> str:
    """Return the value as one line of JSON. Raises SourceError for what JSON cannot hold (NaN, other types)."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        raise SourceError(f"{value!r} is not a JSON value: {error}") from error
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def js_literal(value: JsonValue) -> str:
    """Return a JavaScript expression of the value; `__proto__` as a key would set a prototype if it were a literal."""
    text = json_literal(value)
    return f"JSON.parse({json_literal(text)})" if '"__proto__"' in text else text
