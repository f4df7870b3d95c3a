"""The attributes of an auth, resolved; missing and empty mean what they mean in JavaScript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pcc.model.json import JsonObject, JsonValue
from pcc.runner.request.unsendable import UnsendableError
from pcc.values import decode_json, to_text

__all__ = ["Attributes", "resolve_value"]


@dataclass(frozen=True, slots=True)
class Attributes:
    """What an auth of this kind says. A number stands for its text; null, 0, false and `""` say nothing."""

    kind: str
    values: Mapping[str, JsonValue]

    def text(self, name: str, default: str = "") -> str:
        """The attribute as text; the default when it says nothing."""
        return to_text(self.values[name]) if self.flag(name) else default

    def flag(self, name: str) -> bool:
        """Whether the attribute says anything: like JavaScript, the text `false` does."""
        return bool(self.values.get(name))

    def written(self, name: str) -> str | None:
        """The attribute as text, an empty one too; None when it is missing or null."""
        value = self.values.get(name)
        return None if value is None else to_text(value)

    def document(self, name: str) -> JsonObject:
        """The attribute as an object, which may be written as JSON text; nothing is an empty one.

        Raises UnsendableError for anything else. It does not say what was found: it may be secret.
        """
        value = self.values[name] if self.flag(name) else {}
        if isinstance(value, str):
            try:
                value = decode_json(value) if value.strip() else {}
            except ValueError as error:
                raise self.wrong(f"`{name}` is not JSON") from error
        if not isinstance(value, dict):
            raise self.wrong(f"`{name}` is not a JSON object")
        return value

    def wrong(self, reason: str) -> UnsendableError:
        """The error for an auth that cannot sign."""
        return UnsendableError(f"the request cannot be signed ({self.kind}): {reason}")


def resolve_value(value: JsonValue, resolve: Callable[[str], str]) -> JsonValue:
    """Return the value with the references in all of its texts resolved; keys stay as they are, as in Postman."""
    match value:
        case str():
            return resolve(value)
        case list():
            return [resolve_value(item, resolve) for item in value]
        case dict():
            return {key: resolve_value(item, resolve) for key, item in value.items()}
    return value
