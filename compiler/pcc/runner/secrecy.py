"""Which texts of a secret value must not be seen."""

from collections.abc import Iterator

from pcc.model.json import JsonValue
from pcc.values import stringify, to_text

__all__ = ["secret_texts"]


def secret_texts(value: JsonValue) -> Iterator[str]:
    """Yield every text that gives a secret value away: the value itself, and each text or number inside of it."""
    match value:
        case None | bool():
            return
        case str():
            if value.strip():
                yield value
        case int() | float():
            yield to_text(value)
        case list():
            yield stringify(value)
            for item in value:
                yield from secret_texts(item)
        case _:
            yield stringify(value)
            for item in value.values():
                yield from secret_texts(item)
