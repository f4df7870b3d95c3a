"""Where a request goes, as far as it is known before a run: texts with the values that nothing changes."""

from collections.abc import Mapping
from dataclasses import dataclass

from pcc.checks.flow import flow_of
from pcc.checks.subject import Subject
from pcc.javascript import Action
from pcc.model.collection import Variable
from pcc.model.request import Url
from pcc.model.template import Reference, Template
from pcc.openapi.routes import split_address
from pcc.openapi.validate import UNKNOWN

__all__ = ["Address", "known_values", "read_address", "render_known"]

# As deep as Postman resolves values that hold references, and more parts than any URL has.
_PASSES = 19
_MOST_PARTS = 1_000


@dataclass(frozen=True, slots=True)
class Address:
    """A URL without its query. `group` is what stands for the server: the leading reference's name, or the host.

    What is not known of it is `UNKNOWN`.
    """

    authority: str
    path: str
    group: str


def known_values(subject: Subject) -> dict[str, Template]:
    """Return the variables that keep one value in a run: of the files, not empty, and set by no script."""
    collection, flow = subject.collection, flow_of(subject)
    if any(access.action is Action.WRITE for access in flow.unknown):
        # A script sets a name that it computes, so it may be any.
        return {}
    variables: list[Variable] = [*collection.variables, *(subject.environment.variables if subject.environment else ())]
    changed = flow.written | flow.mentioned | subject.given
    values = {variable.key: variable.value for variable in variables if not variable.disabled}
    return {
        name: value for name, value in values.items() if isinstance(value, Template) and value and name not in changed
    }


def render_known(template: Template | None, values: Mapping[str, Template]) -> str:
    """Return a text with what is known put in, and `UNKNOWN` for each reference whose value is not."""
    if template is None:
        return ""
    return "".join(
        part if isinstance(part, str) else _resolved(part, values, _PASSES, _Budget(_MOST_PARTS))
        for part in template.parts
    )


@dataclass(slots=True)
class _Budget:
    """How many parts of values may still be put in: values that hold each other grow without end."""

    left: int


def _resolved(reference: Reference, values: Mapping[str, Template], passes: int, budget: _Budget) -> str:
    value = values.get(reference.name)
    if value is None or not passes:
        return UNKNOWN
    text = ""
    for part in value.parts:
        budget.left -= 1
        if budget.left < 0:
            return UNKNOWN
        text += part if isinstance(part, str) else _resolved(part, values, passes - 1, budget)
    return text


def read_address(url: Url, values: Mapping[str, Template]) -> Address:
    """Return where a URL leads; a `:name` segment stands for the value of its path variable."""
    text = render_known(url.base, values).partition("?")[0].partition("#")[0].strip().replace("\\", "/")
    if text.startswith(UNKNOWN):
        text = _split_off(text)
    authority, path = split_address(text)
    variables = {variable.key: render_known(variable.value, values) for variable in url.variables}
    path = "/".join(_segment(segment, variables) for segment in path.split("/"))
    first = url.base.parts[0] if url.base.parts else ""
    return Address(authority, path, first.name if isinstance(first, Reference) else authority)


def _split_off(text: str) -> str:
    """`{{base}}pets` is a base that ends with a slash; `{{name}}.example.com` and `{{host}}:80` are hosts."""
    rest = text.lstrip(UNKNOWN)
    first = rest.partition("/")[0]
    return f"{UNKNOWN}/{rest}" if first and not set(".:") & set(first) else text


def _segment(segment: str, variables: Mapping[str, str]) -> str:
    if not segment.startswith(":") or len(segment) == 1:
        return segment
    name, dot, suffix = segment[1:].partition(".")
    return f"{variables.get(name) or UNKNOWN}{dot}{suffix}"
