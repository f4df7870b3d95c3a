"""What a script sees of a run."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from pcc.model.json import JsonValue
from pcc.model.ports import Headers, HttpResponse
from pcc.templating.resolve import Missing

__all__ = ["ScriptContext", "SentRequest", "Variables"]


class Variables(Protocol):
    """The variables of a run, as `pm.variables` and `pm.environment` show them."""

    def get(self, name: str) -> JsonValue | Missing:
        """The value of the nearest scope that has the name, as it is stored."""
        ...

    def resolve(self, text: str) -> str:
        """`pm.variables.replaceIn`: the text with every `{{name}}` resolved, dynamic variables included."""
        ...

    def set(self, name: str, value: JsonValue, *, secret: bool = False) -> None:
        """Set a variable of the environment; a secret value is masked in every output from now on."""
        ...

    def unset(self, name: str) -> None:
        """Remove a variable of the environment."""
        ...


@dataclass(frozen=True, slots=True)
class SentRequest:
    """The request as `pm.request` shows it after sending: everything resolved.

    `url` is absolute and percent-encoded, `text` the raw body, `form` the enabled fields of a urlencoded body, decoded.
    """

    url: str = ""
    headers: Headers = ()
    text: str | None = None
    form: tuple[tuple[str, str], ...] | None = None


@dataclass(frozen=True, slots=True)
class ScriptContext:
    """All that a script may read and change."""

    variables: Variables
    sent: SentRequest = field(default_factory=SentRequest)
    response: HttpResponse | None = None
    cookies: Mapping[str, str] = field(default_factory=dict)
