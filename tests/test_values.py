"""JSON values as JavaScript has them."""

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pcc.values import _ORDERING, decode_json

NAMES = st.one_of(st.text('0123456789\\u"{', max_size=4), st.text(max_size=3))
DOCUMENTS = st.recursive(
    st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), NAMES, st.none(), st.booleans()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(NAMES, inner, max_size=4)),
    max_leaves=12,
)


def escaped(key: str) -> str:
    return "".join(f"\\u{ord(letter):04x}" for letter in key)


def ordered(value: Any) -> Any:
    """The value with the order of keys in it, and the kinds of numbers."""
    match value:
        case dict():
            return [(key, ordered(item)) for key, item in value.items()]
        case list():
            return list(map(ordered, value))
        case _:
            return (type(value), repr(value))


@given(DOCUMENTS)
@example({"b": 1, "2": 1, "1": 1})
@example({"a": 2**53, "b": -0.0, "c": 10**15, "d": 10**16, "e": -7})
def test_text_without_indices_as_keys_is_decoded_like_any_other(document: Any) -> None:
    text = json.dumps(document)
    assert ordered(decode_json(text)) == ordered(_ORDERING.decode(text))


@given(st.lists(st.sampled_from(["b", "2", "10", "1", "a1"]), unique=True))
def test_indices_come_first_however_they_are_written(keys: list[str]) -> None:
    texts = ["{" + ",".join(f'"{write(key)}" : 0' for key in keys) + "}" for write in (str, escaped)]
    wanted = sorted((key for key in keys if key.isdigit()), key=int) + [key for key in keys if not key.isdigit()]
    for text in texts:
        found = decode_json(text)
        assert isinstance(found, dict)
        assert list(found) == wanted
