"""JSON values as Python holds them."""

from typing import Any, TypeAlias

__all__ = ["JsonObject", "JsonValue", "Scalar"]

Scalar: TypeAlias = str | int | float | bool | None
JsonValue: TypeAlias = Scalar | list[Any] | dict[str, Any]
JsonObject: TypeAlias = dict[str, Any]
